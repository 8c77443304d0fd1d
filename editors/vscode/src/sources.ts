/** The sources panel: each source with the claims that rest on it, and the claims that rest on nothing; of several folders, each by itself. */
import * as vscode from "vscode";
import { rangeOf } from "./places";
import type { Report, ReportSentence, Verdict } from "./protocol";
import type { Server } from "./server";

interface Group {
  readonly kind: "group";
  readonly label: string;
  readonly icon: string;
  readonly uri?: vscode.Uri;
  readonly claims: readonly Claim[];
}

interface Claim {
  readonly kind: "claim";
  readonly folder: vscode.WorkspaceFolder;
  readonly sentence: ReportSentence;
}

interface Root {
  readonly kind: "root";
  readonly folder: vscode.WorkspaceFolder;
  readonly groups: readonly Group[];
}

type Node = Root | Group | Claim;

const icons: Record<Verdict, readonly [string, string]> = {
  backed: ["pass", "charts.green"],
  partly_backed: ["circle-large-outline", "charts.blue"],
  unbacked: ["question", "charts.yellow"],
  contradicted: ["error", "problemsErrorIcon.foreground"],
  overstated: ["warning", "problemsWarningIcon.foreground"],
  not_checked: ["circle-outline", "foreground"],
};

export class SourcesView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly onDidChangeTreeData: vscode.Event<void>;

  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Node>;
  private roots: readonly Root[] = [];
  private stale = true;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.onDidChangeTreeData = this.changed.event;
    this.view = vscode.window.createTreeView<Node>("backtext.sources", { treeDataProvider: this, showCollapseAll: true });
    this.view.onDidChangeVisibility(({ visible }) => {
      if (visible && this.stale) {
        void this.refresh();
      }
    });
  }

  /** Something changed in the workspace: read it again soon, or when the panel is looked at. */
  invalidate(): void {
    this.stale = true;
    clearTimeout(this.timer);
    if (this.view.visible) {
      this.timer = setTimeout(() => void this.refresh(), 400);
    }
  }

  async refresh(): Promise<readonly Report[]> {
    this.stale = false;
    const reports: Report[] = [];
    const roots: Root[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const report = await this.server.report(folder).catch(() => undefined);
      if (report !== undefined) {
        reports.push(report);
        roots.push({ kind: "root", folder, groups: groupsOf(folder, report) });
      }
    }
    this.roots = roots;
    const groups = roots.flatMap((root) => root.groups);
    const unbacked = groups.filter((group) => group.uri === undefined).reduce((sum, { claims }) => sum + claims.length, 0);
    this.view.badge = unbacked === 0 ? undefined : { value: unbacked, tooltip: `${unbacked} claims without full backing` };
    void vscode.commands.executeCommand("setContext", "backtext.noSources", groups.length === 0);
    this.changed.fire();
    return reports;
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) {
      // The folder's name says nothing where there is one folder only.
      return this.roots.length === 1 ? [...(this.roots[0]?.groups ?? [])] : [...this.roots];
    }
    return node.kind === "root" ? [...node.groups] : node.kind === "group" ? [...node.claims] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === "root" ? rootItem(node) : node.kind === "group" ? groupItem(node) : claimItem(node);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.view.dispose();
    this.changed.dispose();
  }
}

/** Sources in the order of their paths, after the claims that rest on none. */
function groupsOf(folder: vscode.WorkspaceFolder, report: Report): Group[] {
  const resting = new Map<string, Claim[]>((report.sources ?? []).map(({ path }) => [path, []]));
  const without: Claim[] = [];
  for (const sentence of report.sentences) {
    if (sentence.kind !== "claim" || sentence.verdict === "not_checked") {
      continue;
    }
    const claim: Claim = { kind: "claim", folder, sentence };
    const source = sentence.evidence[0]?.source;
    if (source !== undefined && (sentence.verdict === "backed" || sentence.verdict === "partly_backed")) {
      resting.set(source, [...(resting.get(source) ?? []), claim]);
    } else {
      without.push(claim);
    }
  }
  const titles = new Map(report.sources?.map(({ path, title }) => [path, title]));
  const sources = [...resting].sort(([a], [b]) => a.localeCompare(b));
  return [
    ...(without.length === 0 ? [] : [{ kind: "group" as const, label: "Claims without backing", icon: "warning", claims: without }]),
    ...sources.map(([path, claims]) => ({
      kind: "group" as const,
      label: titles.get(path) ?? path.slice(path.lastIndexOf("/") + 1),
      icon: "book",
      uri: vscode.Uri.joinPath(folder.uri, path),
      claims,
    })),
  ];
}

function rootItem({ folder, groups }: Root): vscode.TreeItem {
  const state = groups.length === 0 ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Expanded;
  const item = new vscode.TreeItem(folder.name, state);
  item.iconPath = vscode.ThemeIcon.Folder;
  item.tooltip = folder.uri.fsPath;
  return item;
}

function groupItem(group: Group): vscode.TreeItem {
  const state =
    group.claims.length === 0 ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(group.label, group.uri === undefined ? vscode.TreeItemCollapsibleState.Expanded : state);
  item.iconPath = new vscode.ThemeIcon(group.icon);
  item.description = group.claims.length === 1 ? "1 claim" : `${group.claims.length} claims`;
  if (group.uri !== undefined) {
    item.tooltip = vscode.workspace.asRelativePath(group.uri);
    if (group.claims.length === 0) {
      item.command = { command: "vscode.open", title: "Open", arguments: [group.uri] };
    }
  }
  return item;
}

function claimItem({ folder, sentence }: Claim): vscode.TreeItem {
  const item = new vscode.TreeItem(sentence.text.replace(/\s+/g, " "));
  const [icon, colour] = icons[sentence.verdict];
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
  item.description = `${sentence.path.slice(sentence.path.lastIndexOf("/") + 1)}:${sentence.range.start.line}`;
  const evidence = sentence.evidence[0];
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(`${sentence.verdict.replace("_", " ")}: ${sentence.text}`);
  if (evidence !== undefined) {
    tooltip.appendMarkdown("\n\n---\n\n").appendText(`“${evidence.quote}” (${evidence.source}, line ${evidence.line})`);
  }
  item.tooltip = tooltip;
  item.command = { command: "backtext.openClaim", title: "Open", arguments: [vscode.Uri.joinPath(folder.uri, sentence.path), sentence.range] };
  return item;
}

/** Opens the note at a claim of the panel. */
export async function openClaim(uri: vscode.Uri, range: ReportSentence["range"]): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { selection: rangeOf(document, range), preview: true });
}
