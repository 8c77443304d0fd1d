// A real VS Code (the workbench and extension host that code-server brings) in a real Chromium, with the extension installed
// as a person would. Started and ended by `withWorkbench`; nothing of it outlives the call.
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const cache = process.env.BACKTEXT_EDITORS_CACHE;
const { chromium } = createRequire(`${cache}/tools/`)("playwright-core");
const code = `${cache}/code/lib/node_modules/code-server/lib/vscode/out/server-main.js`;

/** A port that nothing listens on. */
async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

async function until(what, probe, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await probe().catch(() => undefined);
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`never came: ${what}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

/**
 * Runs `body` with a server that has `vsix` installed, and `open(folder, options)` to get a page on it.
 * `options`: `{ file, tests, width, height }`. With `trust`, VS Code asks whether it may trust a folder.
 */
export async function withWorkbench(vsix, body, { trust = false } = {}) {
  const home = await mkdtemp(path.join(tmpdir(), "backtext-vscode-"));
  const port = await freePort();
  const folders = ["--server-data-dir", `${home}/server`, "--extensions-dir", `${home}/extensions`];
  // The extension host takes its PATH from a login shell, so the server is named as a person would name it: by the setting.
  await mkdir(`${home}/server/data/Machine`, { recursive: true });
  await writeFile(`${home}/server/data/Machine/settings.json`, JSON.stringify({ "backtext.server.path": process.env.BACKTEXT_BIN }));
  await promisify(execFile)(process.execPath, [code, ...folders, "--install-extension", vsix], { timeout: 60_000 });
  const server = spawn(
    process.execPath,
    [code, ...folders, "--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms",
      ...(trust ? [] : ["--disable-workspace-trust"]), "--enable-smoke-test-driver", "--reconnection-grace-time", "1", "--telemetry-level", "off"],
    { detached: true, stdio: "ignore" },
  );
  let browser;
  try {
    await until("VS Code's server", async () => (await fetch(`http://127.0.0.1:${port}/version`)).ok, 60);
    browser = await chromium.launchPersistentContext(`${home}/browser`, {
      executablePath: process.env.BACKTEXT_CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      viewport: { width: 1280, height: 800 },
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
    });
    const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
    await body({
      open: async (folder, { file, tests, extension, size } = {}) => {
        const page = await browser.newPage();
        if (size) {
          await page.setViewportSize(size);
        }
        const payload = [["skipWelcome", "true"]];
        if (file) {
          payload.push(["openFile", remote(file)]);
        }
        let ended;
        if (tests) {
          payload.push(["extensionDevelopmentPath", remote(extension)], ["extensionTestsPath", remote(tests)]);
          ended = new Promise((done) => {
            void page.exposeFunction("codeAutomationExit", (exit) => done(exit));
          });
          // The workbench logs there, too; lines of the tests begin with a bar.
          await page.exposeFunction("codeAutomationLog", (_kind, args) => {
            const line = args.map(String).join(" ");
            if (line.startsWith("| ")) {
              console.log(line.slice(2));
            }
          });
        }
        const kind = folder.endsWith(".code-workspace") ? "workspace" : "folder";
        const query = new URLSearchParams({ [kind]: folder, payload: JSON.stringify(payload) });
        await page.goto(`http://127.0.0.1:${port}/?${query}`);
        page.setDefaultTimeout(20_000);
        return { page, ended };
      },
      until,
      /** Where extensions are installed. */
      extensions: `${home}/extensions`,
      /** What every page shows: for the person who reads of a failure. The pages are closed. */
      pictureAll: async (file) => {
        for (const [i, page] of browser.pages().entries()) {
          await page.screenshot({ path: `${file}-${i}.png` }).catch(() => undefined);
          await page.close();
        }
      },
    });
  } finally {
    await browser?.close().catch(() => undefined);
    try {
      process.kill(-server.pid, "SIGTERM");
    } catch {
      // It ended by itself.
    }
    await new Promise((done) => setTimeout(done, 500));
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 });
  }
}

/** The theme of a workspace, and what would stand in the way of a picture. */
export async function settle(folder, theme) {
  await mkdir(`${folder}/.vscode`, { recursive: true });
  await writeFile(
    `${folder}/.vscode/settings.json`,
    JSON.stringify({
      "workbench.colorTheme": theme,
      "workbench.startupEditor": "none",
      "workbench.tips.enabled": false,
      "chat.disableAIFeatures": true,
      "editor.wordWrap": "on",
      "editor.minimap.enabled": false,
      "editor.fontSize": 14,
      // On in a browser, and then there is nothing to go back to.
      "files.autoSave": "off",
      "window.commandCenter": false,
      "workbench.secondarySideBar.defaultVisibility": "hidden",
      "extensions.ignoreRecommendations": true,
    }),
  );
}
