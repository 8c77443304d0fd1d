/** The settings that a person made, in the names of `backtext.toml`. */
import * as vscode from "vscode";

const keys = [
  "workspace.sources",
  "workspace.notes",
  "workspace.exclude",
  "language.likelihood",
  "rules",
  "editor.wholeWorkspace",
  "editor.inlayHints",
  "editor.codeLens",
  "editor.debounce",
] as const;

/**
 * Only what was set: a default sent along would win over the workspace's `backtext.toml`.
 */
export function settingsMade(scope?: vscode.ConfigurationScope): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration("backtext", scope);
  // VS Code shows a diagnostic above the server's hover, so the hover need not say the same again.
  const made: Record<string, unknown> = { editor: { reasonInHover: false } };
  for (const key of keys) {
    const seen = configuration.inspect(key);
    const set = seen?.globalValue ?? seen?.workspaceValue ?? seen?.workspaceFolderValue;
    if (set === undefined || set === null) {
      continue;
    }
    const path = key.split(".");
    const last = path.pop() as string;
    let target = made;
    for (const part of path) {
      target = (target[part] ??= {}) as Record<string, unknown>;
    }
    target[last] = key === "rules" ? rulesMade(seen) : configuration.get(key);
  }
  return made;
}

/** `get` would fill in the defaults of every rule. */
function rulesMade(seen: { globalValue?: unknown; workspaceValue?: unknown; workspaceFolderValue?: unknown } | undefined): object {
  return Object.assign({}, seen?.globalValue, seen?.workspaceValue, seen?.workspaceFolderValue);
}
