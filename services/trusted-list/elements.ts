import type { Element, Node } from '@xmldom/xmldom';

const ELEMENT = 1;
const WHITE_SPACE = /^[ \t\r\n]*$/;

/** The elements right inside of one, in their order. */
export function childrenOf(element: Element): readonly Element[] {
  const children: Element[] = [];
  for (let node = element.firstChild; node !== null; node = node.nextSibling) if (isElement(node)) children.push(node);
  return children;
}

/** Those of one name. */
export function namedIn(element: Element, namespace: string, name: string): readonly Element[] {
  return childrenOf(element).filter((child) => isNamed(child, namespace, name));
}

export function isNamed(element: Element, namespace: string, name: string): boolean {
  return element.namespaceURI === namespace && element.localName === name;
}

/** The one of this name along a path of names. @throws TypeError when there is none, or more than one */
export function onlyIn(element: Element, namespace: string, ...path: readonly string[]): Element {
  return path.reduce((parent, name) => {
    const [child, ...more] = namedIn(parent, namespace, name);
    if (child === undefined || more.length > 0) throw new TypeError(`not one ${name}`);
    return child;
  }, element);
}

/** The text of an element that holds nothing else, without white space around it. @throws TypeError otherwise */
export function textOf(element: Element): string {
  if (childrenOf(element).length > 0) throw new TypeError(`${element.localName} is no text`);
  return (element.textContent ?? '').trim();
}

/** True when an element holds elements and white space alone. */
export function hasNoText(element: Element): boolean {
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (!isElement(node) && !WHITE_SPACE.test(node.nodeValue ?? '')) return false;
  }
  return true;
}

/** Every element of a tree, the root first. */
export function* everyElement(element: Element): Generator<Element> {
  yield element;
  for (const child of childrenOf(element)) yield* everyElement(child);
}

function isElement(node: Node): node is Element {
  return node.nodeType === ELEMENT;
}
