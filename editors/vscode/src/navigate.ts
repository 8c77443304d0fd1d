/** From claim to evidence, and from one unbacked claim to the next. */
import * as vscode from "vscode";
import { openBeside } from "./places";
import type { Server } from "./server";

/** Rules that say whether a claim is backed; the others are about style and configuration. */
const aboutBacking = new Set([
  "unbacked-claim",
  "partly-backed-claim",
  "contradicted-claim",
  "figure-mismatch",
  "actor-mismatch",
  "overstated-claim",
  "attribution-lost",
  "citation-mismatch",
  "misquote",
]);

function rule(diagnostic: vscode.Diagnostic): string {
  const code = diagnostic.code;
  return String(typeof code === "object" ? code.value : (code ?? ""));
}

/** Moves to the next (previous) flagged claim of the note, around its end. */
export function jump(editor: vscode.TextEditor, backwards: boolean): void {
  const flagged = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter((diagnostic) => aboutBacking.has(rule(diagnostic)))
    .sort((a, b) => a.range.start.compareTo(b.range.start));
  if (flagged.length === 0) {
    void vscode.window.showInformationMessage("No claim without backing in this note.");
    return;
  }
  const cursor = editor.selection.active;
  const target = backwards
    ? (flagged.findLast((diagnostic) => diagnostic.range.start.isBefore(cursor)) ?? flagged.at(-1))
    : (flagged.find((diagnostic) => diagnostic.range.start.isAfter(cursor)) ?? flagged[0]);
  if (target !== undefined) {
    editor.selection = new vscode.Selection(target.range.start, target.range.start);
    editor.revealRange(target.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    void vscode.commands.executeCommand("editor.action.showHover");
  }
}

interface WireRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

interface WireLocation {
  readonly uri?: string;
  readonly range?: WireRange;
  readonly targetUri?: string;
  readonly targetSelectionRange?: WireRange;
}

/** Opens the passage behind the claim under the cursor, beside the note. Asks the server alone: Markdown's own provider would answer for links. */
export async function goToEvidence(server: Server, editor: vscode.TextEditor): Promise<void> {
  const { line, character } = editor.selection.active;
  const answer = await server.protocolClient?.sendRequest<WireLocation | readonly WireLocation[] | null>("textDocument/definition", {
    textDocument: { uri: editor.document.uri.toString() },
    position: { line, character },
  });
  const first = Array.isArray(answer) ? (answer as readonly WireLocation[])[0] : (answer as WireLocation | null | undefined);
  const uri = first?.targetUri ?? first?.uri;
  const range = first?.targetSelectionRange ?? first?.range;
  if (uri === undefined || range === undefined) {
    void vscode.window.showInformationMessage("No passage bears on this sentence.");
    return;
  }
  await openBeside(
    vscode.Uri.parse(uri),
    new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
  );
}
