import type { HeldToken } from '@bauta/sdk/client';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkReturnPath } from '../../../sdk/gate/return-path.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, enter, NOON, ORIGIN } from './site.ts';

let issuer: TestIssuer;
let tokens: HeldToken[];
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  tokens = await issuer.mint();
});

async function pathAfter(met: string, init: RequestInit = {}): Promise<string | undefined> {
  const browser = (await createTestSite(issuer)).browser();
  await browser.navigate(met, init);
  return browser.cookies.get('__Host-age-return');
}

describe('the way back', () => {
  it.each([
    ['/films/3?a=b&c=d', '/films/3?a=b&c=d'],
    ['/caf%C3%A9?q=%26', '/caf%C3%A9?q=%26'],
    ['/tags;a,b?x=1;2,"3"\\4', '/tags%3Ba%2Cb?x=1%3B2%2C%223%22%5C4'],
    [`/${'a'.repeat(1023)}`, `/${'a'.repeat(1023)}`],
    [`/${'a'.repeat(1024)}`, '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['/_age/../films/3', '/films/3'],
  ])('from %s', async (met, kept) => {
    expect(await pathAfter(met)).toBe(kept);
  });

  it('of anything but a GET is the front page', async () => {
    expect(await pathAfter('/search', { method: 'POST', body: 'q=1' })).toBe('/');
  });

  it('is set with Max-Age 600 by a gated page, and left alone by the gate page', async () => {
    const browser = (await createTestSite(issuer)).browser();
    const met = await browser.navigate('/films/3');
    expect(met.headers.getSetCookie()).toEqual([
      '__Host-age-return=/films/3; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600',
    ]);
    expect((await browser.navigate('/_age/gate?lang=fr')).headers.getSetCookie()).toEqual([]);
    expect(browser.cookies.get('__Host-age-return')).toBe('/films/3');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\r\nset-cookie: a=b',
    'films/3',
    '/_age/enter',
    '/_age/go',
    `/${'a'.repeat(1024)}`,
    '/films/3"',
    '',
  ])('planted as %j leads to the front page', async (planted) => {
    expect(checkReturnPath(planted)).toBe('/');
    if (/[\r\n\t]/.test(planted)) return;
    const browser = (await createTestSite(issuer)).browser();
    browser.cookies.set('__Host-age-return', planted);
    const entered = await enter(browser, tokens.pop() as HeldToken);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/']);
    expect(browser.cookies.has('__Host-age-return')).toBe(false);
  });

  it('stays on this site, whatever the cookie says', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      'evil.example',
      ':',
      '@',
      '?',
      '#',
      '%2f',
      '\t',
      'a',
      ' ',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = checkReturnPath(pieces.join(''));
        expect(new URL(path, `${ORIGIN}/_age/enter`).origin).toBe(ORIGIN);
      }),
      { numRuns: 5000 },
    );
  });
});
