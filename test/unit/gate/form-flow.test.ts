import { createHash } from 'node:crypto';
import type { HeldToken } from '@bauta/sdk/client';
import { type Bytes, formatBase64url, parseBase64url } from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { answerFor, askWallet, createTestSite, enter, NOON, ORIGIN, secretOf } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});
const token = (): HeldToken => tokens.pop() as HeldToken;
const hash = (text = ''): Bytes => new Uint8Array(createHash('sha256').update(parseBase64url(text)).digest());

describe('the form flow', () => {
  it('1. meets the gate, goes to the wallet, comes back, and sees the page it asked for', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();

    const met = await browser.navigate('/films/3?from=mail');
    expect(met.status).toBe(403);
    expect(met.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(site.runs.count).toBe(0);
    expect(browser.cookies.get('__Host-age-return')).toBe('/films/3?from=mail');

    const entered = await enter(browser, token());
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/films/3?from=mail']);
    expect([...browser.cookies.keys()]).toEqual(['__Host-age']);
    // No Max-Age: the browser may forget it, and the lease does not depend on that.
    expect(entered.headers.getSetCookie()[0]).toMatch(
      /^__Host-age=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );

    const page = await browser.navigate('/films/3?from=mail');
    expect([page.status, await page.text()]).toEqual([200, 'open']);
    expect(page.headers.get('cache-control')).toBe('private, no-store');
    expect(page.headers.get('vary')).toBe('Cookie');
    expect(site.refused).toEqual([]);
    expect(site.events).toEqual([{ event: 'directory-refreshed', keys: 1 }, { event: 'session-opened' }]);
  });

  it('asks the wallet with the configured audience and a challenge bound to the pre-session', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const asked = await askWallet(browser);
    expect(asked).toMatchObject({ redeem: `${ORIGIN}/_age/redeem`, issuer: 'issuer.example', threshold: 18 });
    expect(asked.siteChallenge).toMatchObject({ mode: 1, threshold: 18, issuedAt: NOON });
    expect(asked.siteChallenge.preHash).toEqual(hash(browser.cookies.get('__Host-age-pre')));
  });

  it('answers /_age/go with the redirect and the cookie of protocol.md §4', async () => {
    const site = await createTestSite(issuer);
    const answer = await site.browser().navigate('/_age/go');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-age-pre=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/),
    ]);
  });

  it('keeps a well-formed pre-session and replaces any other', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    await browser.navigate('/_age/go');
    const kept = browser.cookies.get('__Host-age-pre');
    await browser.navigate('/_age/go');
    expect(browser.cookies.get('__Host-age-pre')).toBe(kept);
    for (const bad of ['short', `${kept}A`, `${kept?.slice(0, 42)}/`, `${kept?.slice(0, 42)}B`]) {
      browser.cookies.set('__Host-age-pre', bad);
      await browser.navigate('/_age/go');
      expect(browser.cookies.get('__Host-age-pre')).not.toBe(bad);
      expect(browser.cookies.get('__Host-age-pre')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    }
  });

  it('opens no session at redeem, only files a code', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const posted = await browser.postForm(await answerFor(browser, token()));
    expect([posted.status, posted.headers.get('location')]).toEqual([303, '/_age/enter']);
    expect(posted.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-age-code=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=60$/),
    ]);
    expect((await browser.navigate('/films/3')).status).toBe(403);
  });

  it('gives the same code again to the same (challenge, token) within 60 s, until it is taken', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const fields = await answerFor(browser, token());
    const code = async (): Promise<string | undefined> => {
      await browser.postForm(fields);
      return browser.cookies.get('__Host-age-code');
    };
    const first = await code();
    expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
    site.clock.now += 59;
    expect(await code()).toBe(first);
    expect(site.refused).toEqual([]);

    expect((await browser.navigate('/_age/enter')).headers.get('location')).toBe('/');
    expect(await code()).toBeUndefined();
    expect(site.refused).toEqual(['ERR_TOKEN_SPENT']);
  });

  it('forgets the code after 60 s', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    const fields = await answerFor(browser, token());
    await browser.postForm(fields);
    site.clock.now += 60;
    expect((await browser.navigate('/_age/enter')).status).toBe(403);
    await browser.postForm(fields);
    expect(site.refused).toEqual(['ERR_CODE_UNKNOWN', 'ERR_TOKEN_SPENT']);
  });

  it('takes a code once', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    await browser.postForm(await answerFor(browser, token()));
    const twin = site.browser();
    for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
    expect((await browser.navigate('/_age/enter')).status).toBe(303);
    expect((await twin.navigate('/_age/enter')).status).toBe(403);
    expect(site.refused).toEqual(['ERR_CODE_UNKNOWN']);
  });

  it('refuses a token that was spent, here and at the sites that share the spent set', async () => {
    const spent = new Set<string>();
    const shared = {
      spent: {
        spend: async (nullifier: Bytes) =>
          !spent.has(formatBase64url(nullifier)) && !!spent.add(formatBase64url(nullifier)),
      },
    };
    const first = await createTestSite(issuer, shared);
    const second = await createTestSite(issuer, { ...shared, origin: 'https://second.example' });
    const held = token();
    await enter(first.browser(), held);
    for (const site of [first, second]) {
      expect((await enter(site.browser(), held)).status).toBe(403);
      expect(site.refused).toEqual(['ERR_TOKEN_SPENT']);
    }
  });

  it('refuses at another site what was made for this one', async () => {
    const site = await createTestSite(issuer);
    const other = await createTestSite(issuer, { origin: 'https://other.example' });
    const browser = other.browser();
    await askWallet(browser);
    await browser.postForm(await answerFor(site.browser(), token()));
    expect((await browser.navigate('/_age/enter')).status).toBe(403);
    expect(other.refused).toEqual(['ERR_PROOF_AUDIENCE']);
  });

  it('knows challenges of a former secret, and signs with the first', async () => {
    const [before, after] = [secretOf(1), secretOf(2)];
    const old = await createTestSite(issuer, { secrets: [before] });
    const rotated = await createTestSite(issuer, { secrets: [after, before] });
    const retired = await createTestSite(issuer, { secrets: [after] });
    const browser = old.browser();
    const fields = await answerFor(browser, token());
    for (const [site, refused] of [
      [retired, ['ERR_SITE_CHALLENGE']],
      [rotated, []],
    ] as const) {
      const mover = site.browser();
      mover.cookies.set('__Host-age-pre', browser.cookies.get('__Host-age-pre') as string);
      await mover.postForm(fields);
      expect((await mover.navigate('/_age/enter')).status).toBe(refused.length > 0 ? 403 : 303);
      expect(site.refused).toEqual(refused);
    }
  });

  it('goes back at once when the session lives', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    await enter(browser, token());
    browser.cookies.set('__Host-age-return', '/films/4');
    const again = await browser.navigate('/_age/enter');
    expect([again.status, again.headers.get('location')]).toEqual([303, '/films/4']);
    expect(site.refused).toEqual([]);
  });

  it('takes the form with any Origin and Sec-Fetch-Site, and none', async () => {
    const site = await createTestSite(issuer);
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: 'https://wallet.example', 'sec-fetch-site': 'same-site' },
    ]) {
      const browser = site.browser();
      const fields = await answerFor(browser, token());
      const type = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
      const init = { method: 'POST', body: new URLSearchParams(fields), headers: { ...type, ...headers } };
      await browser.load('/_age/redeem', init);
      expect((await browser.navigate('/_age/enter')).status).toBe(303);
    }
  });
});
