/** The page of the relationship graph: draws what the extension sends, and sends back which statement to open. */
import type { Graph, GraphEdge } from "../src/protocol";
import { drawDetail } from "./detail";
import { element, svg } from "./dom";
import { layout, type Point } from "./layout";
import { View } from "./view";

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const host = acquireVsCodeApi();
const canvas = document.getElementById("canvas") as HTMLElement;
const detail = document.getElementById("detail") as HTMLElement;

/** More actors than this are hidden at first: the most spoken of stay. */
const readable = 30;

let shown: Graph = { nodes: [], edges: [] };
let everything: Graph = shown;
let limit = readable;
let filter = "";
let selected: string | undefined;
let view: View | undefined;

const key = (edge: GraphEdge): string => edge.pair.join(" ");

window.addEventListener("message", (event: MessageEvent) => {
  const message = event.data as { type: "graph"; graph: Graph } | { type: "failed"; why: string };
  if (message.type === "failed") {
    say(`The graph could not be made: ${message.why}`);
  } else if (JSON.stringify(message.graph) !== JSON.stringify(everything)) {
    everything = message.graph;
    draw();
  } else if (everything.edges.length === 0) {
    draw();
  }
});

window.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    select(undefined);
  }
});

host.postMessage({ type: "ready" });

function say(text: string): void {
  canvas.replaceChildren(element("p", { class: "empty" }, text));
  select(undefined);
}

/** Actors that stand in a relationship, the most spoken of up to the limit, and the lines between them. */
function visible(): Graph {
  const related = new Set(everything.edges.flatMap(({ pair }) => pair));
  const nodes = everything.nodes
    .filter(({ id }) => related.has(id))
    .sort((a, b) => b.mentions - a.mentions || a.id.localeCompare(b.id))
    .slice(0, limit);
  const kept = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: everything.edges.filter(({ pair }) => pair.every((id) => kept.has(id))) };
}

function draw(): void {
  shown = visible();
  if (shown.edges.length === 0) {
    say("No relationships yet: the sources name no two actors that have to do with each other.");
    return;
  }
  const { root, scene, bounds } = picture();
  canvas.replaceChildren(root, toolbar(), legend());
  view = new View(root, scene, bounds);
  view.fit();
  select(selected);
  applyFilter();
}

const ruler = document.createElement("canvas").getContext("2d");

function textWidth(text: string, size: number): number {
  if (ruler === null) {
    return text.length * size * 0.6;
  }
  ruler.font = `600 ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

const shorten = (name: string): string => (name.length > 28 ? `${name.slice(0, 27)}…` : name);

function picture(): { root: SVGSVGElement; scene: SVGGElement; bounds: DOMRect } {
  const most = Math.max(1, ...shown.nodes.map(({ mentions }) => mentions));
  const sizes = shown.nodes.map(({ mentions }) => 13 + Math.round(5 * Math.sqrt(mentions / most)));
  const boxes = shown.nodes.map(({ name }, i) => ({
    width: textWidth(shorten(name), sizes[i] as number) + 22,
    height: (sizes[i] as number) + 16,
  }));
  const at = new Map(shown.nodes.map(({ id }, i) => [id, i]));
  const links = shown.edges.map(({ pair, statements }) => ({
    from: at.get(pair[0]) as number,
    to: at.get(pair[1]) as number,
    weight: statements.length,
  }));
  const points = layout(boxes, links);

  const scene = svg("g", { class: "scene" });
  shown.edges.forEach((edge, i) => {
    const { from, to } = links[i] as { from: number; to: number };
    scene.append(drawEdge(edge, points[from] as Point, points[to] as Point));
  });
  shown.nodes.forEach(({ id, name, kind, mentions }, i) => {
    const { x, y } = points[i] as Point;
    const { width, height } = boxes[i] as { width: number; height: number };
    const group = svg("g", { class: `node kind-${kind}`, "data-id": id, transform: `translate(${x} ${y})` });
    group.append(
      svg("rect", { x: -width / 2, y: -height / 2, width, height, rx: kind === "person" || kind === "role" ? height / 2 : 5 }),
      svg("text", { "text-anchor": "middle", "dominant-baseline": "central", "font-size": sizes[i] as number }, shorten(name)),
      svg("title", {}, `${name} · ${kind} · ${mentions} mentions`),
    );
    group.addEventListener("pointerenter", () => emphasise(id));
    group.addEventListener("pointerleave", () => emphasise(undefined));
    scene.append(group);
  });
  const xs = points.flatMap(({ x }, i) => [x - (boxes[i]?.width ?? 0) / 2, x + (boxes[i]?.width ?? 0) / 2]);
  const ys = points.flatMap(({ y }, i) => [y - (boxes[i]?.height ?? 0) / 2, y + (boxes[i]?.height ?? 0) / 2]);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  const bounds = new DOMRect(left, top, Math.max(...xs) - left, Math.max(...ys) - top);
  const root = svg("svg", { role: "group", "aria-label": `${shown.nodes.length} actors, ${shown.edges.length} relationships` });
  root.append(scene);
  return { root, scene, bounds };
}

function drawEdge(edge: GraphEdge, from: Point, to: Point): SVGGElement {
  const line = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  const title = `${nameOf(edge.pair[0])} ↔ ${nameOf(edge.pair[1])} · ${edge.stance} · ${edge.statements.length} statements`;
  const group = svg("g", {
    class: `edge stance-${edge.stance}`,
    "data-pair": key(edge),
    tabindex: 0,
    role: "button",
    "aria-label": title,
  });
  const width = 1.5 + Math.min(5, Math.sqrt(edge.statements.length));
  group.append(svg("line", { ...line, class: "touch" }), svg("line", { ...line, class: "line", "stroke-width": width }), svg("title", {}, title));
  group.addEventListener("click", () => select(key(edge)));
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      select(key(edge));
    }
  });
  return group;
}

function nameOf(id: string): string {
  return everything.nodes.find((node) => node.id === id)?.name ?? id;
}

function select(pair: string | undefined): void {
  selected = pair;
  const edge = everything.edges.find((candidate) => key(candidate) === pair);
  for (const group of canvas.querySelectorAll(".edge")) {
    group.classList.toggle("selected", group.getAttribute("data-pair") === pair);
  }
  detail.hidden = edge === undefined;
  if (edge !== undefined) {
    drawDetail(detail, edge, nameOf, {
      open: (statement) => host.postMessage({ type: "open", statement }),
      close: () => select(undefined),
    });
  }
}

/** Fades what does not touch this actor. */
function emphasise(id: string | undefined): void {
  const near = new Set(shown.edges.filter(({ pair }) => id !== undefined && pair.includes(id)).flatMap(({ pair }) => pair));
  for (const group of canvas.querySelectorAll(".edge")) {
    group.classList.toggle("faded", id !== undefined && !(group.getAttribute("data-pair") ?? "").split(" ").includes(id));
  }
  for (const group of canvas.querySelectorAll(".node")) {
    const own = group.getAttribute("data-id") ?? "";
    group.classList.toggle("faded", id !== undefined && own !== id && !near.has(own));
  }
}

function applyFilter(): void {
  const wanted = filter.trim().toLowerCase();
  for (const group of canvas.querySelectorAll(".node")) {
    const name = nameOf(group.getAttribute("data-id") ?? "").toLowerCase();
    group.classList.toggle("missed", wanted !== "" && !name.includes(wanted));
  }
}

function toolbar(): HTMLElement {
  const search = element("input", { type: "search", placeholder: "Find an actor", "aria-label": "Find an actor" });
  search.value = filter;
  search.addEventListener("input", () => {
    filter = search.value;
    applyFilter();
  });
  const button = (label: string, title: string, run: () => void): HTMLButtonElement => {
    const made = element("button", { type: "button", title, "aria-label": title }, label);
    made.addEventListener("click", run);
    return made;
  };
  const bar = element("div", { class: "toolbar" });
  bar.append(
    search,
    button("+", "Zoom in", () => view?.zoom(1.25)),
    button("−", "Zoom out", () => view?.zoom(0.8)),
    button("⤢", "Fit to window", () => view?.fit()),
  );
  const hidden = new Set(everything.edges.flatMap(({ pair }) => pair)).size - shown.nodes.length;
  if (hidden > 0) {
    bar.append(
      button(`${hidden} more actors`, "Show all actors", () => {
        limit = Number.MAX_SAFE_INTEGER;
        draw();
      }),
    );
  }
  return bar;
}

function legend(): HTMLElement {
  const box = element("div", { class: "legend" });
  for (const stance of ["cooperation", "mixed", "conflict"]) {
    const sample = svg("svg", { width: 28, height: 8, class: `stance-${stance}`, "aria-hidden": "true" });
    sample.append(svg("line", { x1: 0, y1: 4, x2: 28, y2: 4, class: "line", "stroke-width": 3 }));
    const entry = element("span", {});
    entry.append(sample, stance);
    box.append(entry);
  }
  return box;
}
