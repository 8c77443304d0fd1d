/** The running server: start, stop, restart, and the questions that only Backtext answers. */
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
  type CloseHandlerResult,
  type LanguageClientOptions,
} from "vscode-languageclient/node";
import { explainMissing, findServer } from "./binary";
import type { Graph, Report, Status } from "./protocol";
import { settingsMade } from "./settings";

export class Server implements vscode.Disposable {
  /** Fires with what `backtext/status` said, and with nothing when the server stopped. */
  readonly onStatus: vscode.Event<Status | undefined>;

  private readonly status = new vscode.EventEmitter<Status | undefined>();
  private readonly log: vscode.LogOutputChannel;
  private client: LanguageClient | undefined;
  /** When the server died, as far as it matters. */
  private deaths: readonly number[] = [];
  /** Starts and stops one after the other, however fast they are asked for. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly extension: vscode.Uri) {
    this.onStatus = this.status.event;
    this.log = vscode.window.createOutputChannel("Backtext", { log: true });
  }

  get running(): boolean {
    return this.client?.state === State.Running;
  }

  get protocolClient(): LanguageClient | undefined {
    return this.running ? this.client : undefined;
  }

  showLog(): void {
    this.log.show(true);
  }

  restart(): Promise<void> {
    this.queue = this.queue.then(async () => {
      await this.stop();
      await this.start();
    });
    return this.queue;
  }

  /** Tells the server that settings changed; a changed program means a restart. */
  async settingsChanged(event: vscode.ConfigurationChangeEvent): Promise<void> {
    if (event.affectsConfiguration("backtext.server")) {
      await this.restart();
    } else if (event.affectsConfiguration("backtext")) {
      await this.protocolClient?.sendNotification("workspace/didChangeConfiguration", { settings: { backtext: settingsMade() } });
    }
  }

  async graph(): Promise<Graph | undefined> {
    return this.protocolClient?.sendRequest<Graph>("backtext/graph", {});
  }

  /** Every note's claims with their verdicts and evidence, of one workspace folder. */
  async report(folder: vscode.WorkspaceFolder): Promise<Report | undefined> {
    const answer = await this.protocolClient?.sendRequest<Report | null>("workspace/executeCommand", {
      command: "backtext.report",
      arguments: [folder.uri.toString()],
    });
    return answer ?? undefined;
  }

  async dispose(): Promise<void> {
    await this.queue.catch(() => undefined);
    await this.stop();
    this.status.dispose();
    this.log.dispose();
  }

  private async start(): Promise<void> {
    const command = findServer(this.extension);
    if (command === undefined) {
      this.log.error("no server found");
      void explainMissing();
      return;
    }
    const args = vscode.workspace.getConfiguration("backtext").get<string[]>("server.arguments", ["lsp"]);
    this.log.info(`starting ${command} ${args.join(" ")}`);
    const client = new LanguageClient("backtext", "Backtext", { command, args, transport: TransportKind.stdio }, this.options());
    this.client = client;
    client.onNotification("backtext/status", (status: Status) => this.status.fire(status));
    client.onDidChangeState(({ newState }) => {
      void vscode.commands.executeCommand("setContext", "backtext.running", newState === State.Running);
      if (newState === State.Stopped) {
        this.status.fire(undefined);
      }
    });
    try {
      await client.start();
    } catch (error) {
      this.log.error(`the server did not start: ${String(error)}`);
    }
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose(3000);
    } catch (error) {
      // A server that died cannot say goodbye.
      this.log.warn(`the server did not stop in order: ${String(error)}`);
    }
  }

  /** A server that died is started again, but not one that dies over and over. */
  private died(): CloseHandlerResult {
    const now = Date.now();
    this.deaths = [...this.deaths, now].filter((death) => now - death < 180_000);
    if (this.deaths.length < 5) {
      return { action: CloseAction.Restart };
    }
    this.deaths = [];
    void vscode.window.showErrorMessage("Backtext's server died five times in three minutes.", "Show Log", "Restart").then((choice) => {
      if (choice === "Show Log") {
        this.showLog();
      } else if (choice === "Restart") {
        void this.restart();
      }
    });
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private options(): LanguageClientOptions {
    return {
      errorHandler: {
        // What was being written when the server died fails, often several messages at once; the death itself is handled below.
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.died(),
      },
      documentSelector: [
        { scheme: "file", language: "markdown" },
        { scheme: "untitled", language: "markdown" },
        { scheme: "file", language: "plaintext" },
        { scheme: "untitled", language: "plaintext" },
        { scheme: "file", pattern: "**/backtext.toml" },
      ],
      outputChannel: this.log,
      initializationOptions: settingsMade(),
      diagnosticCollectionName: "backtext",
      middleware: {
        workspace: {
          // By itself the client would send every default, and those would win over `backtext.toml`; `settingsChanged` sends what was set.
          didChangeConfiguration: () => Promise.resolve(),
          configuration: (params) =>
            params.items.map((item) => {
              const made = settingsMade(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri));
              return item.section === "backtext" ? made : item.section === undefined ? { backtext: made } : null;
            }),
        },
      },
    };
  }
}
