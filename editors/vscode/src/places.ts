/** Where things are: sources opened at a passage, report positions as editor positions. */
import * as vscode from "vscode";
import type { ReportSentence, Statement } from "./protocol";

/** Report columns count code points from 1; the editor counts UTF-16 units from 0. */
export function rangeOf(document: vscode.TextDocument, range: ReportSentence["range"]): vscode.Range {
  const place = ({ line, column }: { line: number; column: number }): vscode.Position => {
    const row = Math.min(Math.max(line - 1, 0), document.lineCount - 1);
    const points = Array.from(document.lineAt(row).text);
    return new vscode.Position(row, points.slice(0, column - 1).join("").length);
  };
  return new vscode.Range(place(range.start), place(range.end));
}

/** The file of a statement: what the server says, else the one whose stem is the source's id. */
async function fileOf(statement: Statement): Promise<vscode.Uri | undefined> {
  if (statement.uri) {
    return vscode.Uri.parse(statement.uri);
  }
  const stem = statement.source.replace(/[[\]{}*?!]/g, "?");
  return (await vscode.workspace.findFiles(`**/${stem}.{txt,md,html,htm,pdf,docx}`, null, 1))[0];
}

/** Opens a source with the quoted words selected; a file that is no text (PDF, Word) opens as the editor likes. */
export async function openStatement(statement: Statement): Promise<void> {
  const uri = await fileOf(statement);
  if (uri === undefined) {
    void vscode.window.showWarningMessage(`The source “${statement.source}” is not in this workspace.`);
    return;
  }
  const document = await openText(uri);
  if (document === undefined) {
    return;
  }
  const row = Math.min(Math.max(statement.line - 1, 0), document.lineCount - 1);
  const line = document.lineAt(row);
  const start = line.text.indexOf(statement.quote);
  const selection = start < 0 ? line.range : new vscode.Range(row, start, row, start + statement.quote.length);
  await show(document, selection, vscode.ViewColumn.Beside);
}

/** Opens a range of a file beside the active editor. */
export async function openBeside(uri: vscode.Uri, range: vscode.Range): Promise<void> {
  const document = await openText(uri);
  if (document !== undefined) {
    await show(document, range, vscode.ViewColumn.Beside);
  }
}

async function openText(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    await vscode.commands.executeCommand("vscode.open", uri, vscode.ViewColumn.Beside);
    return undefined;
  }
}

async function show(document: vscode.TextDocument, selection: vscode.Range, viewColumn: vscode.ViewColumn): Promise<void> {
  const editor = await vscode.window.showTextDocument(document, { viewColumn, selection, preview: true });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
