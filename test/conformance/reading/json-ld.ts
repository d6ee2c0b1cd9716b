import { kindOfAddress, type MediaKind } from './media-kinds.ts';

/** What structured data says of films (schema.org VideoObject, Movie and their like). */
export interface JsonLd {
  /** Names of what it calls a film. */
  readonly titles: readonly string[];
  readonly media: readonly { readonly address: string; readonly kind: MediaKind; readonly isOfFilm: boolean }[];
}

const FILM = /video|movie|clip|episode|series/i;
const MEMBERS: Readonly<Record<string, MediaKind>> = {
  contentUrl: 'video',
  thumbnailUrl: 'image',
  thumbnail: 'image',
  image: 'image',
};

/** Broken JSON says nothing. */
export function readJsonLd(source: string): JsonLd {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { titles: [], media: [] };
  }
  const objects = objectsIn(value, 0);
  const films = objects.filter((one) => FILM.test(String(one['@type'] ?? '')));
  return {
    titles: films.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
    media: objects.flatMap((one) =>
      Object.entries(MEMBERS).flatMap(([member, kind]) =>
        stringsIn(one[member]).map((address) => ({
          address,
          kind: kindOfAddress(address) ?? kind,
          isOfFilm: films.includes(one),
        })),
      ),
    ),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function objectsIn(value: unknown, depth: number): readonly JsonObject[] {
  if (depth > 12 || typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap((one) => objectsIn(one, depth + 1));
  return Array.isArray(value) ? below : [value as JsonObject, ...below];
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  const { url } = (value ?? {}) as { url?: unknown };
  return typeof url === 'string' ? [url] : [];
}
