// Drives the workbench as a person would, with mouse and keyboard, and takes the pictures:
// `node drive.mjs VSIX SAMPLE SCRATCH PICTURES`.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import assert from "node:assert/strict";
import { settle, withWorkbench } from "./workbench.mjs";
import { fifteenActors } from "./fifteen.mjs";

const [vsix, sample, scratch, pictures] = process.argv.slice(2).map((argument) => path.resolve(argument));
await mkdir(pictures, { recursive: true });

const dark = "Default Dark Modern";
const light = "Default Light Modern";

/** A workspace of its own for each scene, so that no scene sees another's edits. */
async function workspace(name, theme, fill = (folder) => cp(sample, folder, { recursive: true })) {
  const folder = `${scratch}/${name}`;
  await mkdir(folder, { recursive: true });
  await fill(folder);
  await settle(folder, theme);
  return folder;
}

/** The middle of some words in the editor, as the person sees them; or of the first letters of those words. */
function place(page, words, letters = words.length) {
  return page.evaluate(([wanted, letters]) => {
    for (const line of document.querySelectorAll(".editor-instance .view-line, .monaco-editor .view-line")) {
      // Words of different colours stand in different nodes.
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const nodes = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        nodes.push(node);
      }
      const at = nodes.map(({ data }) => data).join("").replaceAll("\u00a0", " ").indexOf(wanted);
      if (at < 0) {
        continue;
      }
      const find = (offset) => {
        for (const node of nodes) {
          if (offset <= node.data.length) {
            return [node, offset];
          }
          offset -= node.data.length;
        }
        return [nodes.at(-1), nodes.at(-1).data.length];
      };
      const range = document.createRange();
      range.setStart(...find(at));
      range.setEnd(...find(at + letters));
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    return undefined;
  }, [words, letters]);
}

/** Waits for the first underlined words, in an editor as wide as it gets. */
async function opened(page, selector = ".squiggly-error") {
  await page.locator(selector).first().waitFor({ timeout: 60_000 });
  if (await page.locator(".part.auxiliarybar").isVisible()) {
    // The side bar that this edition of VS Code opens for its own ends.
    await page.keyboard.press("Control+Alt+b");
    await page.waitForTimeout(500);
  }
}

async function hover(page, until, words, expected, letters = words.length) {
  const text = () => page.locator(".monaco-hover:visible .hover-contents").allInnerTexts().then((all) => all.join("\n"));
  return until(`hover on ${words} with ${expected}`, async () => {
    const spot = await place(page, words, letters);
    await page.mouse.move(spot.x + 200, spot.y + 160);
    await page.mouse.move(spot.x, spot.y, { steps: 4 });
    await page.waitForTimeout(900);
    const shown = await text();
    return expected.test(shown) && shown;
  });
}

async function command(page, name) {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(`>${name}`);
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
}

const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png` });

/** Nothing of what is shown may stick out of its box. */
async function fits(frame, selector) {
  const wide = await frame.locator(selector).evaluate((box) => box.scrollWidth - box.clientWidth);
  assert(wide <= 1, `${selector} overflows by ${wide} px`);
}

const scenes = {
  async "squiggle, hover, quick fix, saved file"({ open, until }) {
    const folder = await workspace("fix", dark);
    const note = `${folder}/notes/water.md`;
    const before = await readFile(note, "utf8");
    const { page } = await open(folder, { file: note });
    await opened(page);
    const shown = await hover(page, until, "1947", /a source says otherwise/);
    assert.equal(shown.split("the source says 1974").length - 1, 1, `the reason is to be read once:\n${shown}`);
    await fits(page, ".monaco-hover:visible .monaco-scrollable-element >> nth=0");
    await picture(page, "flagged-claim");
    await page.keyboard.press("Escape");
    const fix = page.locator(".action-widget .monaco-list-row", { hasText: "1974" }).first();
    await until("the quick fix", async () => {
      const spot = await place(page, "1947");
      await page.mouse.click(spot.x, spot.y);
      await page.keyboard.press("Control+.");
      await fix.waitFor({ timeout: 5000 });
      return true;
    });
    await picture(page, "quick-fix");
    await fix.click();
    await until("the year of the source", () => place(page, "in 1974"));
    await page.keyboard.press("Control+s");
    await until("the saved note", async () => (await readFile(note, "utf8")) === before.replace("1947", "1974"));
    await page.close();
  },

  async "a flagged claim in the light theme"({ open, until }) {
    const folder = await workspace("paper", light);
    const { page } = await open(folder, { file: `${folder}/notes/water.md` });
    await opened(page);
    const shown = await hover(page, until, "1947", /a source says otherwise/);
    assert.equal(shown.split("luwezi-river.md(").length - 1, 1, `one link to the passage, the card has the rest:\n${shown}`);
    await picture(page, "flagged-claim-light");
    await page.close();
  },

  async "completion while typing fast, accepted"({ open, until }) {
    const folder = await workspace("type", dark);
    const note = `${folder}/notes/water.md`;
    const { page } = await open(folder, { file: note });
    await opened(page);
    const spot = await place(page, "This note covers");
    await page.mouse.click(spot.x, spot.y);
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nThe river is long [", { delay: 30 });
    await page.keyboard.type("@luwezi-ri", { delay: 30 });
    const row = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "luwezi-river" }).first();
    await row.waitFor({ timeout: 5000 });
    await page.waitForTimeout(300);
    await picture(page, "completion");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+s");
    await until("the citation in the file", async () => /long \[@luwezi-river\]\n?$/.test(await readFile(note, "utf8")));
    await page.close();
  },

  async "the card of two states, dark and light"({ open, until }) {
    for (const [name, theme] of [["card", dark], ["card-light", light]]) {
      const folder = await workspace(name, theme);
      const { page } = await open(folder, { file: `${folder}/notes/security.md` });
      await opened(page, ".squiggly-error, .squiggly-warning");
      await hover(page, until, "Zambia and Malawi both", /cooperation ■/, 6);
      await fits(page, ".monaco-hover:visible .monaco-scrollable-element >> nth=0");
      await picture(page, name);
      await page.close();
    }
  },

  async "the graph: an edge clicked, a statement opened, dark and light"({ open, until }) {
    for (const [name, theme] of [["graph", dark], ["graph-light", light]]) {
      const folder = await workspace(name, theme);
      const { page } = await open(folder, { file: `${folder}/notes/water.md` });
      const graph = await openGraph(page, until);
      const edge = graph.locator(".edge").first();
      await edge.focus();
      const box = await edge.locator(".touch").boundingBox();
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await graph.locator("#detail .statement").first().waitFor();
      await fits(graph, "#detail");
      await page.waitForTimeout(400);
      await picture(page, name);
      if (theme === dark) {
        await panAndZoom(page, graph);
        await graph.locator("#detail .statement").first().click();
        await page.locator(".tab", { hasText: /luwezi-river|zambia-malawi|border-briefing/ }).first().waitFor();
        await page.waitForTimeout(500);
        await picture(page, "graph-source");
      }
      await page.close();
    }
  },

  async "the graph of fifteen actors has no name on another"({ open, until }) {
    const folder = await workspace("fifteen", light, fifteenActors);
    const { page } = await open(folder, { file: `${folder}/notes/note.md` });
    const graph = await openGraph(page, until);
    await until("fifteen actors", async () => (await graph.locator(".node").count()) >= 15);
    await picture(page, "graph-fifteen");
    const overlaps = await graph.locator(".node rect").evaluateAll((all) => {
      const boxes = all.map((one) => one.getBoundingClientRect());
      return boxes.flatMap((a, i) =>
        boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
      ).length;
    });
    assert.equal(overlaps, 0, "names on top of each other");
    await page.close();
  },

  async "sources panel and status bar"({ open, until }) {
    const folder = await workspace("panel", dark);
    const { page } = await open(folder, { file: `${folder}/notes/water.md` });
    await opened(page);
    const status = page.locator(".statusbar-item", { hasText: /\d+\/\d+ backed/ });
    await status.waitFor();
    await status.click();
    const source = page.locator(".pane-body .monaco-list-row", { hasText: /Luwezi|luwezi-river/ }).filter({ hasText: /claims?/ }).first();
    await source.waitFor();
    await source.click();
    await until("its claims", async () => (await page.locator(".pane-body .monaco-list-row").count()) > 5);
    await page.waitForTimeout(500);
    await picture(page, "sources");
    await page.close();
  },

  async "two folders, each with its own sources"({ open, until }) {
    const river = await workspace("river", light);
    const mine = await workspace("mine", light, async (folder) => {
      await mkdir(`${folder}/sources`);
      await writeFile(`${folder}/sources/paper.md`, "# Paper\n\nThe mine at Ukwa employs 340 people.\n");
      await writeFile(`${folder}/note.md`, "The mine at Ukwa employs 430 people [@paper].\n");
    });
    const both = `${scratch}/both.code-workspace`;
    await writeFile(both, JSON.stringify({ folders: [{ path: river }, { path: mine }], settings: { "workbench.colorTheme": light } }));
    const { page } = await open(both, { file: `${mine}/note.md` });
    await opened(page);
    await hover(page, until, "430", /340/);
    await page.keyboard.press("Escape");
    await command(page, "Backtext: Check Workspace");
    const row = (text) => page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
    await row(/^river/).waitFor();
    await row(/^mine/).waitFor();
    await row("Paper").waitFor();
    await row("Claims without backing").waitFor();
    await page.waitForTimeout(500);
    await picture(page, "two-folders");
    await page.close();
  },

  async "the walkthrough of the first minute"({ open, until }) {
    const folder = await workspace("walk", dark);
    const { page } = await open(folder, { file: `${folder}/notes/water.md`, size: { width: 1800, height: 900 } });
    await opened(page);
    // Walkthroughs of extensions come into the list a while after the window is there.
    await until("the walkthrough in the list", async () => {
      await command(page, "Welcome: Open Walkthrough");
      await page.locator(".quick-input-widget input").fill("Backtext");
      const pick = page.locator(".quick-input-list .monaco-list-row", { hasText: "Backtext: the first minute" }).first();
      const there = await pick.waitFor({ timeout: 3000 }).then(() => true, () => false);
      await (there ? pick.click() : page.keyboard.press("Escape"));
      return there;
    });
    const step = page.locator(".step-list-container .getting-started-step, .getting-started-step");
    await until("five steps", async () => (await step.count()) >= 5);
    await page.waitForTimeout(1000);
    await picture(page, "walkthrough");
    await step.filter({ hasText: "Write with suggestions" }).first().click();
    await page.waitForTimeout(1000);
    await picture(page, "walkthrough-write");
    await page.close();
  },
};

async function openGraph(page, until) {
  await until("the server", async () => /backed/.test(await page.locator(".statusbar").innerText()), 60);
  if (await page.locator(".part.auxiliarybar").isVisible()) {
    await page.keyboard.press("Control+Alt+b");
  }
  await command(page, "Backtext: Show Relationship Graph");
  const graph = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  await graph.locator(".edge").first().waitFor({ timeout: 30_000 });
  return graph;
}

/** The wheel makes the scene larger, a drag moves it. */
async function panAndZoom(page, graph) {
  const scene = graph.locator("g.scene");
  const transform = () => scene.getAttribute("transform");
  const area = await graph.locator("#canvas").boundingBox();
  const first = await transform();
  await page.mouse.move(area.x + 40, area.y + area.height / 2);
  await page.mouse.wheel(0, -300);
  await page.waitForTimeout(200);
  const zoomed = await transform();
  assert.notEqual(zoomed, first, "the wheel does nothing");
  await page.mouse.down();
  await page.mouse.move(area.x + 120, area.y + area.height / 2 + 40, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await transform(), zoomed, "dragging does nothing");
}

let failed = 0;
const only = process.env.BACKTEXT_SCENE;
await withWorkbench(vsix, async (workbench) => {
  for (const [name, body] of Object.entries(scenes).filter(([name]) => !only || name.includes(only))) {
    const begun = Date.now();
    try {
      await body(workbench);
      console.log(`ok    ${name} (${Date.now() - begun} ms)`);
    } catch (error) {
      failed++;
      console.log(`FAIL  ${name}\n${error.stack}`);
      await workbench.pictureAll(`${pictures}/failed`);
    }
  }
});
console.log(`${Object.keys(scenes).length} scenes, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
