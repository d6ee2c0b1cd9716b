import type { Json } from '../evidence/observation.ts';

/** A picture or a film as a person sees it: not blurred, not covered, not hidden. */
export interface ShownMedium {
  readonly url: string;
  readonly kind: 'picture' | 'film';
}

/** What a person can make out on a page: the shape of the facts `reached-…`. */
export interface ShownContent {
  /** Of the page, without what follows `#`. */
  readonly url: string;
  readonly media: readonly ShownMedium[];
  /** Pieces of text, at most 200 characters of each. */
  readonly passages: readonly string[];
  /** Things that lie over most of the window. */
  readonly overlays: number;
  /** Pictures, films and pieces of text that are there and cannot be made out. */
  readonly obscured: number;
}

/** Undefined for a value of another shape. */
export function readShown(value: Json | undefined): ShownContent | undefined {
  const isShown = typeof value === 'object' && value !== null && 'media' in value && 'passages' in value;
  return isShown ? (value as unknown as ShownContent) : undefined;
}

/** What can be made out after, and could not before. */
export interface NewlyShown {
  readonly films: readonly string[];
  readonly pictures: readonly string[];
  readonly passages: readonly string[];
  /** Characters of these passages. */
  readonly characters: number;
}

export function newlyShown(before: ShownContent, after: ShownContent): NewlyShown {
  const knownMedia = new Set(before.media.map(({ url }) => url));
  const knownText = before.passages.map(flat);
  const fresh = after.media.filter(({ url }) => !knownMedia.has(url));
  const of = (kind: ShownMedium['kind']) => [
    ...new Set(fresh.filter((one) => one.kind === kind).map(({ url }) => url)),
  ];
  const passages = [...new Set(after.passages)].filter((one) => !knownText.some((known) => known.includes(flat(one))));
  const characters = passages.reduce((sum, one) => sum + one.length, 0);
  return { films: of('film'), pictures: of('picture'), passages, characters };
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
