import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;
export type Document = DefaultTreeAdapterTypes.Document;

export const parseTree = (html: string): Document => parse(cutWhereTooDeep(html));

/** Elements that stay open; browsers stop at 512. A parser's time grows with the square of it. */
const MOST_OPEN = 2000;
/** Closed by what follows them, or never open. */
const CLOSES_ITSELF =
  /^(p|li|dt|dd|td|th|tr|tbody|thead|tfoot|option|optgroup|colgroup|area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|path|circle|rect|use|line|polygon|polyline|ellipse)$/i;

/** A page made to stop its reader is read up to there. */
function cutWhereTooDeep(html: string): string {
  let open = 0;
  for (const { 1: slash, 2: name = '', index } of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)/gi)) {
    if (CLOSES_ITSELF.test(name)) continue;
    open = Math.max(0, open + (slash === '/' ? -1 : 1));
    if (open > MOST_OPEN) return html.slice(0, index);
  }
  return html;
}

const isElement = (node: Node): node is Element => 'tagName' in node;

/** What stands in it, the contents of templates too: a script can bring them out. */
function childrenOf(node: Document | Element): readonly Node[] {
  if ('content' in node) return [...node.childNodes, ...(node as DefaultTreeAdapterTypes.Template).content.childNodes];
  return node.childNodes;
}

/** Every element, in the order of the document. A page can be nested deeper than a stack is. */
export function* walk(node: Document | Element): Generator<Element> {
  const waiting = childrenOf(node).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isElement(next)) continue;
    yield next;
    waiting.push(...childrenOf(next).toReversed());
  }
}

export const elementsOf = (node: Document | Element): readonly Element[] => [...walk(node)];

/** What an element stands in matters a few elements up, not a thousand. */
const MOST_ANCESTORS = 64;

/** From its parent upwards, 64 at most. */
export function ancestorsOf(element: Element): readonly Element[] {
  const around: Element[] = [];
  let parent = element.parentNode as Element | null;
  while (parent !== null && isElement(parent) && around.length < MOST_ANCESTORS) {
    around.push(parent);
    parent = parent.parentNode as Element | null;
  }
  return around;
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** What is never read as text. */
const SILENT: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'title',
  'head',
  'iframe',
]);

const HIDDEN = /display:none|visibility:hidden|opacity:0(;|$)|filter:[^;]*blur\(/;

/** Kept from the eye by the element itself: by what it says, not by a style sheet or a script. */
export function isHidden(element: Element): boolean {
  const style = attributeOf(element, 'style')?.replace(/\s/g, '').toLowerCase() ?? '';
  return attributeOf(element, 'hidden') !== undefined || HIDDEN.test(style);
}

const rawText = (node: Node): string => ('value' in node ? node.value : '');

/** As deep as browsers build a page. */
const DEEPEST = 512;

/** All text below, of hidden elements only where `all`. */
export function textOf(node: Document | Element, all = true): string {
  return readText(node, all, 0)
    .replace(/[^\S\u00a0\u202f]+/g, ' ')
    .trim();
}

/** The same, in the pieces in which it stands on the page: a heading, a paragraph, an entry of a list. */
export function piecesOf(node: Document | Element): readonly string[] {
  const pieces = readText(node, true, 0, PIECE).split(PIECE);
  return pieces.map((piece) => piece.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

/** Between two pieces: no character of any text. */
const PIECE = '\u0000';

function readText(node: Document | Element, all: boolean, depth: number, edge = ' '): string {
  const pieces = node.childNodes.map((child) => {
    if (!isElement(child)) return child.nodeName === '#text' ? rawText(child) : '';
    if (depth > DEEPEST || SILENT.has(child.tagName) || (!all && isHidden(child))) return '';
    const text = readText(child, all, depth + 1, edge);
    return BLOCK.has(child.tagName) ? `${edge}${text}${edge}` : text;
  });
  return pieces.join('');
}

/** Every character of a script or a style. */
export const sourceOf = (element: Element): string => element.childNodes.map(rawText).join('');

const BLOCK: ReadonlySet<string> = new Set(
  'address article aside blockquote br button dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html body label legend li main nav ol option p pre section select summary table tbody td th thead tr ul'.split(
    ' ',
  ),
);
