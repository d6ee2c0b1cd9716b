/** Everything under this path is the gate's own. */
export const OWN_PREFIX = '/_age/';

/** Where a site says of itself what is gated and how: for regulators, auditors and the conformance suite. */
export const DESCRIPTION_PATH = '/.well-known/age-gate.json';

// Segments of letters, digits and a few signs, none empty and none of dots alone. Escapes, back and double slashes and
// path parameters are all left out: what two programs could read differently is not public.
const PLAIN_PATH = /^\/(?:(?!\.+(?:\/|$))[A-Za-z0-9._~@+=-]+(?:\/|$))*$/;

/** True for a path that every program reads alike. */
export function isPlainPath(path: string): boolean {
  return PLAIN_PATH.test(path);
}

/**
 * The path of a request's URL as it is written there, unless it could be read in more than one way.
 * It is taken from the text: `URL` would resolve `..` and `\` that the application behind may see unresolved.
 */
export function plainPathOf(url: string): string | undefined {
  const path = /^https?:\/\/[^/?#\\]+(\/[^?#]*)/i.exec(url)?.[1];
  return path !== undefined && isPlainPath(path) ? path : undefined;
}

/** True for a path that the application answers, if it is let: not one of the gate's own. */
export function isApplicationPath(path: string): boolean {
  return isPlainPath(path) && !path.startsWith(OWN_PREFIX) && path !== DESCRIPTION_PATH;
}

/** True for an entry of the allow-list: an exact path, or a prefix that ends in `/` and is not the whole site. */
export function isPublicEntry(entry: string): boolean {
  return isPlainPath(entry) && entry !== '/' && !entry.startsWith(OWN_PREFIX);
}

/** True when the allow-list names this path. @param path from `plainPathOf`. */
export function isPublicPath(path: string, entries: readonly string[]): boolean {
  return entries.some((entry) => (entry.endsWith('/') ? path.startsWith(entry) : path === entry));
}
