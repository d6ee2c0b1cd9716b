import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isPlainPath, isPublicEntry, isPublicPath, plainPathOf } from '../../../sdk/gate/policy.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, NOON, ORIGIN } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});

/** A request whose URL is not put in order first, as some servers hand it on. */
function rawRequest(target: string, init: RequestInit = {}): Request {
  return Object.defineProperty(new Request(ORIGIN, init), 'url', { value: ORIGIN + target });
}

describe('what is public', () => {
  it.each(['/robots.txt', '/robots.txt?x=/films', '/public/', '/public/a/b.css', '/public/a..b'])(
    '%s',
    async (path) => {
      const site = await createTestSite(issuer);
      for (const request of [new Request(ORIGIN + path), rawRequest(path)]) {
        expect(await site.gate.handle(request)).toEqual({ headers: new Headers() });
      }
    },
  );
});

const GATED = [
  '/',
  '/films/3',
  '/robots.txt/',
  '/Robots.txt',
  '/robots.txt/../films/3',
  '/robots.txt%00',
  '/robots.txt;/../films/3',
  '/public',
  '/public/../films/3',
  '/public/..',
  '/public/.',
  '/public/./a',
  '/public/.../films/3',
  '/public/%2e%2e/films/3',
  '/public/%2E%2E/films/3',
  '/public/.%2e/films/3',
  '/public/..%2ffilms/3',
  '/public%2f..%2ffilms/3',
  '/public/%252e%252e/films/3',
  '/public/..;/films/3',
  '/public/..;a=b/films/3',
  '/public//films/3',
  '//public/a',
  '//evil.example/public/a',
  '/public\\..\\films\\3',
  '/public/\\..\\films/3',
  '/public/%5c..%5cfilms/3',
  '/public/a%2fb',
  '/public/\u00e9',
  '/public/%c0%ae%c0%ae/films/3',
  '/films/3?/public/a',
  '/films/3?x=../public/',
  '/films/3#/public/a',
  '/_age',
  '/_age%2fgate',
  '/_AGE/gate',
  '/public/../_age/gate',
];

describe('what is gated', () => {
  it.each(GATED)('%s', async (path) => {
    const site = await createTestSite(issuer);
    const judged = await site.gate.handle(rawRequest(path));
    expect('response' in judged && judged.response.status).toBe(401);
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'get', 'FOO'])(
    'by the method %s, with and without a range',
    async (method) => {
      const site = await createTestSite(issuer);
      const browser = site.browser();
      for (const headers of [{}, { range: 'bytes=0-1' }, { 'x-http-method-override': 'GET' }]) {
        const media = await browser.load('/media/film.webm', { method, headers });
        expect(media.status).toBe(401);
        const page = await browser.navigate('/films/3', { method, headers });
        expect(page.status).toBe(403);
        if (method === 'HEAD') expect(await page.text()).toBe('');
      }
      expect(site.runs.count).toBe(0);
    },
  );

  it.each([
    ['host', 'localhost'],
    ['host', 'other.example'],
    ['x-forwarded-host', 'other.example'],
    ['x-forwarded-proto', 'http'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-prefix', '/public/'],
    ['x-original-url', '/public/a'],
    ['x-rewrite-url', '/robots.txt'],
    ['forwarded', 'for=127.0.0.1;host=other.example;proto=http'],
    ['cf-ipcountry', 'US'],
    ['user-agent', 'Googlebot/2.1'],
    ['authorization', 'Basic dTpw'],
    ['purpose', 'prefetch'],
    ['cookie', '__Host-age=1; age_verified=true; over18=1'],
  ])('whatever %s says', async (name, value) => {
    const site = await createTestSite(issuer);
    const headers = new Headers({ accept: '*/*' });
    headers.set(name, value);
    const answer = await site.app.fetch(new Request(`${ORIGIN}/films/3`, { headers }));
    expect([answer.status, site.runs.count]).toEqual([401, 0]);
  });

  it('asks for the configured audience, whatever Host and X-Forwarded-* say', async () => {
    const site = await createTestSite(issuer);
    const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' };
    const answer = await site.app.fetch(new Request('http://evil.example/_age/go', { headers: forged }));
    const [address, fragment = ''] = (answer.headers.get('location') ?? '').split('#');
    expect(address).toBe('https://wallet.example/present');
    expect(JSON.parse(Buffer.from(fragment, 'base64url').toString()).redeem).toBe(`${ORIGIN}/_age/redeem`);
  });
});

describe('the allow-list, for any path', () => {
  const segment = fc.oneof(
    fc.constantFrom('public', 'films', '..', '.', '', '%2e%2e', '..%2f', '\\', ';', '%00', 'a.b', '~x', '…'),
    fc.string({ maxLength: 6 }),
  );
  const anyPath = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);

  it('a public path is one that URL, decoding and collapsing all leave as it is', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const plain = plainPathOf(ORIGIN + path);
        if (plain === undefined || !isPublicPath(plain, ['/public/', '/robots.txt'])) return;
        expect(new URL(ORIGIN + path).pathname).toBe(plain);
        expect(decodeURIComponent(plain)).toBe(plain);
        expect(plain).not.toMatch(/\/\/|\\|\/\.+(\/|$)|[;%]/);
        expect(plain === '/robots.txt' || plain.startsWith('/public/')).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no entry that would open more than it says', () => {
    for (const entry of [
      '/',
      '',
      'public/',
      '/public/../',
      '//',
      '/%70ublic/',
      '/_age/',
      '/_age/x',
      '/a//b',
      '/a?b',
      '*',
    ]) {
      expect(isPublicEntry(entry), entry).toBe(false);
    }
    for (const entry of ['/public/', '/robots.txt', '/.well-known/security.txt', '/a/b/c']) {
      expect(isPublicEntry(entry), entry).toBe(true);
    }
  });

  it('does not take long over a long path', () => {
    expect(isPlainPath(`/${'a.'.repeat(20_000)}!`)).toBe(false);
    expect(isPlainPath(`/${'a/'.repeat(20_000)}`)).toBe(true);
  });
});
