import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckName } from '../../../sdk/doctor/finding.ts';
import { examine, linesOf } from './examine.ts';
import { serveDirectory, serveSite, type Tamper, withHeaders } from './served-site.ts';

let issuer: Awaited<ReturnType<typeof serveDirectory>>;
let site: Awaited<ReturnType<typeof serveSite>>;
beforeAll(async () => {
  issuer = await serveDirectory();
  site = await serveSite(issuer.name);
});
afterEach(() => {
  site.tamper = (_, answer) => answer;
});
afterAll(async () => {
  await issuer.close();
  await site.close();
});

const isGo = (request: Request): boolean => new URL(request.url).pathname === '/_age/go';
const isGated = ({ url }: Request): boolean => /^\/(films|media)/.test(new URL(url).pathname);
const isPage = (request: Request): boolean => request.headers.get('accept')?.includes('text/html') ?? false;
const without =
  (name: string): Tamper =>
  (_, answer) =>
    withHeaders(answer, { [name]: undefined });

/** A cache in front that keys answers by what `keyOf` says. */
function cacheBy(keyOf: (request: Request) => string | undefined): Tamper {
  const kept = new Map<string, Response>();
  return (request, answer) => {
    const key = keyOf(request);
    if (key === undefined) return answer;
    const found = kept.get(key) ?? answer;
    kept.set(key, found);
    return found.clone() as Response;
  };
}

const BROKEN: readonly (readonly [string, CheckName, RegExp, Tamper])[] = [
  ['a header lost: Cache-Control', 'headers', /^Cache-Control is not/, without('cache-control')],
  ['a header lost: Vary', 'headers', /^Vary is not/, without('vary')],
  ['a header lost: CSP', 'headers', /^Content-Security-Policy is not/, without('content-security-policy')],
  ['a header lost: Referrer-Policy', 'headers', /^Referrer-Policy is not/, without('referrer-policy')],
  ['a header lost: nosniff', 'headers', /^X-Content-Type-Options is not/, without('x-content-type-options')],
  ['a header lost: WWW-Authenticate', 'headers', /WWW-Authenticate/, without('www-authenticate')],
  ['a header lost: DPoP-Nonce', 'headers', /DPoP-Nonce/, without('dpop-nonce')],
  [
    'an error page of its own for 403',
    'headers',
    /^403 comes without the gate page/,
    (_, answer) =>
      answer.status === 403 ? new Response('Forbidden', { status: 403, headers: answer.headers }) : answer,
  ],
  [
    'a login in front',
    'headers',
    /answers a person 302/,
    (request, answer) =>
      isGated(request) && isPage(request)
        ? new Response(null, { status: 302, headers: { ...Object.fromEntries(answer.headers), location: '/login' } })
        : answer,
  ],
  ['a cookie lost', 'cookies', /__Host-age-(pre|return) does not arrive/, without('set-cookie')],
  [
    'a cookie rewritten',
    'cookies',
    /__Host-age-pre lacks path=\/, secure: browsers/,
    (request, answer) =>
      isGo(request)
        ? withHeaders(answer, {
            'set-cookie': answer.headers.get('set-cookie')?.replace('Path=/; Secure', 'Path=/app'),
          })
        : answer,
  ],
  [
    'a cookie for other hosts too',
    'cookies',
    /__Host-age-pre has a Domain/,
    (request, answer) =>
      isGo(request)
        ? withHeaders(answer, { 'set-cookie': `${answer.headers.get('set-cookie')}; Domain=example.com` })
        : answer,
  ],
  [
    'a redirect rewritten',
    'cookies',
    /does not lead to a wallet/,
    (request, answer) => (isGo(request) ? withHeaders(answer, { location: 'https://wallet.example/present' }) : answer),
  ],
  [
    'a cache that keeps redirects',
    'caches',
    /Two visitors at \/_age\/go get one cookie/,
    cacheBy((request) => (isGo(request) ? request.url : undefined)),
  ],
  [
    'a cache that keys by the address alone',
    'caches',
    /A program gets what was made for a person/,
    // What it has never seen it fetches; only the address with a query is asked for twice here.
    cacheBy((request) =>
      isGated(request) && request.url.includes('?') && !request.url.includes('?x=') ? request.url : undefined,
    ),
  ],
  [
    'a cache that drops the query',
    'caches',
    /differ in their query get one answer/,
    cacheBy((request) =>
      isGated(request) && request.url.includes('?') ? `${new URL(request.url).pathname} ${isPage(request)}` : undefined,
    ),
  ],
  ['a cache that says so by Age', 'caches', /^Age says/, (_, answer) => withHeaders(answer, { age: '3' })],
  ['a cache that says so by X-Cache', 'caches', /^X-Cache says/, (_, a) => withHeaders(a, { 'x-cache': 'HIT' })],
  [
    'a cache that says so by CF-Cache-Status',
    'caches',
    /^CF-Cache-Status says/,
    (_, answer) => withHeaders(answer, { 'cf-cache-status': 'HIT' }),
  ],
  [
    'a film served as a file',
    'canaries',
    /^\/media\/film\.webm is open \(GET, /,
    ({ url }, answer) => (url.includes('/media/film') ? new Response('open') : answer),
  ],
  ...(
    [
      ['HEAD', 'HEAD', (request) => request.method === 'HEAD' && isGated(request)],
      ['ranges', 'a range', ({ headers }) => headers.has('range')],
      ['double slashes', '//', ({ url }) => /\/\/(films|media)/.test(url.slice(8))],
      ['escaped slashes', '/_age/..%2f', ({ url }) => url.includes('..%2f')],
      ['escaped letters', 'an escaped letter', ({ url }) => /%6[6d]/.test(url)],
      ['path parameters', 'a path parameter', ({ url }) => url.includes(';x=')],
      ['any cookie', 'a false cookie', ({ headers }) => headers.get('cookie')?.includes('__Host-age=') ?? false],
      ['X-Original-URL', 'a forwarding header', ({ headers }) => headers.has('x-original-url')],
    ] as readonly (readonly [string, string, (request: Request) => boolean])[]
  ).map(
    ([what, way, isFooled]) =>
      [
        `a server that is fooled by ${what}`,
        'canaries',
        new RegExp(`^/films/3 is open \\(${way.replaceAll(/[/.]/g, '\\$&')}\\)`),
        ((request, answer) => (isFooled(request) ? new Response('open') : answer)) as Tamper,
      ] as const,
  ),
];

describe('a site with one thing wrong', () => {
  it.each(BROKEN)('%s: %s', async (_, check, sentence, tamper) => {
    site.tamper = tamper;
    const { exit, all } = await examine([site.origin]);
    const faults = all.filter(({ verdict }) => verdict === 'fault');
    expect(faults.map((fault) => fault.check)).toEqual(faults.map(() => check));
    expect(faults[0]?.sentence).toMatch(sentence);
    for (const { fix } of faults) expect(fix).toMatch(/\.$/);
    expect(exit).toBe(1);
  });

  it('a server that resolves dots after it has asked the gate', async () => {
    site.opens = (path) => path.startsWith('/_age/%2e%2e/');
    const { all } = await examine([site.origin]);
    site.opens = () => false;
    expect(linesOf(all, 'fault')).toEqual([
      'canaries: /films/3 is open (/_age/%2e%2e/).',
      'canaries: /media/film.webm is open (/_age/%2e%2e/).',
    ]);
  });
});
