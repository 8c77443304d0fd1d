/** Ties the parts together: one server, the status bar, the sources panel, the graph, the commands. */
import * as vscode from "vscode";
import { GraphPanel } from "./graphPanel";
import { goToEvidence, jump } from "./navigate";
import { Server } from "./server";
import { openClaim, SourcesView } from "./sources";
import { StatusItem } from "./status";
import { newWorkspace } from "./workspace";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = new Server(context.extensionUri);
  const status = new StatusItem();
  const sources = new SourcesView(server);
  const graph = new GraphPanel(server, context.extensionUri);
  running = server;

  const command = (name: string, run: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`backtext.${name}`, run);
  const inEditor = (name: string, run: (editor: vscode.TextEditor) => unknown): vscode.Disposable =>
    command(name, () => vscode.window.activeTextEditor && run(vscode.window.activeTextEditor));

  context.subscriptions.push(
    status,
    sources,
    graph,
    server.onStatus((now) => {
      status.update(now);
      sources.invalidate();
      graph.invalidate();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => server.settingsChanged(event)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.restart()),
    command("restart", () => server.restart()),
    command("showLog", () => server.showLog()),
    command("checkWorkspace", () => checkWorkspace(sources)),
    command("newWorkspace", (folder?: vscode.Uri) => newWorkspace(context.extensionUri, folder)),
    command("showGraph", () => graph.show()),
    command("refreshSources", () => sources.refresh()),
    command("openClaim", openClaim),
    command("suggestWhileTyping", suggestWhileTyping),
    inEditor("goToEvidence", (editor) => goToEvidence(server, editor)),
    inEditor("nextUnbacked", (editor) => jump(editor, false)),
    inEditor("previousUnbacked", (editor) => jump(editor, true)),
  );
  await server.restart();
}

/** The server is awaited, so that no process is left behind. */
export async function deactivate(): Promise<void> {
  await running?.dispose();
}

let running: Server | undefined;

async function checkWorkspace(sources: SourcesView): Promise<void> {
  const reports = await sources.refresh();
  const sum = (of: (summary: (typeof reports)[number]["summary"]) => number): number =>
    reports.reduce((total, { summary }) => total + of(summary), 0);
  await vscode.commands.executeCommand("backtext.sources.focus");
  void vscode.window.showInformationMessage(
    `${sum(({ backed }) => backed ?? 0)} of ${sum(({ claims }) => claims)} claims in ${sum(({ notes }) => notes)} notes are backed by ${sum((summary) => summary.sources)} sources.`,
  );
}

/** VS Code turns suggestions off in Markdown; this turns them on for the workspace. */
async function suggestWhileTyping(): Promise<void> {
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const editor = vscode.workspace.getConfiguration("editor", { languageId: "markdown" });
  await editor.update("quickSuggestions", { other: "on", comments: "off", strings: "off" }, target, true);
  await editor.update("wordBasedSuggestions", "off", target, true);
}
