import type { EvidenceView } from '../evidence/view.ts';
import type { FoundMedia } from './html-media.ts';
import { isDecoration } from './media-kinds.ts';
import { normalize } from './normalize.ts';
import { type SeenAnswer, seeAnswers, seeDescription } from './seen-pages.ts';

/** What an admitted visitor was shown: by it others' answers are measured. */
export interface GatedContent {
  /** Pages that were read. */
  readonly pages: number;
  /** Titles, headings and passages, normalised, that do not belong to the site's frame. */
  readonly passages: ReadonlySet<string>;
  /** Addresses of pictures and films. */
  readonly media: ReadonlySet<string>;
}

/** Shorter pieces of text are anybody's: "Film", "2:15". */
const SHORTEST = 6;

/** @returns undefined where nobody was admitted, or what was shown holds nothing to compare with */
export function readGatedContent(view: EvidenceView): GatedContent | undefined {
  const pages = listGatedPages(view);
  if (pages.length === 0) return undefined;
  const texts = pages.map((page) => new Set(passagesOf(page).filter((piece) => !framed(page).has(piece))));
  const media = pages.map(({ page }) => new Set(page?.media.filter(isShown).map(({ url }) => url)));
  const passages = withoutFrame(texts);
  const addresses = withoutFrame(media);
  return passages.size === 0 && addresses.size === 0 ? undefined : { pages: pages.length, passages, media: addresses };
}

/** Pages that a stranger was refused, that the site itself says are gated, and the first. What is open to both tells nothing. */
export function listGatedPages(view: EvidenceView): readonly SeenAnswer[] {
  const open = new Set(
    seeAnswers(view, 'admitted', 'stranger')
      .filter(({ status }) => status === 200)
      .map(({ url }) => url),
  );
  const first = new URL('/', view.target).href;
  const named = new Set(seeDescription(view)?.canaries.map((path) => new URL(path, view.target).href));
  return seeAnswers(view, 'admitted', 'admitted').filter(
    ({ status, page, url }) =>
      status === 200 && page !== undefined && (!open.has(url) || url === first || named.has(url)),
  );
}

const isShown = ({ place, url }: FoundMedia): boolean => place !== 'icon' && !isDecoration(url);

const framed = ({ page }: SeenAnswer): ReadonlySet<string> => new Set(page?.framePieces.map(normalize));

/** Of fewer pages, a list of films and a film have too much in common. */
const ENOUGH_TO_COMPARE = 3;

/** What stands on every page is the site's frame too. */
function withoutFrame(lists: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const isFrame = (one: string) => lists.length >= ENOUGH_TO_COMPARE && lists.every((list) => list.has(one));
  return new Set(lists.flatMap((list) => [...list]).filter((one) => !isFrame(one)));
}

/** Titles and pieces of text long enough to tell something. */
function passagesOf({ page }: Pick<SeenAnswer, 'page'>): readonly string[] {
  if (page === undefined) return [];
  return [page.title, ...page.pieces]
    .map(normalize)
    .filter((piece) => piece.length >= SHORTEST && /[a-z]{2}/.test(piece));
}

/** What of the gated content stands in an answer. */
export interface Held {
  readonly passages: readonly string[];
  readonly media: readonly string[];
}

/** Pages are compared piece by piece, other texts by what stands in quotes or between tags. */
export function findGatedContent(answer: SeenAnswer, content: GatedContent): Held {
  const pieces = answer.page === undefined ? piecesOfText(answer.text) : passagesOf(answer);
  const described = answer.page?.metas.map(({ content: said }) => normalize(said)) ?? [];
  const scripted = answer.page?.scripts.flatMap(({ text }) => piecesOfText(text)) ?? [];
  const own = new Set([...pieces, ...described, ...scripted]);
  const path = (url: string) => new URL(url).pathname;
  const text = answer.page === undefined ? answer.text.replaceAll('\\/', '/') : '';
  const named = new Set(answer.page?.media.map(({ url }) => url) ?? []);
  return {
    passages: [...content.passages].filter((passage) => own.has(passage)),
    media: [...content.media].filter((url) => named.has(url) || (text !== '' && text.includes(path(url)))),
  };
}

/** Strings of JSON and scripts, values of XML. */
function piecesOfText(text: string): readonly string[] {
  const quoted = [...text.matchAll(/"((?:[^"\\\n]|\\.){3,300})"|'((?:[^'\\\n]|\\.){3,300})'/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const tagged = [...text.matchAll(/>(?:<!\[CDATA\[)?([^<>]{3,300}?)(?:\]\]>)?</g)].map(([, value = '']) => value);
  return [...quoted, ...tagged].map(normalize);
}
