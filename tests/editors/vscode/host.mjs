// Runs `host.test.cjs` in the extension host: `node host.mjs VSIX EXTENSION WORKSPACE`.
import path from "node:path";
import { settle, withWorkbench } from "./workbench.mjs";

const [vsix, extension, folder] = process.argv.slice(2).map((argument) => path.resolve(argument));
await settle(folder, "Default Dark Modern");
let exit = 1;
await withWorkbench(vsix, async ({ open }) => {
  const { ended } = await open(folder, { extension, tests: path.resolve(import.meta.dirname, "host.test.cjs") });
  const late = new Promise((done) => setTimeout(() => done("no answer in four minutes"), 240_000));
  exit = await Promise.race([ended, late]);
});
if (exit !== 0) {
  console.log(`the extension host ended with ${exit}`);
}
process.exit(exit === 0 ? 0 : 1);
