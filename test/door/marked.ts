/** In every gated answer of a test application, and in nothing else. */
export const MARKER = 'what-is-behind-the-door';
export const PAGE = `<!doctype html><title>Film 3</title><p>${MARKER}</p>`;
/** A film of letters: 230 bytes. */
export const FILM: Uint8Array<ArrayBuffer> = new TextEncoder().encode(MARKER.repeat(10));
/** What an application may say of its own to have pages kept. */
export const KEEP: Readonly<Record<string, string>> = {
  'Cache-Control': 'public, max-age=3600',
  'CDN-Cache-Control': 'max-age=3600',
  'Surrogate-Control': 'max-age=3600',
  'X-Accel-Expires': '3600',
  Expires: 'Sat, 01 Jan 2050 00:00:00 GMT',
  Vary: 'Accept',
};
