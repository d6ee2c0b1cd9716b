type Content = Node | string;
type Attributes = Readonly<Record<string, string | number>>;

/** An element with its attributes and its content; text stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(name), attributes, content);
}

/** An element of SVG. */
export function drawn(name: string, attributes: Attributes = {}, ...content: readonly Content[]): SVGElement {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, content);
}

function filled<E extends Element>(made: E, attributes: Attributes, content: readonly Content[]): E {
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  made.append(...content);
  return made;
}
