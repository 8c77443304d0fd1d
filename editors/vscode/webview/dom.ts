/** Making elements. Text is only ever set as text: what sources say must not become markup. */

type Attributes = Record<string, string | number>;

export function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes, text = ""): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, text);
}

export function svg<K extends keyof SVGElementTagNameMap>(name: K, attributes: Attributes, text = ""): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, text);
}

function fill<T extends Element>(made: T, attributes: Attributes, text: string): T {
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, String(value));
  }
  if (text !== "") {
    made.textContent = text;
  }
  return made;
}
