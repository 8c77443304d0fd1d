/** The relationship graph: one web page beside the notes, fed by the server, that can load nothing from elsewhere. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { openStatement } from "./places";
import type { Statement } from "./protocol";
import type { Server } from "./server";

type FromPage = { readonly type: "ready" } | { readonly type: "open"; readonly statement: Statement };

export class GraphPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    private readonly extension: vscode.Uri,
  ) {}

  show(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      return;
    }
    const local = [vscode.Uri.joinPath(this.extension, "dist"), vscode.Uri.joinPath(this.extension, "media")];
    const panel = vscode.window.createWebviewPanel("backtext.graph", "Relationships", vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: local,
      retainContextWhenHidden: true,
    });
    panel.iconPath = vscode.Uri.joinPath(this.extension, "images", "activity.svg");
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.type === "ready") {
        void this.send();
      } else if (message.type === "open") {
        void openStatement(message.statement);
      }
    });
    panel.webview.html = page(panel.webview, this.extension);
    this.panel = panel;
  }

  /** Something changed in the workspace: draw it again soon. */
  invalidate(): void {
    clearTimeout(this.timer);
    if (this.panel?.visible) {
      this.timer = setTimeout(() => void this.send(), 1000);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
  }

  private async send(): Promise<void> {
    try {
      const graph = await this.server.graph();
      await this.panel?.webview.postMessage({ type: "graph", graph: graph ?? { nodes: [], edges: [] } });
    } catch (error) {
      await this.panel?.webview.postMessage({ type: "failed", why: String(error) });
    }
  }
}

function page(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "graph.js"));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, "media", "graph.css"));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}';">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Relationships</title>
</head>
<body>
<main id="canvas" aria-label="Graph of actors"></main>
<aside id="detail" hidden></aside>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
