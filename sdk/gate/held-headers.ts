/**
 * Headers by which an application tells one kind of cache something else than `Cache-Control` tells all of them
 * (RFC 9213 and what came before it). Beside `no-store` they would still let a page be kept.
 */
const CACHE_ORDERS: readonly string[] = [
  'cdn-cache-control',
  'cloudflare-cdn-cache-control',
  'netlify-cdn-cache-control',
  'vercel-cdn-cache-control',
  'surrogate-control',
  'edge-control',
  'x-accel-expires',
  'expires',
];

/** What an answer's headers must be changed to, so that those of the gate hold. */
export interface HeldHeaders {
  /** Names to take away, in lower case. */
  readonly removed: readonly string[];
  /** Each in place of the application's own. */
  readonly replaced: readonly (readonly [name: string, value: string])[];
  /** Lines to add to those that are there. */
  readonly cookies: readonly string[];
}

/**
 * Compares the headers that `AgeGate.handle` gives with those that the application wants to send. Doing it twice
 * changes nothing more: `Vary` and `Set-Cookie` join the application's own, every other one replaces it.
 * @param own.vary all lines of it, joined by commas. @param own.cookies every `Set-Cookie` line.
 */
export function holdHeaders(
  held: Headers,
  own: { readonly vary: string | null; readonly cookies: readonly string[] },
): HeldHeaders {
  const replaced: [string, string][] = [];
  for (const [name, value] of held) {
    if (name === 'vary') replaced.push([name, joinVary(own.vary, value)]);
    else if (name !== 'set-cookie') replaced.push([name, value]);
  }
  return {
    removed: held.has('cache-control') ? CACHE_ORDERS.filter((name) => !held.has(name)) : [],
    replaced,
    cookies: held.getSetCookie().filter((line) => !own.cookies.includes(line)),
  };
}

function joinVary(own: string | null, held: string): string {
  const names = (own ?? '').split(',').map((name) => name.trim());
  const known = names.map((name) => name.toLowerCase());
  const missing = held.split(',').filter((name) => !known.includes(name.trim().toLowerCase()));
  return [...names, ...missing.map((name) => name.trim())].filter((name) => name !== '').join(', ');
}

/** `holdHeaders` on headers of the Fetch standard, in place. */
export function holdFetchHeaders(held: Headers, own: Headers): void {
  const { removed, replaced, cookies } = holdHeaders(held, { vary: own.get('vary'), cookies: own.getSetCookie() });
  for (const name of removed) own.delete(name);
  for (const [name, value] of replaced) own.set(name, value);
  for (const line of cookies) own.append('set-cookie', line);
}
