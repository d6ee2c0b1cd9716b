import type { EvidenceView } from '../evidence/view.ts';
import { readFeed } from './feed.ts';
import { type MediaPlace, readQuotedMedia } from './html-media.ts';
import { isDecoration, kindOfAddress, type MediaKind } from './media-kinds.ts';
import { resolve } from './same-site.ts';
import { type SeenAnswer, seeAnswers, seeDescription } from './seen-pages.ts';
import { readSitemap } from './sitemap.ts';

/** An address of media, with all that is known of it before it is asked for. */
export interface MediaAddress {
  readonly url: string;
  readonly kind: MediaKind;
  /** Named by the site as gated (`canaries`), or shown to an admitted visitor and to no stranger. */
  readonly isGated: boolean;
  /** The site itself says that it is a picture of a film, or it is a film. */
  readonly isOfFilm: boolean;
  /** A stranger's page shows it. */
  readonly isOpenlyNamed: boolean;
  /** A mark of the site, by its name or its place. */
  readonly isDecoration: boolean;
  /** The pages that name it. */
  readonly namedBy: readonly string[];
}

interface Named {
  readonly url: string;
  readonly kind: MediaKind;
  readonly isOfFilm: boolean;
  readonly by: string;
  readonly place: MediaPlace | 'list' | 'canary';
}

/** Every address of media that anything seen so far names, the surest content first. */
export function listMediaAddresses(view: EvidenceView): readonly MediaAddress[] {
  const strangers = [...seeAnswers(view, 'home'), ...seeAnswers(view, 'well-known'), ...seeAnswers(view, 'crawl')];
  const refused = seeAnswers(view, 'admitted', 'stranger');
  const open = [...strangers, ...refused].flatMap(namedIn);
  const admitted = seeAnswers(view, 'admitted', 'admitted')
    .filter(({ status }) => status === 200)
    .flatMap(namedIn);
  const canaries = namedAsCanaries(view);
  const openly = new Set(open.map(({ url }) => url));
  const all = new Map<string, Named[]>();
  for (const one of [...canaries, ...admitted, ...open]) all.set(one.url, [...(all.get(one.url) ?? []), one]);
  const addresses = [...all.values()].map((named) => {
    const { url } = named[0] as Named;
    const isMark = isDecoration(url) || named.some(({ place }) => place === 'icon');
    const isCanary = named.some(({ place }) => place === 'canary');
    const isShownInside = admitted.some((one) => one.url === url) && !openly.has(url);
    return {
      url,
      kind: (named.find(({ kind }) => kind !== 'image') ?? (named[0] as Named)).kind,
      isGated: isCanary || (isShownInside && !isMark),
      isOfFilm: named.some(({ isOfFilm, kind }) => isOfFilm || kind === 'video' || kind === 'playlist'),
      isOpenlyNamed: openly.has(url),
      isDecoration: isMark && !isCanary,
      namedBy: [...new Set(named.map(({ by }) => by))],
    };
  });
  return addresses.toSorted((one, other) => rank(one) - rank(other));
}

const rank = ({ isGated, isOfFilm, isDecoration: isMark, kind }: MediaAddress): number =>
  (isMark ? 8 : 0) + (isGated ? 0 : 4) + (isOfFilm ? 0 : 2) + (kind === 'image' ? 1 : 0);

function namedAsCanaries(view: EvidenceView): readonly Named[] {
  return (seeDescription(view)?.canaries ?? []).flatMap((path) => {
    const url = resolve(path, view.target)?.href;
    const kind = kindOfAddress(path);
    return url === undefined || kind === undefined
      ? []
      : [{ url, kind, isOfFilm: false, by: '/.well-known/age-gate.json', place: 'canary' as const }];
  });
}

function namedIn({ url: by, page, text }: SeenAnswer): readonly Named[] {
  if (page !== undefined)
    return page.media.map(({ url, kind, isOfFilm, place }) => ({ url, kind, isOfFilm, place, by }));
  const feed = readFeed(text);
  const listed = [...readSitemap(text).media, ...feed.media].map((address) => ({ address, isOfFilm: true }));
  return [...listed, ...readQuotedMedia(text)].flatMap(({ address, isOfFilm }) => {
    const url = resolve(address, by)?.href;
    return url === undefined
      ? []
      : [{ url, kind: kindOfAddress(address) ?? 'image', isOfFilm, by, place: 'list' as const }];
  });
}
