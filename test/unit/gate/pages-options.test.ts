import { ageGate } from '@bauta/sdk/gate';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { NOON, optionsFor } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});

/** The lines of faults that a gate with these changes does not start for. */
function faultsOf(changes: Record<string, unknown>): string[] {
  try {
    ageGate({ ...optionsFor(issuer, { now: NOON }), ...changes } as never);
    return [];
  } catch (error) {
    return (error as TypeError).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}
const namesOf = (changes: Record<string, unknown>) => faultsOf(changes).map((line) => line.split(':')[0]);

describe('what a gate says of its site', () => {
  it('is all by choice, and holds with values that are right', () => {
    expect(
      faultsOf({
        country: 'BE',
        contact: 'https://site.example/public/contact',
        theme: { logo: '/public/logo.svg', properties: { '--radius': '0' } },
        rta: false,
        canaries: ['/', '/media/film-3.webm'],
        report: '0123456789abcdef'.repeat(4),
      }),
    ).toEqual([]);
    expect(faultsOf({ contact: 'mailto:age.contact+fr@site.example' })).toEqual([]);
    expect(faultsOf({ contact: 'https://help.example/' })).toEqual([]);
  });

  it('is judged all at once', () => {
    const wrong = { country: 'fr', contact: 'tel:1', theme: 'dark', rta: 'yes', canaries: '/', report: 'x' };
    expect(namesOf(wrong)).toEqual(['country', 'contact', 'theme', 'rta', 'canaries', 'report']);
  });

  it.each([
    ['country', 'FRA'],
    ['country', 33],
    ['contact', 'javascript:alert(1)'],
    ['contact', 'http://help.example/'],
    ['contact', 'https://user@help.example/'],
    ['contact', 'https://help.example/"onclick="x'],
    ['contact', 'https://help.example/ x'],
    ['contact', 'https://'],
    ['contact', 'mailto:age@site.example?subject=x'],
    ['contact', 'mailto:age'],
    ['contact', `https://help.example/${'a'.repeat(300)}`],
    ['theme', null],
    ['rta', 0],
    ['canaries', ['films/3']],
    ['canaries', ['/films/../x']],
    ['canaries', ['/films/3?a']],
    ['canaries', ['/_age/gate']],
    ['canaries', ['/.well-known/age-gate.json']],
    ['report', 'AB'.repeat(32)],
    ['report', 'ab'.repeat(33)],
  ])('refuses %s %j', (name, value) => {
    expect(namesOf({ [name]: value })).toEqual([name]);
  });
});

describe('options that are judged together', () => {
  it('a canary is gated', () => {
    const sentence = 'canaries: must be gated, and one of them is public';
    expect(faultsOf({ canaries: ['/films/3', '/public/a.mp4'] })).toEqual([sentence]);
    expect(faultsOf({ canaries: ['/robots.txt'] })).toEqual([sentence]);
    expect(faultsOf({ canaries: ['/robots.txt'], publicPaths: [] })).toEqual([]);
  });

  it('an address for whoever is turned away is not behind the gate', () => {
    const sentence = 'contact: must be open to whoever is turned away: its path is not among publicPaths';
    expect(faultsOf({ contact: 'https://site.example/contact' })).toEqual([sentence]);
    expect(faultsOf({ contact: 'https://site.example/' })).toEqual([sentence]);
    expect(faultsOf({ contact: 'https://site.example' })).toEqual([sentence]);
    expect(faultsOf({ contact: 'https://site.example:8443/contact' })).toEqual([]);
    expect(faultsOf({ contact: 'https://site.example.evil.example/' })).toEqual([]);
  });

  it('a logo is not behind the gate', () => {
    const sentence = 'theme: the logo is gated: its path is not among publicPaths';
    expect(faultsOf({ theme: { logo: '/logo.svg' } })).toEqual([sentence]);
  });

  it('text can be read: each pair below 4.5 : 1 is named', () => {
    expect(faultsOf({ theme: { properties: { '--ink': '#bbb' }, darkProperties: { '--ink': '#f4efe8' } } })).toEqual([
      'theme: --ink on --paper has 1.81 : 1 in light, and needs 4.5 : 1',
    ]);
  });

  it('all at once, and never where one of them is at fault by itself', () => {
    expect(
      namesOf({ wallet: 'https://site.example', canaries: ['/robots.txt'], theme: { logo: '/a.svg' }, threshold: 17 }),
    ).toEqual(['threshold', 'wallet', 'canaries', 'theme']);
    expect(namesOf({ canaries: ['/robots.txt'], publicPaths: '/robots.txt' })).toEqual(['publicPaths']);
    expect(namesOf({ contact: 'https://site.example/contact', origin: undefined })).toEqual(['origin']);
  });
});

it('the theme of a gate is not changed by what is done to the option later', async () => {
  const properties: Record<string, string> = { '--radius': '0' };
  const gate = ageGate({ ...optionsFor(issuer, { now: NOON }), theme: { properties } });
  properties['--radius'] = '0;} body{display:none';
  const answer = await gate.handle(new Request('https://site.example/_age/gate.css'));
  expect(await ('response' in answer ? answer.response.text() : '')).not.toContain('display:none');
});
