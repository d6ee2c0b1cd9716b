import { type Control, readControls } from './controls.ts';
import { type FoundMedia, readMedia } from './html-media.ts';
import {
  ancestorsOf,
  attributeOf,
  type Document,
  type Element,
  elementsOf,
  isHidden,
  parseTree,
  piecesOf,
  sourceOf,
  textOf,
} from './html-tree.ts';
import { resolve } from './same-site.ts';

export interface HtmlLink {
  readonly url: string;
  readonly text: string;
  readonly rel: readonly string[];
  /** The element that holds the address. */
  readonly tag: string;
}

export interface HtmlField {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

export interface HtmlForm {
  readonly action: string;
  /** Upper case. */
  readonly method: string;
  readonly fields: readonly HtmlField[];
}

export interface HtmlScript {
  readonly src?: string;
  /** Of its `type`; empty for an ordinary script. */
  readonly type: string;
  readonly text: string;
}

/** What a page says, read as a browser without scripts would. Addresses are absolute. */
export interface HtmlPage {
  readonly language: string;
  readonly title: string;
  /** `name`, `property` or `http-equiv`, in lower case. */
  readonly metas: readonly { readonly name: string; readonly content: string }[];
  readonly headings: readonly string[];
  readonly links: readonly HtmlLink[];
  readonly controls: readonly Control[];
  readonly media: readonly FoundMedia[];
  /** Other documents and programs that the page loads by itself: scripts, style sheets, frames. */
  readonly resources: readonly string[];
  readonly forms: readonly HtmlForm[];
  readonly scripts: readonly HtmlScript[];
  /** All text of the body, hidden elements included. */
  readonly text: string;
  /** The same in the pieces in which it stands. */
  readonly pieces: readonly string[];
  /** Those of the site's own frame: navigation, and headers and footers that belong to the whole page. */
  readonly framePieces: readonly string[];
  /** Without what the page itself hides. */
  readonly visibleText: string;
  readonly hasVideo: boolean;
}

const LINK_TAGS: ReadonlySet<string> = new Set(['a', 'area', 'link', 'iframe', 'embed']);
const HEADING = /^h[1-4]$/;

/** @param address of the page, against which its own are resolved */
export function readHtml(html: string, address: string): HtmlPage {
  const tree = parseTree(html);
  const elements = elementsOf(tree);
  const base = baseOf(elements, address);
  return {
    language: attributeOf(elements.find(({ tagName }) => tagName === 'html') ?? NONE, 'lang') ?? '',
    title: sourceOf(elements.find(({ tagName }) => tagName === 'title') ?? NONE).trim(),
    metas: readMetas(elements),
    headings: elements.filter(({ tagName }) => HEADING.test(tagName)).map((one) => textOf(one)),
    links: readLinks(elements, base),
    controls: readControls(elements, base),
    media: readMedia(elements, base),
    resources: readResources(elements, base),
    forms: elements.filter(({ tagName }) => tagName === 'form').map((form) => readForm(form, base)),
    scripts: elements.filter(({ tagName }) => tagName === 'script').map((script) => readScript(script, base)),
    text: bodyText(tree, true),
    pieces: piecesOf(bodyOf(tree) ?? NONE),
    framePieces: elements.filter(isFrame).flatMap(piecesOf),
    visibleText: bodyText(tree, false),
    hasVideo: elements.some(({ tagName }) => tagName === 'video'),
  };
}

/** Whether bytes that came as this type are a page. */
export function isHtmlType(type: string | undefined): boolean {
  return /^(text\/html|application\/xhtml\+xml)/i.test(type?.trim() ?? '');
}

const NONE = { attrs: [], childNodes: [], tagName: '' } as unknown as Element;

function baseOf(elements: readonly Element[], address: string): string {
  const base = elements.find(({ tagName }) => tagName === 'base');
  return resolve(attributeOf(base ?? NONE, 'href') ?? '', address)?.href ?? address;
}

const PARTS: ReadonlySet<string> = new Set(['main', 'article', 'section', 'li']);

function isFrame(element: Element): boolean {
  if (element.tagName === 'nav') return true;
  return /^(header|footer)$/.test(element.tagName) && !ancestorsOf(element).some(({ tagName }) => PARTS.has(tagName));
}

const bodyOf = (tree: Document) => elementsOf(tree).find(({ tagName }) => tagName === 'body');

function bodyText(tree: Document, all: boolean): string {
  const body = bodyOf(tree);
  return body === undefined || (!all && isHidden(body)) ? '' : textOf(body, all);
}

function readMetas(elements: readonly Element[]) {
  return elements
    .filter(({ tagName }) => tagName === 'meta')
    .map((meta) => ({
      name: (
        attributeOf(meta, 'name') ??
        attributeOf(meta, 'property') ??
        attributeOf(meta, 'http-equiv') ??
        ''
      ).toLowerCase(),
      content: attributeOf(meta, 'content') ?? '',
    }))
    .filter(({ name }) => name !== '');
}

function readLinks(elements: readonly Element[], base: string): readonly HtmlLink[] {
  return elements
    .filter(({ tagName }) => LINK_TAGS.has(tagName))
    .flatMap((element) => {
      const url = resolve(attributeOf(element, 'href') ?? attributeOf(element, 'src') ?? '#', base);
      const rel = (attributeOf(element, 'rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      const isOwn = (attributeOf(element, 'href') ?? attributeOf(element, 'src') ?? '#').startsWith('#');
      return url === undefined || isOwn ? [] : [{ url: url.href, text: textOf(element), rel, tag: element.tagName }];
    });
}

const LOADED = /^(stylesheet|preload|modulepreload|prefetch|icon|preconnect|dns-prefetch)$/;

function readResources(elements: readonly Element[], base: string): readonly string[] {
  const addresses = elements.flatMap((element) => {
    if (element.tagName === 'script' || element.tagName === 'iframe') return attributeOf(element, 'src') ?? [];
    const isLoaded = element.tagName === 'link' && LOADED.test(attributeOf(element, 'rel')?.toLowerCase() ?? '');
    return isLoaded ? (attributeOf(element, 'href') ?? []) : [];
  });
  return [...new Set(addresses.flatMap((address) => resolve(address, base)?.href ?? []))];
}

const FIELDS: ReadonlySet<string> = new Set(['input', 'select', 'textarea', 'button']);

function readForm(form: Element, base: string): HtmlForm {
  const fields = elementsOf(form)
    .filter(({ tagName }) => FIELDS.has(tagName))
    .map((field) => ({
      name: attributeOf(field, 'name') ?? '',
      type: (attributeOf(field, 'type') ?? (field.tagName === 'button' ? 'submit' : field.tagName)).toLowerCase(),
      value: attributeOf(field, 'value') ?? '',
    }));
  const action = resolve(attributeOf(form, 'action') ?? '', base)?.href ?? base;
  return { action, method: (attributeOf(form, 'method') ?? 'GET').toUpperCase(), fields };
}

function readScript(script: Element, base: string): HtmlScript {
  const src = resolve(attributeOf(script, 'src') ?? 'about:', base)?.href;
  const type = attributeOf(script, 'type')?.toLowerCase() ?? '';
  return { type, text: sourceOf(script), ...(src === undefined ? {} : { src }) };
}
