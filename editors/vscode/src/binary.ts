/** Which program is the server. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

const program = process.platform === "win32" ? "backtext.exe" : "backtext";

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The program that came with the extension for this platform, else the one that the setting names (the workspace's setting only
 * when the workspace is trusted), else the first on PATH, where `cargo install` puts it included, since editors started from a
 * menu often lack that folder. A setting that names no program is no reason to run another one.
 */
export function findServer(extension: vscode.Uri): string | undefined {
  const bundled = vscode.Uri.joinPath(extension, "server", program).fsPath;
  if (isProgram(bundled)) {
    return bundled;
  }
  const set = setPath();
  if (set !== "") {
    const expanded = set.replace(/^~(?=[/\\]|$)/, os.homedir());
    return isProgram(expanded) ? expanded : undefined;
  }
  const onPath = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const cargo = path.join(os.homedir(), ".cargo", "bin");
  return [...onPath, cargo].map((folder) => path.join(folder, program)).find(isProgram);
}

function setPath(): string {
  return vscode.workspace.getConfiguration("backtext").get<string>("server.path", "").trim();
}

/** Says what to do when there is none. */
export async function explainMissing(): Promise<void> {
  const set = setPath();
  const message =
    set === ""
      ? "Backtext's server was not found. Install it with “cargo install --path .” in a clone of Backtext, or say where it is in the setting backtext.server.path."
      : `Backtext's server was not found at “${set}” (setting backtext.server.path).`;
  const choice = await vscode.window.showErrorMessage(message, "Open Setting", "Try Again");
  if (choice === "Open Setting") {
    await vscode.commands.executeCommand("workbench.action.openSettings", "backtext.server.path");
  } else if (choice === "Try Again") {
    await vscode.commands.executeCommand("backtext.restart");
  }
}
