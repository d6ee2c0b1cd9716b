/** An element of a page, as it is written. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text in it, tags left out and spaces made one. */
  readonly text: string;
}

const VOID = ['meta', 'link', 'img', 'br'];
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*(\/?)>/giy;

/**
 * Every element of a page, in order. It reads only what is written without any licence: each tag lower-case or SVG's,
 * each attribute quoted, each element closed in its turn.
 * @throws Error for anything else, so that nothing in a page goes unseen.
 */
export function parseHtml(html: string): readonly Element[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof found)[number][] = [];
  const doctype = '<!doctype html>\n';
  if (!html.startsWith(doctype)) throw new Error('not a page');
  if (/&(?!(?:amp|lt|gt|quot);)/.test(html)) throw new Error('an & that is not written out');
  let at = doctype.length;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    const text = html.slice(at, next < 0 ? html.length : next);
    for (const element of open) element.text += text;
    if (next < 0) break;
    TAG.lastIndex = next;
    const match = TAG.exec(html);
    if (!match) throw new Error(`no tag: ${html.slice(next, next + 40)}`);
    const [tag, end, name = '', attributes = '', empty] = match;
    at = next + tag.length;
    if (end) {
      if (open.pop()?.name !== name) throw new Error(`closed out of turn: ${tag}`);
      continue;
    }
    const element = { name, attributes: readAttributes(attributes), text: '' };
    found.push(element);
    if (!empty && !VOID.includes(name)) open.push(element);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.map(({ name }) => name).join(' ')}`);
  return found.map((element) => ({
    ...element,
    text: readEntities(element.text)
      .replace(/[\s\u00a0]+/g, ' ')
      .trim(),
  }));
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)) {
    if (name in attributes) throw new Error(`doubled: ${name}`);
    attributes[name] = readEntities(value);
  }
  return attributes;
}

function readEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** The elements of one name. */
export function elementsOf(html: string, name: string): readonly Element[] {
  return parseHtml(html).filter((element) => element.name === name);
}
