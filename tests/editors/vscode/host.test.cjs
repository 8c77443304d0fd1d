// Runs inside VS Code's extension host, with the real `vscode` API, on a copy of `tests/sample`.
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const folder = vscode.workspace.workspaceFolders[0].uri;
const file = (name) => vscode.Uri.joinPath(folder, name);

async function eventually(what, probe, seconds = 10) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await probe();
    if (value) {
      return value;
    }
    assert(Date.now() < end, `never came: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const rule = ({ code }) => String(typeof code === "object" ? code.value : code);
const flags = (uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "backtext");
const flag = (uri, name) => flags(uri).find((diagnostic) => rule(diagnostic) === name);
const flagged = (uri, name) => eventually(name, () => flag(uri, name));
const text = (hovers) => hovers.flatMap(({ contents }) => contents.map((part) => part.value ?? part)).join("\n");

async function open(name) {
  const document = await vscode.workspace.openTextDocument(file(name));
  return vscode.window.showTextDocument(document);
}

/** The range of some words of a document. */
function find(document, words) {
  const at = document.getText().indexOf(words);
  assert(at >= 0, `not in the note: ${words}`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + words.length));
}

const tests = {
  async "the extension starts with a note"() {
    const { document } = await open("notes/water.md");
    const extension = vscode.extensions.getExtension("backtext.backtext");
    assert(extension, "not installed");
    // The first start of an editor on a small machine takes its time.
    await eventually("activation", () => extension.isActive, 60);
    await eventually("figure-mismatch", () => flag(document.uri, "figure-mismatch"), 30);
  },

  async "the wrong year is flagged, on the year alone"() {
    const { document } = await open("notes/water.md");
    const found = await flagged(document.uri, "figure-mismatch");
    assert.equal(document.getText(found.range), "1947");
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.match(found.message, /1974/);
  },

  async "hover says what the source says"() {
    const { document } = await open("notes/water.md");
    const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, find(document, "1947").start);
    assert.match(text(hovers), /1974/);
  },

  async "completion after [@ offers sources, and insertion gives a citation"() {
    const editor = await open("notes/water.md");
    const before = editor.document.getText();
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, "\n\nThe river is long [@luw"));
    const at = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(at, at);
    const list = await eventually("completion", async () => {
      const offered = await vscode.commands.executeCommand("vscode.executeCompletionItemProvider", editor.document.uri, at, "@");
      return offered.items.some(({ label }) => (label.label ?? label) === "luwezi-river") && offered;
    });
    assert(list.items.length < 500);
    await vscode.commands.executeCommand("editor.action.triggerSuggest");
    await eventually("the accepted citation", async () => {
      await vscode.commands.executeCommand("acceptSelectedSuggestion");
      return editor.document.getText().includes("long [@luwezi-river");
    });
    await vscode.commands.executeCommand("workbench.action.files.revert");
    assert.equal(editor.document.getText(), before);
  },

  async "the quick fix puts the year right, and the flag goes"() {
    const editor = await open("notes/water.md");
    const before = editor.document.getText();
    const found = await flagged(editor.document.uri, "figure-mismatch");
    const actions = await vscode.commands.executeCommand(
      "vscode.executeCodeActionProvider", editor.document.uri, found.range, vscode.CodeActionKind.QuickFix.value, 20);
    const fix = actions.find(({ title }) => title.includes("1974"));
    assert(fix, `no such fix among: ${actions.map(({ title }) => title).join("; ")}`);
    assert(fix.edit, "the edit is not resolved");
    assert(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(editor.document.getText(), before.replace("1947", "1974"));
    await eventually("no figure-mismatch", () => !flag(editor.document.uri, "figure-mismatch"));
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await flagged(editor.document.uri, "figure-mismatch");
  },

  async "Go to Evidence opens the passage"() {
    const editor = await open("notes/water.md");
    const { start } = find(editor.document, "1947");
    editor.selection = new vscode.Selection(start, start);
    await vscode.commands.executeCommand("backtext.goToEvidence");
    const source = await eventually("the source", () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.path.endsWith("/sources/luwezi-river.md") && active;
    });
    assert.match(source.document.getText(source.selection), /1974/);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  },

  async "Next Unbacked Claim comes to the year"() {
    const editor = await open("notes/water.md");
    await flagged(editor.document.uri, "figure-mismatch");
    const top = new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(top, top);
    const wanted = find(editor.document, "1947").start;
    for (let i = 0; i < 20 && !editor.selection.active.isEqual(wanted); i++) {
      await vscode.commands.executeCommand("backtext.nextUnbacked");
    }
    assert(editor.selection.active.isEqual(wanted), "the year was not visited");
  },

  async "rename changes an actor in notes and leaves sources alone"() {
    const { document } = await open("notes/security.md");
    const edit = await eventually("a rename", () =>
      vscode.commands.executeCommand("vscode.executeDocumentRenameProvider", document.uri, find(document, "EPRF has fought").start, "NPRF").then(
        (made) => made?.size > 0 && made,
      ),
    );
    for (const [uri] of edit.entries()) {
      assert(!uri.path.includes("/sources/"), uri.path);
    }
    assert(edit.entries().some(([uri]) => uri.path.endsWith("security.md")));
  },

  async "a source edited behind the editor's back changes the verdict"() {
    const { document } = await open("notes/water.md");
    await flagged(document.uri, "figure-mismatch");
    const source = file("sources/luwezi-river.md").fsPath;
    const before = fs.readFileSync(source, "utf8");
    try {
      fs.writeFileSync(source, before.replaceAll("1974", "1947"));
      await eventually("the year to be right", () => {
        const found = flag(document.uri, "figure-mismatch");
        return !found || document.getText(found.range) !== "1947";
      });
    } finally {
      fs.writeFileSync(source, before);
    }
    await flagged(document.uri, "figure-mismatch");
  },

  async "a rule switched off in the settings goes quiet, and comes back"() {
    const { document } = await open("notes/water.md");
    await flagged(document.uri, "figure-mismatch");
    const configuration = vscode.workspace.getConfiguration("backtext");
    await configuration.update("rules", { "figure-mismatch": "off" }, vscode.ConfigurationTarget.Workspace);
    await eventually("silence", () => !flag(document.uri, "figure-mismatch"));
    await configuration.update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    await flagged(document.uri, "figure-mismatch");
  },

  async "a configuration with mistakes is flagged in backtext.toml"() {
    const { document } = await open("backtext.toml");
    const before = document.getText();
    const editor = vscode.window.activeTextEditor;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "wurkspace = 1\n"));
    await flagged(document.uri, "invalid-config");
    await vscode.commands.executeCommand("workbench.action.files.revert");
    assert.equal(document.getText(), before);
  },

  async "a killed server comes back by itself"() {
    const { document } = await open("notes/water.md");
    await flagged(document.uri, "figure-mismatch");
    const children = () => execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)]).toString().split("\n");
    const pid = (line) => Number(line.trim().split(/\s+/)[0]);
    const server = () => children().find((line) => /backtext\S*\s+lsp/.test(line));
    const first = pid(await eventually("the server's process", async () => server()));
    process.kill(first, "SIGKILL");
    await eventually("a new process", async () => {
      const line = server();
      return line && pid(line) !== first;
    }, 30);
    const marker = find(document, "1947");
    await eventually("hover from the new server", async () =>
      /1974/.test(text(await vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, marker.start))));
  },

  async "Restart Server and Check Workspace run"() {
    await vscode.commands.executeCommand("backtext.restart");
    const { document } = await open("notes/water.md");
    await flagged(document.uri, "figure-mismatch");
    void vscode.commands.executeCommand("backtext.checkWorkspace");
  },

  async "New Workspace writes the sample"() {
    const target = path.join(folder.fsPath, "..", "fresh");
    fs.mkdirSync(target, { recursive: true });
    await vscode.commands.executeCommand("backtext.newWorkspace", vscode.Uri.file(target));
    assert(fs.existsSync(path.join(target, "backtext.toml")));
    assert(fs.readdirSync(path.join(target, "sources")).length > 0);
  },
};

const say = (line) => console.log(`| ${line}`);

exports.run = async () => {
  let failed = 0;
  for (const [name, body] of Object.entries(tests)) {
    const begun = Date.now();
    try {
      await body();
      say(`ok    ${name} (${Date.now() - begun} ms)`);
    } catch (error) {
      failed++;
      say(`FAIL  ${name}\n${error.stack}`);
      if (name === "the extension starts with a note") {
        break;
      }
    }
  }
  say(`${Object.keys(tests).length} tests, ${failed} failed (VS Code ${vscode.version})`);
  if (failed > 0) {
    throw new Error(`${failed} tests failed`);
  }
};
