/** The item in the status bar: how many claims are backed. */
import * as vscode from "vscode";
import type { Counts, Status } from "./protocol";

const words: readonly (readonly [keyof Counts, string])[] = [
  ["backed", "backed"],
  ["partly_backed", "partly backed"],
  ["unbacked", "unbacked"],
  ["contradicted", "contradicted"],
  ["overstated", "overstated"],
];

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("backtext.status", vscode.StatusBarAlignment.Left, 10);
  /** By root: an editor window may hold several workspaces. */
  private readonly latest = new Map<string, Status>();

  constructor() {
    this.item.name = "Backtext";
    this.update(undefined);
    this.item.show();
  }

  /** Takes in what the server said; nothing means that it stopped. */
  update(status: Status | undefined): void {
    if (status === undefined) {
      this.latest.clear();
      this.item.text = "$(circle-slash) Backtext";
      this.item.tooltip = "Backtext is not running. Click to start it.";
      this.item.command = "backtext.restart";
      return;
    }
    this.latest.set(status.root ?? "", status);
    const all = [...this.latest.values()];
    const sum = (of: (one: Status) => number | undefined): number => all.reduce((total, one) => total + (of(one) ?? 0), 0);
    const claims = words.reduce((total, [verdict]) => total + sum(({ verdicts }) => verdicts[verdict]), 0);
    const pending = sum((one) => one.pending);
    const reading = all.some(({ state }) => state === "indexing");
    this.item.text = `$(${reading ? "sync~spin" : "checklist"}) ${sum(({ verdicts }) => verdicts.backed)}/${claims} backed`;
    const lines = words.map(([verdict, word]) => [sum(({ verdicts }) => verdicts[verdict]), word] as const).filter(([count]) => count > 0);
    this.item.tooltip = new vscode.MarkdownString(
      [
        `**Backtext** · ${claims} claims, ${sum((one) => one.sources)} sources${pending > 0 ? `, ${pending} still to be read` : ""}`,
        "",
        ...lines.map(([count, word]) => `- ${count} ${word}`),
      ].join("\n"),
    );
    this.item.command = "backtext.sources.focus";
  }

  dispose(): void {
    this.item.dispose();
  }
}
