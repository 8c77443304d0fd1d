// Which program runs as the server: `node trust.mjs VSIX SAMPLE SCRATCH`. In a workspace that the person does not trust, none that
// the workspace names; once it is trusted, that one; and the one that came with the extension before any other.
import { chmod, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import assert from "node:assert/strict";
import { settle, withWorkbench } from "./workbench.mjs";

const [vsix, sample, scratch] = process.argv.slice(2).map((argument) => path.resolve(argument));
const folder = `${scratch}/stranger`;
await cp(sample, folder, { recursive: true });
await settle(folder, "Default Dark Modern");

/** A server that leaves a mark when it is started. */
async function marked(file, mark) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\ntouch "${mark}"\nexec "${process.env.BACKTEXT_BIN}" "$@"\n`);
  await chmod(file, 0o755);
}
const ran = (mark) => readFile(mark).then(() => true, () => false);

const own = `${folder}/tools/backtext`;
await marked(own, `${scratch}/own-ran`);
const settings = JSON.parse(await readFile(`${folder}/.vscode/settings.json`, "utf8"));
await writeFile(`${folder}/.vscode/settings.json`, JSON.stringify({ ...settings, "backtext.server.path": own }));

async function command(page, name) {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(`>${name}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name.split(": ").at(-1) }).first().waitFor();
  await page.keyboard.press("Enter");
}

await withWorkbench(
  vsix,
  async ({ open, until, extensions, pictureAll }) => {
    try {
      const { page } = await open(folder, { file: `${folder}/notes/water.md` });
      await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ timeout: 60_000 });
      await page.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
      assert(!(await ran(`${scratch}/own-ran`)), "a program named by an untrusted workspace was run");
      console.log("ok    an untrusted workspace: notes are checked, and the program that it names is not run");

      await command(page, "Workspaces: Manage Workspace Trust");
      await page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust/ }).first().click();
      await until("the workspace's own server", () => ran(`${scratch}/own-ran`));
      console.log("ok    once it is trusted, that program is run");

      const installed = (await readdir(extensions)).find((name) => name.startsWith("backtext.backtext"));
      await marked(`${extensions}/${installed}/server/backtext`, `${scratch}/bundled-ran`);
      await command(page, "Backtext: Restart Server");
      await until("the server inside the extension", () => ran(`${scratch}/bundled-ran`));
      console.log("ok    the program that came with the extension goes before the setting");
    } catch (error) {
      await pictureAll(`${scratch}/failed-trust`);
      throw error;
    }
  },
  { trust: true },
);
process.exit(0);
