import type { Attr, Element } from '@xmldom/xmldom';

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;
const COMMENT = 8;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

const IN_TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const IN_ATTRIBUTE: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '"': '&quot;' },
  ...{ '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' },
};

/** Prefixes that stand around an element in what was written, and what they mean; '' is the default namespace. */
type Rendered = ReadonlyMap<string, string>;

/**
 * An element and what is in it, by Exclusive XML Canonicalization 1.0 without comments and without a list of prefixes
 * (W3C xml-exc-c14n, over the rules of xml-c14n §2.3).
 * @param without an element that is left out, with what is in it. @throws TypeError on a prefix that nobody declared
 */
export function canonicalize(element: Element, without?: Element): string {
  const pieces: string[] = [];
  writeElement(element, new Map([['', '']]), without, pieces);
  return pieces.join('');
}

function writeElement(element: Element, around: Rendered, without: Element | undefined, pieces: string[]): void {
  const attributes = [...element.attributes].filter(({ namespaceURI }) => namespaceURI !== XMLNS);
  const rendered = new Map(around);
  pieces.push('<', element.nodeName);
  for (const [prefix, namespace] of namespacesUsed(element, attributes)) {
    if (rendered.get(prefix) === namespace) continue;
    rendered.set(prefix, namespace);
    pieces.push(prefix === '' ? ' xmlns' : ` xmlns:${prefix}`, '="', escaped(namespace, IN_ATTRIBUTE), '"');
  }
  for (const { nodeName, value } of attributes.sort(byNamespaceAndName)) {
    pieces.push(' ', nodeName, '="', escaped(value, IN_ATTRIBUTE), '"');
  }
  pieces.push('>');
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (node === without || node.nodeType === COMMENT) continue;
    if (node.nodeType === ELEMENT) writeElement(node as Element, rendered, without, pieces);
    else if (node.nodeType === TEXT || node.nodeType === CDATA) pieces.push(escaped(node.nodeValue ?? '', IN_TEXT));
    else throw new TypeError('a node that no list has');
  }
  pieces.push('</', element.nodeName, '>');
}

/** Namespaces that an element's own name and its attributes' names make use of (xml-exc-c14n §2), in order. */
function namespacesUsed(element: Element, attributes: readonly Attr[]): readonly (readonly [string, string])[] {
  const used = new Map<string, string>([[element.prefix ?? '', element.namespaceURI ?? '']]);
  for (const { prefix, namespaceURI } of attributes) if (prefix) used.set(prefix, namespaceURI ?? '');
  used.delete('xml');
  for (const [prefix, namespace] of used) {
    if (prefix !== '' && namespace === '') throw new TypeError('a prefix that nobody declared');
  }
  return [...used].sort(([a], [b]) => compare(a, b));
}

/** Attributes without a namespace come first (xml-c14n §2.3). */
function byNamespaceAndName(a: Attr, b: Attr): number {
  return compare(a.namespaceURI ?? '', b.namespaceURI ?? '') || compare(a.localName ?? '', b.localName ?? '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function escaped(text: string, table: Readonly<Record<string, string>>): string {
  return text.replace(/[&<>"\t\n\r]/g, (character) => table[character] ?? character);
}
