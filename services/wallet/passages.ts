import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { fileHeaders, type Headers } from './headers.ts';

/**
 * Two ways from `/app/` to `/present#done`, at the end of enrolment and top-up.
 *
 * Chromium keeps a page apart for navigations that come from another site, and goes by the page that *began* the
 * navigation, not by the redirects on its way: what `/app/` begins, even by way of another host, fills the wrong place,
 * and the first presentation would ask the wallet's host for the page. So these pages are sandboxed, which makes their
 * origin nobody's, and lead on by themselves: the browser then keeps `/present` where a site's redirect looks for it.
 *
 * `/warm` leaves alone what is kept. `/renew` lets the browser forget it first, which is the one way to another build
 * of a page that is kept for a year: no reload and no fetch reaches that place.
 */
const PASSAGES: readonly Omit<Passage, 'bytes'>[] = [
  { path: '/warm', headers: {} },
  { path: '/renew', headers: { 'clear-site-data': '"cache"' } },
];

/** A file of the wallet's host, with all headers of its answer. */
interface Passage {
  readonly path: string;
  readonly bytes: Bytes;
  readonly headers: Headers;
}

const TARGET = '/present#done';

/** A sandbox without `allow-scripts` would not follow the refresh; there is no script that it could allow. */
const POLICY = [
  "default-src 'none'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-scripts',
].join('; ');

const HEADERS: Headers = {
  ...fileHeaders('text/html; charset=utf-8', false),
  'content-security-policy': POLICY,
};

/** For browsers that follow no refresh. */
const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Bauta</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0;url=${TARGET}">
<link rel="icon" href="data:,">
</head>
<body><main><p><a href="${TARGET}">Continue</a></p><p lang="fr"><a href="${TARGET}">Continuer</a></p></main></body>
</html>
`;

/** `/warm` and `/renew`, as they are served. */
export function buildPassages(): readonly Passage[] {
  return PASSAGES.map(({ path, headers }) => ({
    path,
    bytes: writeUtf8(DOCUMENT),
    headers: { ...HEADERS, ...headers },
  }));
}
