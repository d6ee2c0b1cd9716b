import { PANEL_LANGUAGES, type PanelLanguage } from '@bauta/services/knows/text/text';
import { wordsIn } from '@bauta/services/knows/words';
import { describe, expect, it } from 'vitest';

type Leaf = string | ((...args: never[]) => string);

function leaves(value: unknown, path = ''): [string, Leaf][] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Leaf]];
  return Object.entries(value as object).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name));
}

function say(leaf: Leaf): string {
  if (typeof leaf === 'string') return leaf;
  return (leaf as (...args: unknown[]) => string)(...Array.from({ length: leaf.length }, () => 18));
}

describe.each(Object.keys(PANEL_LANGUAGES) as PanelLanguage[])('the sentences of the panel in %s', (language) => {
  const sentences = leaves(PANEL_LANGUAGES[language]);

  it('are all there', () => {
    expect(sentences.map(([name]) => name)).toEqual(leaves(PANEL_LANGUAGES.en).map(([name]) => name));
    for (const [name, leaf] of sentences) expect([name, say(leaf).trim()]).not.toEqual([name, '']);
  });

  it('promise nothing that is not so, and raise no voice', () => {
    for (const [, leaf] of sentences) {
      expect(say(leaf)).not.toMatch(/anonym|certif|cnil|arcom|!|magic|minor|mineur|enfant|child/i);
    }
  });
});

it('keeps the French spaces before high signs', () => {
  for (const [, leaf] of leaves(PANEL_LANGUAGES.fr))
    expect(say(leaf)).not.toMatch(/[^\u00a0\d][:;?»]|«[^\u00a0]| [:;?»]/);
});

it('writes figures as the language does', () => {
  const pair = { rooms: ['demo-site', 'issuer'], strings: [412, 71], bytes: [3202, 61_220], common: [] } as const;
  expect(wordsIn('en').searched(pair).replaceAll('\u00a0', ' ')).toBe(
    '412 strings of the site searched in 61,220 bytes of the issuer, ' +
      '71 strings of the issuer searched in 3,202 bytes of the site: 0 found.',
  );
  expect(
    wordsIn('fr')
      .searched(pair)
      .replace(/[\u00a0\u202f]/g, ' '),
  ).toBe(
    'Cherché : 412 séquences du site dans 61 220 octets de l’émetteur, ' +
      '71 séquences de l’émetteur dans 3 202 octets du site. Trouvé : 0.',
  );
});
