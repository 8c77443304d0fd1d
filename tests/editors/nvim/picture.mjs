// Makes a picture of a terminal's screen (text with colours, as tmux captures it): `picture.mjs SCREEN.ansi OUT.png`.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { chromium } = createRequire(`${process.env.BACKTEXT_EDITORS_CACHE}/tools/`)("playwright-core");
const [from, to] = process.argv.slice(2);

const basic = ["#14161b", "#ffc0b9", "#b3f6c0", "#fce094", "#a6dbff", "#ffcaff", "#8cf8f7", "#eef1f8"];

function colour(index) {
  if (index < 16) {
    return basic[index % 8];
  }
  if (index > 231) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey},${grey},${grey})`;
  }
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`;
}

/** Applies the numbers of one escape sequence ("select graphic rendition", ECMA-48). */
function apply(style, numbers) {
  for (let i = 0; i < numbers.length; i++) {
    const n = numbers[i];
    if (n === 0) {
      for (const key of Object.keys(style)) {
        delete style[key];
      }
    } else if (n === 1) {
      style["font-weight"] = "bold";
    } else if (n === 3) {
      style["font-style"] = "italic";
    } else if (n === 4) {
      style["text-decoration"] = "underline";
    } else if (n === 7) {
      style.swapped = true;
    } else if (n === 24) {
      delete style["text-decoration"];
    } else if (n === 27) {
      delete style.swapped;
    } else if (n === 39) {
      delete style.color;
    } else if (n === 49) {
      delete style.background;
    } else if (n === 38 || n === 48) {
      const key = n === 38 ? "color" : "background";
      if (numbers[i + 1] === 5) {
        style[key] = colour(numbers[i + 2]);
        i += 2;
      } else {
        style[key] = `rgb(${numbers.slice(i + 2, i + 5).join(",")})`;
        i += 4;
      }
    } else if (n >= 30 && n <= 37) {
      style.color = basic[n - 30];
    } else if (n >= 90 && n <= 97) {
      style.color = basic[n - 90];
    } else if (n >= 40 && n <= 47) {
      style.background = basic[n - 40];
    }
  }
}

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function html(screen) {
  const style = {};
  const parts = screen.split(/\x1b\[([\d;:]*)m/);
  return parts
    .map((part, i) => {
      if (i % 2 === 1) {
        // "4:3" is a curly underline; the colour of an underline (58) is left out.
        const plain = part.replace(/58[:;]2[:;]{1,2}[\d:;]*$/, "").replace(/4:\d/, "4");
        apply(style, plain.split(/[;:]/).map(Number));
        return "";
      }
      const { swapped, ...rest } = style;
      const shown = swapped ? { ...rest, color: rest.background ?? "#14161b", background: rest.color ?? "#e0e2ea" } : rest;
      const css = Object.entries(shown).map(([key, value]) => `${key}:${value}`).join(";");
      return `<span style="${css}">${escape(part)}</span>`;
    })
    .join("");
}

const browser = await chromium.launch({ executablePath: process.env.BACKTEXT_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
await page.setContent(
  `<pre style="display:inline-block;margin:0;padding:8px;font:14px/1.25 'DejaVu Sans Mono',monospace;background:#14161b;color:#e0e2ea">${html(await readFile(from, "utf8"))}</pre>`,
);
await page.locator("pre").screenshot({ path: to });
await browser.close();
