import { AgeError } from '@bauta/sdk/protocol';
import { memorySessions } from '@bauta/sdk/stores/memory';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, enter, NOON, type TestSite } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});

const cookiesOf = (answer: Response): readonly string[] => answer.headers.getSetCookie();

describe('GET /_age/gate for a server in front', () => {
  it('is 200 where no server says what it was asked for', async () => {
    const answer = await (await createTestSite(issuer)).browser().navigate('/_age/gate');
    expect([answer.status, cookiesOf(answer)]).toEqual([200, []]);
  });

  it.each(['x-original-uri', 'x-forwarded-uri'])('is the answer to the path that %s names', async (name) => {
    const browser = (await createTestSite(issuer)).browser();
    const page = await browser.navigate('/_age/gate', { headers: { [name]: '/films/3?a=1' } });
    expect(page.status).toBe(403);
    expect(cookiesOf(page)[0]).toMatch(/^__Host-age-return=\/films\/3\?a=1; .*Max-Age=600$/);
    const program = await browser.load('/_age/gate', { headers: { [name]: '/api/films' } });
    expect(program.status).toBe(401);
    expect(program.headers.get('www-authenticate')).toMatch(/^PrivateToken /);
    expect(program.headers.get('dpop-nonce')).toHaveLength(95);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/_age/go',
    '/a b',
    '/a;b',
    '/%0d',
    'films',
    '',
    `/${'a'.repeat(1024)}`,
  ])('leads to a path of this site at worst, for %j', async (asked) => {
    const browser = (await createTestSite(issuer)).browser();
    const answer = await browser.navigate('/_age/gate', { headers: { 'x-original-uri': asked } });
    expect(answer.status).toBe(403);
    expect(cookiesOf(answer)[0]?.split(';')[0]).toBe(`__Host-age-return=${asked === '/%0d' ? '/%0d' : '/'}`);
  });

  it.each(['POST', 'DELETE', 'get'])('does not come back to what was asked for by %s', async (method) => {
    const browser = (await createTestSite(issuer)).browser();
    const headers = { 'x-original-uri': '/films/3', 'x-original-method': method };
    const answer = await browser.navigate('/_age/gate', { headers });
    expect(cookiesOf(answer)[0]).toMatch(/^__Host-age-return=\/;/);
  });
});

describe('GET /_age/check', () => {
  const check = async (site: TestSite, headers: Record<string, string>): Promise<Response> =>
    site.browser().navigate('/_age/check', { headers });

  it('is never opened by a header', async () => {
    const site = await createTestSite(issuer);
    for (const name of ['x-original-uri', 'x-forwarded-uri', 'x-original-url', 'x-rewrite-url']) {
      for (const path of ['/robots.txt', '/public/a', '/_age/gate']) {
        expect((await check(site, { [name]: path })).status).toBe(401);
      }
    }
  });

  it('is 401 with a challenge for programs, and without one for people who get its page', async () => {
    const site = await createTestSite(issuer);
    const program = await site.browser().load('/_age/check', { headers: { 'x-forwarded-uri': '/api/films' } });
    expect([program.status, program.headers.has('www-authenticate')]).toEqual([401, true]);
    const page = await check(site, { 'x-forwarded-uri': '/films/3' });
    expect([page.status, page.headers.has('www-authenticate')]).toEqual([401, false]);
    expect(await page.text()).toContain('/_age/go');
  });

  it('is 401 and nothing else while the store is away, and the operator hears of it', async () => {
    const sessions = memorySessions({ now: () => NOON });
    let isDown = false;
    const read: typeof sessions.read = async (id) => {
      if (isDown) throw new AgeError('ERR_STORE_UNAVAILABLE');
      return sessions.read(id);
    };
    const site = await createTestSite(issuer, { sessions: { ...sessions, read } });
    const browser = site.browser();
    const [token] = await issuer.mint();
    if (token === undefined) throw new Error('no token');
    await enter(browser, token);
    expect((await browser.load('/_age/check')).status).toBe(204);

    isDown = true;
    expect((await browser.load('/_age/check')).status).toBe(401);
    expect((await browser.navigate('/_age/check', { headers: { 'x-forwarded-uri': '/' } })).status).toBe(401);
    expect(site.events.at(-1)).toEqual({ event: 'shut', code: 'ERR_STORE_UNAVAILABLE' });
    // Whoever has a session reads that the site is not ready, not that they need to prove their age once more.
    const gate = await browser.navigate('/_age/gate', { headers: { 'x-original-uri': '/films/3' } });
    expect([gate.status, gate.headers.get('retry-after')]).toEqual([503, '60']);
  });

  it('is 401 while the directory is not read', async () => {
    const site = await createTestSite(issuer);
    site.clock.now += 25 * 3600;
    expect((await check(site, {})).status).toBe(401);
    expect((await check(site, { 'x-forwarded-uri': '/' })).status).toBe(401);
    expect(site.events.at(-1)).toEqual({ event: 'shut', code: 'ERR_DIRECTORY_STALE' });
  });
});
