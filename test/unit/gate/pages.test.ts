import { chooseLanguage, maskMark, styleTokens } from '@bauta/sdk/gate';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, NOON, type TestSite } from './site.ts';

let issuer: TestIssuer;
let site: TestSite;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  site = await createTestSite(issuer);
});

async function pageAt(path: string, language: string): Promise<{ answer: Response; html: string; text: string }> {
  const answer = await site.browser().navigate(path, { headers: { 'accept-language': language } });
  const html = await answer.text();
  const text = html.replace(/<[^>]*>/g, ' ').replace(/[\s\u00a0]+/g, ' ');
  return { answer, html, text };
}

describe('the gate page', () => {
  it('says in French what ux.md says, at the address that was asked for', async () => {
    const { answer, text, html } = await pageAt('/films/3', 'fr-FR,fr;q=0.9,en;q=0.8');
    expect(answer.status).toBe(403);
    expect(html).toContain('<html lang="fr">');
    for (const sentence of [
      'Cette page est réservée aux adultes.',
      'Prouvez votre âge sans dire qui vous êtes.',
      'Prouver mon âge',
      'Ce site saura que vous avez plus de 18 ans. Il ne saura ni qui vous êtes, ni comment vous l’avez prouvé. ' +
        'Personne d’autre ne saura que vous êtes ici.',
      'Pas encore 18 ans, ou besoin d’en parler ?',
      '3018',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('says the same in English, and each language leads to the other without script', async () => {
    const { text, html } = await pageAt('/films/3', 'en');
    expect(text).toContain('This page is for adults. Prove your age without saying who you are. Prove my age');
    expect(html).toContain('href="/_age/gate?lang=fr" lang="fr" hreflang="fr"');
    const switched = await pageAt('/_age/gate?lang=fr', 'en');
    expect([switched.answer.status, switched.text.includes('réservée aux adultes')]).toEqual([200, true]);
    expect(switched.html).toContain('href="/_age/gate?lang=en"');
  });

  it('has one action, which leads to our own /_age/go', async () => {
    const { html } = await pageAt('/', 'en');
    expect(html.match(/class="action"/g)).toHaveLength(1);
    expect(html).toContain('<a class="action" rel="noreferrer nofollow" href="/_age/go">');
    // The wallet's host is not even resolved: its name stands nowhere.
    expect(html).not.toContain('wallet.example');
  });

  it('carries the headers of browser-flow.md §11 and the RTA label', async () => {
    const { answer, html } = await pageAt('/', 'en');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('vary')).toBe('Cookie, Accept, Accept-Language');
    expect(answer.headers.get('rating')).toBe('RTA-5042-1996-1400-1577-RTA');
    expect(html).toContain('<meta name="rating" content="RTA-5042-1996-1400-1577-RTA">');
  });
});

describe('every page of the gate', () => {
  const PAGES = ['/films/3?q=%3Cscript%3E', '/_age/gate', '/_age/enter'];

  it.each(PAGES.flatMap((path) => ['en', 'fr'].map((language) => [path, language])))(
    '%s in %s: no script, no style inside, nothing from elsewhere, no word of what was asked',
    async (path, language) => {
      const { html, text } = await pageAt(path as string, language as string);
      expect(html).not.toMatch(/<script|<style|<img|<form|<iframe| style=| on\w+=|http-equiv/i);
      const loaded = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address as string);
      expect(loaded.filter((address) => !address.startsWith('/_age/'))).toEqual(['https://3018.fr/']);
      expect(html).not.toContain('films');
      expect(text).not.toMatch(/anonym|certifi|mineur|minor|!/i);
      for (const [address] of [...html.matchAll(/<a [^>]*>/g)]) {
        if (address.includes('https:')) expect(address).toContain('rel="noreferrer"');
      }
    },
  );

  it.each([
    ['/_age/gate.css', 'text/css; charset=utf-8'],
    ['/_age/beat.js', 'text/javascript; charset=utf-8'],
  ])('%s is the same for everyone', async (path, type) => {
    const answer = await site.browser().load(path);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('vary')]).toEqual([200, type, null]);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await answer.text()).not.toMatch(/url\(|@import|https?:/);
  });

  it('answers HEAD like GET, without a body, where that changes nothing; and no other method', async () => {
    const browser = site.browser();
    for (const path of ['/_age/gate', '/_age/gate.css', '/_age/beat.js']) {
      const answer = await browser.navigate(path, { method: 'HEAD' });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    for (const [path, method, allowed] of [
      ['/_age/go', 'HEAD', 'GET'],
      ['/_age/enter', 'HEAD', 'GET'],
      ['/_age/enter', 'POST', 'GET'],
      ['/_age/redeem', 'GET', 'POST'],
      ['/_age/beat', 'GET', 'POST'],
      ['/_age/gate', 'POST', 'GET, HEAD'],
    ] as const) {
      const answer = await browser.navigate(path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    }
    for (const path of ['/_age/', '/_age/x', '/_age/gate/', '/_age/toString', '/_age/gate.html']) {
      expect((await browser.navigate(path)).status).toBe(404);
    }
  });
});

describe('the look', () => {
  /** The custom properties of each of the two schemes. */
  const [light = {}, dark = {}] = styleTokens.split('@media').map((css) => {
    return Object.fromEntries(
      [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
    );
  });

  function luminance(colour: string): number {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  it.each([
    ['ink', 'paper'],
    ['ink-soft', 'paper'],
    ['accent', 'paper'],
    ['success', 'paper'],
    ['ink', 'surface'],
    ['ink-soft', 'surface'],
    ['accent', 'surface'],
    ['success', 'surface'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
  ])('%s on %s: at least 4.5 : 1, light and dark', (text, ground) => {
    for (const scheme of [light, { ...light, ...dark }] as Record<string, string>[]) {
      const [a, b] = [luminance(scheme[text] as string), luminance(scheme[ground] as string)];
      expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('the mark is three strokes', () => {
    expect(maskMark.match(/<path /g)).toHaveLength(3);
  });
});

describe('the language', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['FR-ca', 'fr'],
    ['de, fr;q=0.5, en;q=0.7', 'en'],
    ['en;q=0.1, fr;q=0.2', 'fr'],
    ['fr;q=0, en', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    [';;;,,,q=fr', 'en'],
    ['fr;q=much', 'en'],
  ])('of %j is %s', (accepted, language) => {
    expect(chooseLanguage(accepted, ['en', 'fr'])).toBe(language);
  });
});
