import { attributeOf, type Element, sourceOf } from './html-tree.ts';
import { readJsonLd } from './json-ld.ts';
import { kindOfAddress, kindOfType, MEDIA_EXTENSIONS, type MediaKind } from './media-kinds.ts';
import { resolve } from './same-site.ts';

/** Where in a page an address of a picture or a film stands. */
export type MediaPlace =
  | 'img'
  | 'video'
  | 'audio'
  | 'poster'
  | 'meta'
  | 'json-ld'
  | 'script'
  | 'style'
  | 'attribute'
  | 'link'
  | 'icon';

export interface FoundMedia {
  readonly url: string;
  readonly place: MediaPlace;
  /** As far as the place and the address tell. */
  readonly kind: MediaKind;
  /** The page says that it is a picture of a film: its poster, its preview. */
  readonly isOfFilm: boolean;
  /** As written, in CSS pixels. */
  readonly width?: number;
}

interface Row {
  readonly tag: RegExp;
  readonly attribute: string;
  readonly place: MediaPlace;
  readonly kind: MediaKind;
  readonly isSet?: boolean;
}

const ROWS: readonly Row[] = [
  { tag: /^(img|image)$/, attribute: 'src', place: 'img', kind: 'image' },
  { tag: /^(img|source)$/, attribute: 'srcset', place: 'img', kind: 'image', isSet: true },
  { tag: /^img$/, attribute: 'data-src', place: 'img', kind: 'image' },
  { tag: /^(img|source)$/, attribute: 'data-srcset', place: 'img', kind: 'image', isSet: true },
  { tag: /^video$/, attribute: 'src', place: 'video', kind: 'video' },
  { tag: /^source$/, attribute: 'src', place: 'video', kind: 'video' },
  { tag: /^audio$/, attribute: 'src', place: 'audio', kind: 'audio' },
  { tag: /^video$/, attribute: 'poster', place: 'poster', kind: 'image' },
  { tag: /^video$/, attribute: 'data-poster', place: 'poster', kind: 'image' },
];

const KNOWN: ReadonlySet<string> = new Set([
  ...ROWS.map(({ attribute }) => attribute),
  'href',
  'content',
  'style',
  'alt',
  'title',
]);

/** Every address of media that stands in the page, once for each place. */
export function readMedia(elements: readonly Element[], base: string): readonly FoundMedia[] {
  const isFilmPage = elements.some(saysFilm);
  const found = elements.flatMap((element) => [
    ...ofAttributes(element),
    ...ofOtherAttributes(element),
    ...ofMeta(element, isFilmPage),
    ...ofLink(element),
    ...ofScript(element),
    ...ofStyle(element),
  ]);
  const media = found.flatMap(({ address, ...rest }) => {
    const url = resolve(address, base)?.href;
    return url === undefined ? [] : [{ ...rest, url }];
  });
  return [...new Map(media.map((one) => [`${one.place} ${one.url}`, one])).values()];
}

type Found = Omit<FoundMedia, 'url'> & { readonly address: string };

function ofAttributes(element: Element): readonly Found[] {
  return ROWS.filter(({ tag }) => tag.test(element.tagName)).flatMap((row) => {
    const value = attributeOf(element, row.attribute);
    if (value === undefined || value === '') return [];
    const width = Number(attributeOf(element, 'width'));
    const size = width > 0 ? { width } : {};
    const given = row.isSet ? value.split(/,\s+/).map((one) => one.trim().split(/\s/, 1)[0] ?? '') : [value];
    return given.map((address) => {
      const kind = kindOfAddress(address) ?? kindOfType(attributeOf(element, 'type')) ?? row.kind;
      return { address, place: row.place, kind, isOfFilm: row.place === 'poster', ...size };
    });
  });
}

/** `data-video`, `data-thumb`, `data-hls` and their like: whatever holds an address with the end of a picture or a film. */
function ofOtherAttributes(element: Element): readonly Found[] {
  return element.attrs
    .filter(({ name }) => !KNOWN.has(name))
    .flatMap(({ name, value }) => {
      const kind = /\s/.test(value.trim()) ? undefined : kindOfAddress(value);
      const isOfFilm = /poster|thumb|preview/i.test(name);
      return kind === undefined ? [] : [{ address: value, place: 'attribute' as const, kind, isOfFilm }];
    });
}

const META: Readonly<Record<string, MediaKind>> = {
  'og:image': 'image',
  'og:image:url': 'image',
  'og:image:secure_url': 'image',
  'twitter:image': 'image',
  'twitter:image:src': 'image',
  thumbnail: 'image',
  'og:video': 'video',
  'og:video:url': 'video',
  'og:video:secure_url': 'video',
  'twitter:player:stream': 'video',
};

const metaName = (element: Element) =>
  (attributeOf(element, 'property') ?? attributeOf(element, 'name') ?? '').toLowerCase();

/** An Open Graph page of a film: its image is then a picture of that film. */
function saysFilm(element: Element): boolean {
  if (element.tagName !== 'meta') return false;
  const name = metaName(element);
  return META[name] === 'video' || (name === 'og:type' && /^video/i.test(attributeOf(element, 'content') ?? ''));
}

function ofMeta(element: Element, isFilmPage: boolean): readonly Found[] {
  const kind = element.tagName === 'meta' ? META[metaName(element)] : undefined;
  const address = attributeOf(element, 'content');
  if (kind === undefined || !address) return [];
  // An embedded player is a page; its address says nothing of media.
  if (kind === 'video' && kindOfAddress(address) === undefined) return [];
  return [{ address, place: 'meta', kind, isOfFilm: isFilmPage || metaName(element) === 'thumbnail' }];
}

function ofLink(element: Element): readonly Found[] {
  const address = attributeOf(element, 'href');
  if (address === undefined || !/^(link|a)$/.test(element.tagName)) return [];
  if (element.tagName === 'a') {
    const kind = kindOfAddress(address);
    return kind === undefined ? [] : [{ address, place: 'link', kind, isOfFilm: false }];
  }
  const rel = attributeOf(element, 'rel')?.toLowerCase() ?? '';
  if (/icon/.test(rel)) return [{ address, place: 'icon', kind: 'image', isOfFilm: false }];
  const kind =
    KINDS_AS[attributeOf(element, 'as')?.toLowerCase() ?? ''] ??
    (/image_src|video_src|preload/.test(rel) ? kindOfAddress(address) : undefined);
  return kind === undefined ? [] : [{ address, place: 'link', kind, isOfFilm: /_src/.test(rel) }];
}

const KINDS_AS: Readonly<Record<string, MediaKind>> = { image: 'image', video: 'video', audio: 'audio' };

function ofScript(element: Element): readonly Found[] {
  if (element.tagName !== 'script') return [];
  const source = sourceOf(element);
  const isLd = /ld\+json/i.test(attributeOf(element, 'type') ?? '');
  if (isLd) return readJsonLd(source).media.map((one) => ({ ...one, place: 'json-ld' }));
  return readQuotedMedia(source).map((one) => ({ ...one, place: 'script' }));
}

const QUOTED = new RegExp(
  `["'\`]((?:https?:)?[^"'\`\\s<>{}]{0,400}\\.(?:${MEDIA_EXTENSIONS.join('|')})(?:\\?[^"'\`\\s<>]{0,200})?)["'\`]`,
  'gi',
);

/** Addresses in quotes, in scripts and in JSON. */
export function readQuotedMedia(source: string): readonly Omit<Found, 'place'>[] {
  return [...source.replaceAll('\\/', '/').matchAll(QUOTED)].flatMap(([, address = '']) => {
    const kind = kindOfAddress(address);
    return kind === undefined ? [] : [{ address, kind, isOfFilm: /thumb|poster|preview/i.test(address) }];
  });
}

function ofStyle(element: Element): readonly Found[] {
  const source = element.tagName === 'style' ? sourceOf(element) : (attributeOf(element, 'style') ?? '');
  return [...source.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/gi)].flatMap(([, address = '']) => {
    const kind = kindOfAddress(address);
    return kind === undefined ? [] : [{ address, place: 'style' as const, kind, isOfFilm: false }];
  });
}
