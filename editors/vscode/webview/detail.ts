/** The statements of one relationship, beside the graph. */
import type { GraphEdge, Statement } from "../src/protocol";
import { element } from "./dom";

interface Actions {
  readonly open: (statement: Statement) => void;
  readonly close: () => void;
}

const headings: readonly (readonly [string, (statement: Statement) => boolean])[] = [
  ["Cooperation", (statement) => asserted(statement) && statement.polarity === "cooperation"],
  ["Conflict", (statement) => asserted(statement) && statement.polarity === "conflict"],
  ["Both or neither", (statement) => asserted(statement) && !["cooperation", "conflict"].includes(statement.polarity)],
  ["Not asserted: hedged, denied or hearsay", (statement) => !asserted(statement)],
];

function asserted({ modality }: Statement): boolean {
  return modality === "asserted";
}

export function drawDetail(into: HTMLElement, edge: GraphEdge, nameOf: (id: string) => string, actions: Actions): void {
  const close = element("button", { type: "button", class: "close", title: "Close", "aria-label": "Close" }, "×");
  close.addEventListener("click", actions.close);
  into.replaceChildren(
    close,
    element("h2", {}, `${nameOf(edge.pair[0])} ↔ ${nameOf(edge.pair[1])}`),
    element("p", { class: "summary" }, summary(edge)),
  );
  if (edge.disputes.length > 0) {
    into.append(element("p", { class: "disputes" }, `Disputes: ${edge.disputes.join(", ")}`));
  }
  for (const [heading, belongs] of headings) {
    const statements = edge.statements.filter(belongs);
    if (statements.length > 0) {
      into.append(element("h3", {}, `${heading} (${statements.length})`), list(statements, nameOf, actions));
    }
  }
}

function summary({ stance, cooperation, conflict, first, last }: GraphEdge): string {
  const span = first ? ` · ${first === last || !last ? first : `${first}–${last}`}` : "";
  return `${stance} · ${cooperation} cooperation, ${conflict} conflict${span}`;
}

function list(statements: readonly Statement[], nameOf: (id: string) => string, actions: Actions): HTMLElement {
  const made = element("ul", {});
  for (const statement of statements) {
    const button = element("button", { type: "button", class: "statement", title: "Open the source" });
    const told = statement.attributed_to ? ` · according to ${nameOf(statement.attributed_to)}` : "";
    button.append(
      element("span", { class: "when" }, [period(statement), statement.mode].filter(Boolean).join(" · ") + told),
      element("q", {}, statement.quote.replace(/\s+/g, " ")),
      element("span", { class: "where" }, `${statement.source}, line ${statement.line}`),
    );
    button.addEventListener("click", () => actions.open(statement));
    const item = element("li", {});
    item.append(button);
    made.append(item);
  }
  return made;
}

function period({ start, end }: Statement): string {
  return start ? (end && end !== start ? `${start}–${end}` : start) : "";
}
