import type { EvidenceView, ProbeView } from '../evidence/view.ts';
import { headerOf } from '../evidence/view.ts';
import { readGateSigns } from './gate-signs.ts';
import type { GatedContent } from './gated-content.ts';
import { isDecoration, kindOfAddress, kindOfType } from './media-kinds.ts';
import { normalize } from './normalize.ts';
import { isSameSite, resolve } from './same-site.ts';
import { newlyShown, readShown, type ShownContent } from './shown-content.ts';

/** What an attempt brought into view, or out of the server, that was not there before it. */
export interface Reach {
  readonly films: readonly string[];
  readonly pictures: readonly string[];
  /** Pieces of text that can be made out now. */
  readonly passages: number;
  /** Of these, and of all that can be made out: what only an admitted visitor is shown. */
  readonly gated: number;
  /** Addresses of films and large pictures whose bytes came now and not before. */
  readonly fetched: readonly string[];
  /** The page asked for an age before, and does so no more. */
  readonly isGateGone: boolean;
  /** Enough to say that what is gated was reached. */
  readonly isContent: boolean;
  /** Of the page that shows it. */
  readonly evidence: readonly string[];
}

/** Where a probe put what it saw: a fact, and a page and exchanges. */
export interface Seen {
  readonly fact: string;
  readonly page: string;
}

/** A picture under so many bytes is a mark or a button. */
const LARGE = 10_240;
/** Text alone is a sign only where there is a good deal of it: imprints and legal notices stand below many gates. */
const MUCH_TEXT = { passages: 8, characters: 800 };

/**
 * What of the site can be made out `after` and could not `before`.
 * @param content where somebody was admitted; without it only films, several pictures or much text count
 * @returns undefined where either was not seen
 */
export function reachOf(
  view: EvidenceView,
  probe: ProbeView,
  before: Seen,
  after: Seen,
  content: GatedContent | undefined,
): Reach | undefined {
  const [plain, shown] = [before, after].map(({ fact }) => readShown(probe.fact(fact)));
  if (plain === undefined || shown === undefined) return undefined;
  const target = new URL(view.target);
  const [page] = probe.pages(after.page);
  const isElsewhere = !isOfSite(shown.url, target);
  const fresh = isElsewhere ? NOTHING_NEW : newlyShown(plain, shown);
  const isGateGone = !isElsewhere && asksAge(view, probe, before.page) && !asksAge(view, probe, after.page);
  const isOpened = isGateGone || (plain.overlays > 0 && shown.overlays === 0);
  // A stranger's pictures are an advertisement, or the age check's own.
  const counts = (url: string) => !isDecoration(url) && (isGateGone || isOfSite(url, target));
  const films = fresh.films.filter((url) => url.startsWith('blob:') || counts(url));
  const pictures = fresh.pictures.filter(counts);
  const fetched = isElsewhere ? [] : newlyFetched(probe, before.page, after.page).filter(counts);
  const gated = isElsewhere || content === undefined ? 0 : countGated(content, plain, shown, fetched);
  const isText =
    isOpened &&
    fresh.passages.length >= MUCH_TEXT.passages &&
    fresh.characters >= MUCH_TEXT.characters &&
    content === undefined;
  const isPictured = pictures.length >= 2 || (pictures.length === 1 && isGateGone);
  return {
    films,
    pictures,
    passages: fresh.passages.length,
    gated,
    fetched,
    isGateGone,
    isContent: gated > 0 || films.length > 0 || isPictured || fetched.some(isFilm) || fetched.length >= 2 || isText,
    evidence: page === undefined ? [] : [page.id],
  };
}

const NOTHING_NEW = { films: [], pictures: [], passages: [], characters: 0 };

/** Whether the page's words, as a person reads them, ask for an age. */
export function asksAge(view: EvidenceView, probe: ProbeView, label: string): boolean {
  const [page] = probe.pages(label);
  return (
    page !== undefined &&
    readGateSigns({ status: 200, headers: [], text: `${page.title}\n${view.text(page.text)}` }).asksAge
  );
}

function isOfSite(url: string, target: URL): boolean {
  const address = resolve(url.replace(/^blob:/, ''), target);
  return address !== undefined && isSameSite(address, target);
}

/** Two passages, since one may be chance, or one picture or film. */
function countGated(
  content: GatedContent,
  before: ShownContent,
  after: ShownContent,
  fetched: readonly string[],
): number {
  const known = new Set(before.passages.map(normalize));
  const passages = [...new Set(after.passages.map(normalize))].filter(
    (one) => content.passages.has(one) && !known.has(one),
  );
  const shownBefore = new Set(before.media.map(({ url }) => url));
  const media = [...new Set([...after.media.map(({ url }) => url), ...fetched])];
  const gatedMedia = media.filter((url) => content.media.has(url) && !shownBefore.has(url));
  return gatedMedia.length + (passages.length >= 2 ? passages.length : 0);
}

const isFilm = (url: string): boolean => ['video', 'playlist'].includes(kindOfAddress(url) ?? '');

/** Films, and pictures from 10 KiB, that were answered under one label and not under the other. */
function newlyFetched(probe: ProbeView, before: string, after: string): readonly string[] {
  const known = new Set(probe.exchanges(before).map(({ request }) => request.url));
  const answers = probe.exchanges(after).filter(({ request, response }) => {
    if (response === undefined || ![200, 206].includes(response.status) || known.has(request.url)) return false;
    const kind = kindOfType(response.body.type);
    const size = Number(headerOf(response.headers, 'content-length') ?? response.body.bytes);
    return kind === 'video' || kind === 'playlist' || (kind === 'image' && size >= LARGE);
  });
  return [...new Set(answers.map(({ request }) => request.url))];
}
