import type { HeldToken } from '@bauta/sdk/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { answerFor, askWallet, createTestSite, enter, NOON, ORIGIN } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});
const token = (): HeldToken => tokens.pop() as HeldToken;

describe('the form flow', () => {
  it('1. meets the gate, goes to the wallet, comes back, and sees the page it asked for', async () => {
    const site = await createTestSite(issuer);
    const browser = site.browser();

    const met = await browser.navigate('/films/3?from=mail');
    expect(met.status).toBe(403);
    expect(site.runs.count).toBe(0);
    expect(browser.cookies.get('__Host-age-return')).toBe('/films/3?from=mail');

    const entered = await enter(browser, token());
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/films/3?from=mail']);
    expect([...browser.cookies.keys()]).toEqual(['__Host-age']);
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
});
