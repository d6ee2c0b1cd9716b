import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../../services/wallet/text/text.ts';

type Leaf = string | ((...args: never[]) => string);

/** Every sentence with the path of its name. */
function leaves(value: unknown, path = ''): [string, Leaf][] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Leaf]];
  return Object.entries(value as object).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name));
}

/** A sentence as it is read: figures and names filled in. */
function say(leaf: Leaf): string {
  if (typeof leaf === 'string') return leaf;
  // As text, as a figure and as a list it reads 18.
  const args = Array.from({ length: leaf.length }, () => ['18']);
  return (leaf as (...args: unknown[]) => string)(...args);
}

const english = new Map(leaves(LANGUAGES.en));

describe.each(Object.keys(LANGUAGES) as Language[])('the sentences in %s', (language) => {
  const sentences = leaves(LANGUAGES[language]);

  it('are all there, and none besides', () => {
    expect(sentences.map(([name]) => name)).toEqual([...english.keys()]);
    for (const [name, leaf] of sentences) expect([name, say(leaf).trim()]).not.toEqual([name, '']);
  });

  it('take the same figures as the English ones', () => {
    for (const [name, leaf] of sentences) expect([name, typeof leaf]).toEqual([name, typeof english.get(name)]);
  });

  it('promise nothing that is not so, and raise no voice', () => {
    for (const [, leaf] of sentences) {
      expect(say(leaf)).not.toMatch(/anonym|certif|cnil|arcom|!|magic|minor|mineur|enfant|child/i);
    }
  });
});

describe('the sentences in fr', () => {
  it('keep their spaces before high signs', () => {
    for (const [, leaf] of leaves(LANGUAGES.fr)) expect(say(leaf)).not.toMatch(/[^\u00a0\d][:;?»]|«[^\u00a0]| [:;?»]/);
  });

  it('differ from the English ones', () => {
    const same = leaves(LANGUAGES.fr).filter(([name, leaf]) => say(leaf) === say(english.get(name) as Leaf));
    // An hour is written alike, and so is a list of one name.
    expect(same.map(([name]) => name)).toEqual(['hour', 'names']);
  });
});
