// Two bundles: the extension for the editor's Node, and the graph for its web page; and the licences of what is bundled from npm.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const shared = { bundle: true, minify: true, sourcemap: false, target: "es2022", logLevel: "info", legalComments: "none", metafile: true };

const results = await Promise.all([
  build({ ...shared, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", platform: "node", format: "cjs", external: ["vscode"] }),
  build({ ...shared, entryPoints: ["webview/graph.ts"], outfile: "dist/graph.js", platform: "browser", format: "iife" }),
]);

/** The folders of the packages that a bundle took files from. */
function packages({ metafile }) {
  return Object.keys(metafile.inputs).flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  if (!license || !file) {
    throw new Error(`${name} is bundled and does not say under which licence`);
  }
  return `${name} ${version} (${license})\n\n${(await readFile(`${folder}/${file}`, "utf8")).trim()}\n`;
}

const folders = [...new Set(results.flatMap(packages))].sort();
const notices = await Promise.all(folders.map(notice));
const head = "The extension contains code of these packages from npm. The licences of what the server contains are in NOTICE beside its source.\n";
await writeFile("dist/THIRD-PARTY-NOTICES.txt", [head, ...notices].join(`\n${"-".repeat(80)}\n\n`));
