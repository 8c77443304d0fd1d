/** Starting a workspace from the sample. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { explainMissing, findServer } from "./binary";

/** Writes the sample into a folder (asked for when not given) and opens it. */
export async function newWorkspace(extension: vscode.Uri, given?: vscode.Uri): Promise<void> {
  const server = findServer(extension);
  if (server === undefined) {
    await explainMissing();
    return;
  }
  const folder = given ?? (await askForFolder());
  if (folder === undefined) {
    return;
  }
  try {
    await promisify(execFile)(server, ["init", "--sample", folder.fsPath], { timeout: 20_000 });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    void vscode.window.showErrorMessage(`Backtext could not write the sample: ${said || String(error)}`);
    return;
  }
  if (given === undefined) {
    await vscode.commands.executeCommand("vscode.openFolder", folder);
  }
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: "Put the Sample Here",
    title: "An empty folder for the sample workspace",
  });
  return chosen?.[0];
}
