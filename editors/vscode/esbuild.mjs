// Two bundles: the extension for the editor's Node, and the graph for its web page.
import { build } from "esbuild";

const shared = { bundle: true, minify: true, sourcemap: false, target: "es2022", logLevel: "info", legalComments: "linked" };

await build({ ...shared, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", platform: "node", format: "cjs", external: ["vscode"] });
await build({ ...shared, entryPoints: ["webview/graph.ts"], outfile: "dist/graph.js", platform: "browser", format: "iife" });
