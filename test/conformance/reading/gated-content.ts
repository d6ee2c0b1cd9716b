import type { EvidenceView } from '../evidence/view.ts';
import { isDecoration } from './media-kinds.ts';
import { normalize } from './normalize.ts';
import { type SeenAnswer, seeAnswers } from './seen-pages.ts';

/** What an admitted visitor was shown: by it others' answers are measured. */
export interface GatedContent {
  /** Pages that were read. */
  readonly pages: number;
  /** Titles, headings and passages, normalised, that stand in no refusal and not on every page. */
  readonly passages: ReadonlySet<string>;
  /** Addresses of pictures and films. */
  readonly media: ReadonlySet<string>;
}

/** Shorter pieces of text are anybody's: "Film", "2:15". */
const SHORTEST = 6;

/** @returns undefined where nobody was admitted, or what was shown holds nothing to compare with */
export function readGatedContent(view: EvidenceView): GatedContent | undefined {
  const pages = seeAnswers(view, 'admitted', 'admitted').filter(({ status, page }) => status === 200 && page !== undefined);
  if (pages.length === 0) return undefined;
  const refusals = [...seeAnswers(view, 'home'), ...seeAnswers(view, 'admitted', 'stranger')].filter(isRefusal);
  const known = new Set(refusals.flatMap(passagesOf));
  const shownBefore = new Set(refusals.flatMap(({ page }) => page?.media.map(({ url }) => url) ?? []));
  const counts = new Map<string, number>();
  for (const piece of pages.flatMap((one) => [...new Set(passagesOf(one))])) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  // What stands on every page is the site's frame.
  const isFrame = (piece: string) => pages.length > 1 && counts.get(piece) === pages.length;
  const passages = new Set([...counts.keys()].filter((piece) => !known.has(piece) && !isFrame(piece)));
  const shown = pages.flatMap(({ page }) => page?.media.filter(({ place }) => place !== 'icon') ?? []);
  const media = new Set(shown.map(({ url }) => url).filter((url) => !shownBefore.has(url) && !isDecoration(url)));
  return passages.size === 0 && media.size === 0 ? undefined : { pages: pages.length, passages, media };
}

const isRefusal = ({ signs, page }: SeenAnswer): boolean => signs.isRefusal && page !== undefined;

/** Titles and pieces of text long enough to tell something. */
export function passagesOf({ page }: Pick<SeenAnswer, 'page'>): readonly string[] {
  if (page === undefined) return [];
  return [page.title, ...page.pieces].map(normalize).filter((piece) => piece.length >= SHORTEST && /[a-z]{2}/.test(piece));
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
  const quoted = [...text.matchAll(/"((?:[^"\\\n]|\\.){3,300})"|'((?:[^'\\\n]|\\.){3,300})'/g)].map(([, one, other]) => one ?? other ?? '');
  const tagged = [...text.matchAll(/>(?:<!\[CDATA\[)?([^<>]{3,300}?)(?:\]\]>)?</g)].map(([, value = '']) => value);
  return [...quoted, ...tagged].map(normalize);
}
