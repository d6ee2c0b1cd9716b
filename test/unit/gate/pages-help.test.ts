import { beforeAll, describe, expect, it } from 'vitest';
import { elsewhere } from '../../../sdk/gate/help/elsewhere.ts';
import { fr } from '../../../sdk/gate/help/fr.ts';
import { helpIn } from '../../../sdk/gate/help/index.ts';
import { it as italy } from '../../../sdk/gate/help/it.ts';
import { elementsOf, parseHtml } from './html.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { createTestSite, NOON, type TestSite } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});

const read = async (site: TestSite, path: string): Promise<string> => (await site.browser().navigate(path)).text();
const linksOf = (html: string): (string | undefined)[] =>
  elementsOf(html, 'a').map(({ attributes }) => attributes.href);

describe('help', () => {
  it.each([
    ['fr', fr],
    ['it', italy],
    ['elsewhere', elsewhere],
  ])('in %s: facts that lead somewhere, with their source', (_, list) => {
    expect(list.length).toBeGreaterThan(1);
    for (const { name, number, hours, href, source } of list) {
      expect(name).not.toBe('');
      expect(href).toMatch(/^https:\/\/[a-z0-9.-]+\/$/);
      expect(new URL(source).protocol).toBe('https:');
      if (number !== undefined) expect(number).toMatch(/^\d{3,6}$/);
      if (Array.isArray(hours)) expect(hours[0] >= 0 && hours[0] < hours[1] && hours[1] <= 24).toBe(true);
    }
  });

  it('is that of the country, of the policy unless the site names one, and of everyone for all other countries', async () => {
    const numbers: [Parameters<typeof createTestSite>[1], string, string][] = [
      [{}, '3018', 'tel:3018'],
      [{ policy: 'it-agcom' }, 'Telefono Azzurro', 'tel:19696'],
      [{ country: 'IT' }, '114 Emergenza Infanzia', 'tel:114'],
      [{ country: 'DE' }, 'Child Helpline International', 'tel:116111'],
    ];
    for (const [options, name, href] of numbers) {
      const html = await read(await createTestSite(issuer, options), '/_age/help?lang=en');
      expect(elementsOf(html, 'h2').map(({ text }) => text)).toContain(name);
      expect(linksOf(html)).toContain(href);
    }
    expect(helpIn('toString')).toBe(elsewhere);
  });

  it('says in each language who listens, when, and that nobody is told where from', async () => {
    const site = await createTestSite(issuer, {});
    for (const [language, ...sentences] of [
      ['en', 'Someone listens and gives advice. The call is free. Every day, 9:00 to 23:00.', 'Call 3018'],
      [
        'fr',
        'On vous écoute et on vous conseille. L’appel est gratuit. Tous les jours, de 9 h à 23 h.',
        'Appeler le 3018',
      ],
      [
        'it',
        'C’è chi ascolta e consiglia. La chiamata è gratuita. Tutti i giorni, dalle 9 alle 23.',
        'Chiamare il 3018',
      ],
    ]) {
      const html = await read(site, `/_age/help?lang=${language}`);
      const text = parseHtml(html)[0]?.text ?? '';
      for (const sentence of sentences) expect(text).toContain(sentence);
      for (const { attributes } of elementsOf(html, 'a').filter(({ attributes }) =>
        attributes.href?.startsWith('https'),
      )) {
        expect(attributes).toEqual({ rel: 'noreferrer', href: attributes.href });
      }
    }
  });

  it('is one link away from every page of the gate, in the same language', async () => {
    const site = await createTestSite(issuer, {});
    for (const path of ['/_age/gate?lang=it', '/_age/enter?lang=it']) {
      expect(linksOf(await read(site, path))).toContain('/_age/help?lang=it');
    }
    expect(linksOf(await read(site, '/_age/help?lang=it'))).toContain('/_age/gate?lang=it');
  });
});

describe('a way to appeal', () => {
  it.each([
    ['mailto:age@site.example', 'age@site.example'],
    ['https://help.example/age?a=1&b=2', 'help.example/age?a=1&b=2'],
  ])('stands on the page of a refusal and on that of help: %s', async (contact, shown) => {
    const site = await createTestSite(issuer, { contact });
    for (const path of ['/_age/enter', '/_age/help']) {
      const html = await read(site, path);
      const links = elementsOf(html, 'a').filter(({ attributes }) => attributes.href === contact);
      expect(links.map(({ text, attributes }) => [text, attributes.rel])).toEqual([[shown, 'noreferrer']]);
      expect(parseHtml(html)[0]?.text).toContain(`write to this site: ${shown}`);
    }
    expect(await read(site, '/_age/gate')).not.toContain(contact);
  });

  it('is not promised where the site names no address', async () => {
    const site = await createTestSite(issuer, {});
    for (const path of ['/_age/enter', '/_age/help']) expect(await read(site, path)).not.toContain('write to');
  });
});
