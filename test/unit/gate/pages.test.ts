import { beforeAll, describe, expect, it } from 'vitest';
import { gatePage } from '../../../sdk/gate/pages/gate-page.ts';
import { elementsOf, parseHtml } from './html.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { methodThat } from './method-that.ts';
import { createTestSite, NOON, type TestSite } from './site.ts';

const CONTACT = 'mailto:age@site.example';
let issuer: TestIssuer;
let site: TestSite;
let themed: TestSite;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
  site = await createTestSite(issuer);
  themed = await createTestSite(issuer, {
    contact: CONTACT,
    country: 'IT',
    rta: false,
    theme: { logo: '/public/logo.png', properties: { '--radius': '0' } },
  });
});

async function pageAt(path: string, language: string, at: TestSite = site) {
  const answer = await at.browser().navigate(path, { headers: { 'accept-language': language } });
  const html = await answer.text();
  return { answer, html, text: parseHtml(html)[0]?.text ?? '' };
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
      'Niveau de protection : double confidentialité',
      'Ce site saura que vous avez plus de 18 ans. Il ne saura ni qui vous êtes, ni comment vous l’avez prouvé. ' +
        'Personne d’autre ne saura que vous êtes ici.',
      'Pas encore 18 ans, ou besoin d’en parler ?',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('says the same in Italian and English, and each language leads to the others without script', async () => {
    expect((await pageAt('/films/3', 'it')).text).toContain(
      'Questa pagina è riservata agli adulti. Dimostri la sua età senza dire chi è. Dimostrare la mia età',
    );
    const { text, html } = await pageAt('/films/3', 'en');
    expect(text).toContain('This page is for adults. Prove your age without saying who you are. Prove my age');
    const [nav] = elementsOf(html, 'nav');
    expect([nav?.attributes['aria-label'], nav?.text]).toEqual(['Language', 'Français Italiano']);
    for (const [language, word] of [
      ['fr', 'réservée aux adultes'],
      ['it', 'riservata agli adulti'],
    ] as const) {
      expect(html).toContain(`href="/_age/gate?lang=${language}" lang="${language}" hreflang="${language}"`);
      const switched = await pageAt(`/_age/gate?lang=${language}`, 'en');
      expect([switched.answer.status, switched.text.includes(word)]).toEqual([200, true]);
      expect(switched.html).toContain(`<html lang="${language}">`);
      expect(switched.html).toContain('href="/_age/gate?lang=en"');
    }
  });

  it('has one action, which leads to our own /_age/go, described by its level and by who learns what', async () => {
    const { html } = await pageAt('/', 'en');
    const actions = elementsOf(html, 'a').filter(({ attributes }) => attributes.class?.startsWith('action'));
    expect(actions.map(({ attributes, text }) => [attributes.href, attributes.rel, text])).toEqual([
      ['/_age/go', 'noreferrer nofollow', 'Prove my age'],
    ]);
    const described = actions[0]?.attributes['aria-describedby']?.split(' ') ?? [];
    const spoken = described.map((id) => parseHtml(html).find(({ attributes }) => attributes.id === id)?.text);
    expect(spoken[0]).toBe('Level of protection: double-blind');
    expect(spoken[1]).toMatch(/^This site will know that you are over 18\./);
  });

  it('lists more options than one with their levels, the most private first whatever order they are given in', () => {
    const methods = (['service-visible', 'source-visible'] as const).map((privacy) =>
      methodThat({ name: privacy, privacy }),
    );
    const settings = { threshold: 18, theme: {}, rta: true, methods } as unknown as Parameters<
      typeof gatePage
    >[0]['settings'];
    const { html } = gatePage({ request: new Request('https://site.example/'), settings });
    const levels = elementsOf(html, 'p').filter(({ attributes }) => attributes.class === 'level');
    expect(levels.map(({ text }) => text)).toEqual([
      'Level of protection: double-blind',
      'Level of protection: this site can see who checked your age',
      'Level of protection: whoever checks your age can learn that you are here',
    ]);
    const actions = elementsOf(html, 'a').filter(({ attributes }) => attributes.class?.startsWith('action'));
    expect(actions.map(({ attributes }) => attributes.class)).toEqual(['action', 'action other', 'action other']);
    const hrefs = actions.map(({ attributes }) => attributes.href);
    expect(hrefs).toEqual(['/_age/go', '/_age/source-visible', '/_age/service-visible']);
  });

  it('speaks of the age where it is not the age of majority', async () => {
    await issuer.list({ threshold: 16 });
    const young = await createTestSite(issuer, { threshold: 16 });
    expect((await pageAt('/', 'fr', young)).text).toContain('Cette page est réservée aux plus de 16 ans.');
    expect((await pageAt('/', 'it', young)).text).not.toContain('adulti');
    expect((await pageAt('/', 'en', young)).text).toContain('over 16. It will not know');
  });
});

describe('every page of the gate', () => {
  const PAGES = ['/films/3?q=%3Cscript%3E', '/_age/gate', '/_age/enter', '/_age/help'];
  const LANGUAGES = ['en', 'fr', 'it'];
  const ELEMENTS =
    /^(html|head|meta|title|link|body|header|span|svg|path|img|nav|a|main|h1|h2|p|ul|li|strong|section|code|footer)$/;

  it.each(PAGES.flatMap((path) => LANGUAGES.flatMap((language) => [false, true].map((is) => [path, language, is]))))(
    '%s in %s, themed: %s: nothing runs, nothing is loaded from elsewhere, no word of what was asked',
    async (path, language, isThemed) => {
      const { html, text, answer } = await pageAt(path as string, language as string, isThemed ? themed : site);
      const elements = parseHtml(html);
      expect(elements[0]?.attributes.lang).toBe(language);
      for (const { name, attributes } of elements) {
        expect(name).toMatch(ELEMENTS);
        for (const attribute of Object.keys(attributes)) expect(attribute).not.toMatch(/^on|^style$|http-equiv/i);
      }
      // The hosts of others are not even resolved: no `dns-prefetch`, no `preconnect`, and no link to the wallet at all.
      expect(elements.filter(({ name }) => name === 'link').map(({ attributes }) => attributes)).toEqual([
        { rel: 'stylesheet', href: '/_age/gate.css' },
      ]);
      expect(answer.headers.get('x-dns-prefetch-control')).toBe('off');
      expect(html).not.toMatch(/wallet\.example|issuer\.example/);
      const loaded = elements.flatMap(({ attributes: { src, srcset } }) => src ?? srcset ?? []);
      expect(loaded).toEqual(isThemed ? ['/public/logo.png'] : []);
      for (const { attributes } of elements.filter(({ name }) => name === 'a')) {
        if (attributes.href?.startsWith('/_age/')) continue;
        expect([path, attributes.rel ?? attributes.class]).toEqual([
          path,
          attributes.href === CONTACT ? 'noreferrer' : expect.stringMatching(/^(noreferrer|call)$/),
        ]);
        // Other sites are named on the page of help alone.
        if (attributes.href !== CONTACT) expect(path).toBe('/_age/help');
      }
      expect(html).not.toMatch(/films|script/);
      expect(text).not.toMatch(/anonym|certifi|mineur|minor|!|\bundefined\b/i);
    },
  );

  it.each(PAGES)('%s calls nobody a child, and tells everyone the same', async (path) => {
    for (const language of LANGUAGES) {
      const one = await pageAt(path, language);
      expect((await pageAt(path, language)).html).toBe(one.html);
      if (path !== '/_age/help') expect(one.text).not.toMatch(/\b(child|enfant|jeune|bambin|ragazz|too young|trop)/i);
    }
  });

  it('carries the headers of browser-flow.md §11, tightened, and the RTA label unless the site says no', async () => {
    for (const path of PAGES) {
      const { answer, html } = await pageAt(path, 'en');
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(answer.headers.get('vary')).toBe('Cookie, Accept, Accept-Language');
      expect(answer.headers.get('rating')).toBe('RTA-5042-1996-1400-1577-RTA');
      expect(html).toContain('<meta name="rating" content="RTA-5042-1996-1400-1577-RTA">');

      const without = await pageAt(path, 'en', themed);
      expect([without.answer.headers.get('rating'), without.html.includes('RTA')]).toEqual([null, false]);
      expect(without.answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; " +
          "base-uri 'none'",
      );
    }
  });

  it.each([
    ['/_age/gate.css', 'text/css; charset=utf-8'],
    ['/_age/beat.js', 'text/javascript; charset=utf-8'],
  ])('%s is the same for everyone', async (path, type) => {
    const answer = await site.browser().load(path);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('vary')]).toEqual([200, type, null]);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await answer.text()).not.toMatch(/url\(|@import|https?:|animation|transition|@keyframes/);
  });

  it('answers HEAD like GET, without a body, where that changes nothing; and no other method', async () => {
    const browser = site.browser();
    for (const path of ['/_age/gate', '/_age/help', '/_age/gate.css', '/_age/beat.js', '/.well-known/age-gate.json']) {
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
      ['/_age/help', 'POST', 'GET, HEAD'],
      ['/.well-known/age-gate.json', 'POST', 'GET, HEAD'],
    ] as const) {
      const answer = await browser.navigate(path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    }
    for (const path of ['/_age/', '/_age/x', '/_age/gate/', '/_age/toString', '/_age/gate.html']) {
      expect((await browser.navigate(path)).status).toBe(404);
    }
  });
});
