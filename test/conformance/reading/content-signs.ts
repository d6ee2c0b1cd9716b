import type { EvidenceView } from '../evidence/view.ts';
import { readFeed } from './feed.ts';
import { findGatedContent, type GatedContent } from './gated-content.ts';
import { readQuotedMedia } from './html-media.ts';
import { readJsonLd } from './json-ld.ts';
import { isDecoration, kindOfAddress } from './media-kinds.ts';
import type { SeenAnswer } from './seen-pages.ts';
import { readSitemap } from './sitemap.ts';

/** Why an answer is taken to hold what should be withheld, with how many there are of each. */
export interface ContentSigns {
  /** Passages that only an admitted visitor is shown. */
  readonly passages: number;
  /** Addresses of media that only an admitted visitor is shown. */
  readonly gatedMedia: number;
  /** Films: players, streams, files. */
  readonly films: number;
  /** Pictures of which the answer itself says that they are of a film. */
  readonly filmPictures: number;
  /** Names of films in structured data, feeds and film sitemaps. */
  readonly titles: number;
  /** Pictures that are no mark of the site. */
  readonly pictures: number;
}

/** So many pictures on one page are a catalogue and no decoration. */
export const PLENTY = 6;

export function readContentSigns(answer: SeenAnswer, content: GatedContent | undefined): ContentSigns {
  const held = content === undefined ? { passages: [], media: [] } : findGatedContent(answer, content);
  const { page, text } = answer;
  const media = page?.media.filter(({ place }) => place !== 'icon') ?? [];
  const listed = page === undefined ? readListed(text) : { media: [], titles: [] };
  const isFilm = (kind: string | undefined) => kind === 'video' || kind === 'playlist';
  const ld =
    page?.scripts.filter(({ type }) => /ld\+json/.test(type)).flatMap((one) => readJsonLd(one.text).titles) ?? [];
  const count = (list: readonly string[]) => new Set(list).size;
  return {
    passages: held.passages.length,
    gatedMedia: held.media.length,
    films: count([
      ...media.filter(({ kind }) => isFilm(kind)).map(({ url }) => url),
      ...listed.media.filter((url) => isFilm(kindOfAddress(url))),
    ]),
    filmPictures: count([
      ...media
        .filter(({ isOfFilm, kind, url }) => isOfFilm && kind === 'image' && !isDecoration(url))
        .map(({ url }) => url),
      ...listed.media.filter((url) => kindOfAddress(url) === 'image'),
    ]),
    titles: count([...ld, ...listed.titles]),
    pictures: count(
      media
        .filter(
          ({ kind, url, width = 999 }) =>
            kind === 'image' && !isDecoration(url) && width > 64 && !/\.svg(\?|$)/i.test(url),
        )
        .map(({ url }) => url),
    ),
  };
}

/** Of what is no page: feeds and film sitemaps by their own elements, all else by addresses of films in quotes. */
function readListed(text: string): { readonly media: readonly string[]; readonly titles: readonly string[] } {
  const feed = readFeed(text);
  const sitemap = readSitemap(text);
  const quoted = readQuotedMedia(text)
    .filter(({ kind }) => kind !== 'image')
    .map(({ address }) => address);
  const media = [...feed.media, ...sitemap.media];
  // A feed of news has titles too: only beside media are they titles of films.
  return { media: [...media, ...quoted], titles: [...sitemap.titles, ...(feed.media.length > 0 ? feed.titles : [])] };
}

/** Enough to say that content is given away; pictures alone count where there is plenty of them. */
export function holdsContent(signs: ContentSigns): boolean {
  return (
    signs.gatedMedia > 0 ||
    isTold(signs) ||
    signs.films > 0 ||
    signs.filmPictures > 0 ||
    signs.titles > 0 ||
    signs.pictures >= PLENTY
  );
}

/** One short passage may be chance. */
const isTold = ({ passages }: ContentSigns): boolean => passages >= 2;

/** The gate's own answer, or one like it: it withholds by its status or its words, and gives nothing away. */
export function isGate(answer: SeenAnswer, signs: ContentSigns): boolean {
  return (answer.signs.isRefusal || answer.signs.asksAge || answer.signs.speaksOurProtocol) && !holdsContent(signs);
}

/** Paths that the site itself says are open to everyone (`!` in age-gate.json); whether it may is for a person to judge. */
export function isDeclaredOpen(view: EvidenceView, url: string, gated: readonly string[]): boolean {
  const address = new URL(url);
  if (address.origin !== new URL(view.target).origin) return false;
  const open = gated.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  return open.some((pattern) =>
    pattern.endsWith('/*') ? address.pathname.startsWith(pattern.slice(0, -1)) : pattern === address.pathname,
  );
}
