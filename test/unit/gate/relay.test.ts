import { type HeldToken, present } from '@bauta/sdk/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { answerFor, askWallet, createTestSite, enter, NOON } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});
const token = (): HeldToken => tokens.pop() as HeldToken;

describe('a relayed challenge', () => {
  it('opens neither browser: the code is with one, the pre-session with the other', async () => {
    const site = await createTestSite(issuer);
    const attacker = site.browser();
    const victim = site.browser();
    // The attacker asks the site, and lays what it asks before the victim's wallet.
    const asked = await askWallet(attacker);
    const fields = { ...(await present(token(), asked)) };
    expect((await attacker.navigate('/_age/enter')).status).toBe(403);
    await victim.postForm(fields);

    for (let i = 0; i < 3; i++) expect((await attacker.navigate('/_age/enter')).status).toBe(403);
    expect((await victim.navigate('/_age/enter')).status).toBe(403);
    for (let i = 0; i < 3; i++) expect((await attacker.navigate('/_age/enter')).status).toBe(403);

    for (const browser of [attacker, victim]) {
      expect(browser.cookies.has('__Host-age')).toBe(false);
      expect((await browser.navigate('/films/3')).status).toBe(403);
    }
    expect(site.refused).toEqual(['ERR_PRE_SESSION']);
    expect(site.runs.count).toBe(0);
  });

  it('also when the victim has a pre-session of their own', async () => {
    const site = await createTestSite(issuer);
    const attacker = site.browser();
    const victim = site.browser();
    await askWallet(victim);
    await victim.postForm({ ...(await present(token(), await askWallet(attacker))) });
    expect((await victim.navigate('/_age/enter')).status).toBe(403);
    expect(site.refused).toEqual(['ERR_PRE_SESSION']);
  });

  it('voids the code at the first mismatch', async () => {
    const site = await createTestSite(issuer);
    const honest = site.browser();
    await honest.postForm(await answerFor(honest, token()));
    const thief = site.browser();
    thief.cookies.set('__Host-age-code', honest.cookies.get('__Host-age-code') as string);
    const [mismatch, unknown] = [await thief.navigate('/_age/enter'), await honest.navigate('/_age/enter')];
    expect([mismatch.status, unknown.status]).toEqual([403, 403]);
    expect(site.refused).toEqual(['ERR_PRE_SESSION', 'ERR_CODE_UNKNOWN']);
    // Outside the two cannot be told apart: same headers, same page.
    expect([...mismatch.headers]).toEqual([...unknown.headers]);
    expect(await mismatch.text()).toBe(await unknown.text());
  });

  it('a guessed or malformed code opens nothing', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    await askWallet(browser);
    for (const guess of ['A'.repeat(43), `${'A'.repeat(42)}B`, '', 'x'.repeat(44)]) {
      browser.cookies.set('__Host-age-code', guess);
      expect((await browser.navigate('/_age/enter')).status).toBe(403);
    }
    expect(site.refused).toEqual(new Array(4).fill('ERR_CODE_UNKNOWN'));
  });
});

describe('codes and sessions in one store', () => {
  it('a code is no session', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    await browser.postForm(await answerFor(browser, token()));
    browser.cookies.set('__Host-age', browser.cookies.get('__Host-age-code') as string);
    expect((await browser.navigate('/films/3')).status).toBe(403);
    expect((await browser.load('/_age/check')).status).toBe(401);
    // And it is still there for the one request that may take it.
    expect((await browser.navigate('/_age/enter')).status).toBe(303);
  });

  it('a session is no code', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();
    await enter(browser, token());
    const session = browser.cookies.get('__Host-age') as string;
    const other = site.browser();
    await askWallet(other);
    other.cookies.set('__Host-age-code', session);
    expect((await other.navigate('/_age/enter')).status).toBe(403);
    expect(other.cookies.has('__Host-age')).toBe(false);
    expect(site.refused).toEqual(['ERR_CODE_UNKNOWN']);
  });
});
