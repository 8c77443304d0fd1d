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

  constructor() {
    this.item.name = "Backtext";
    this.update(undefined);
    this.item.show();
  }

  update(status: Status | undefined): void {
    if (status === undefined) {
      this.item.text = "$(circle-slash) Backtext";
      this.item.tooltip = "Backtext is not running. Click to start it.";
      this.item.command = "backtext.restart";
      return;
    }
    const counts = status.counts ?? {};
    const claims = words.reduce((sum, [verdict]) => sum + (counts[verdict] ?? 0), 0);
    const indexing = status.state === "indexing" || Boolean(status.indexing);
    this.item.text = `$(${indexing ? "sync~spin" : "checklist"}) ${counts.backed ?? 0}/${claims} backed`;
    const lines = words.filter(([verdict]) => counts[verdict]).map(([verdict, word]) => `- ${counts[verdict]} ${word}`);
    this.item.tooltip = new vscode.MarkdownString(
      [`**Backtext** · ${claims} claims${indexing ? " · reading sources" : ""}`, "", ...lines].join("\n"),
    );
    this.item.command = "backtext.sources.focus";
  }

  dispose(): void {
    this.item.dispose();
  }
}
