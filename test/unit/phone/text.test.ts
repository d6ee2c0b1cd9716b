import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../../../services/phone/text/en.ts';
import { TEXT } from '../../../services/phone/text/text.ts';

const names = Object.keys(en).sort();
const page = ['index.html', 'page.js']
  .map((name) => readFileSync(new URL(`../../../services/phone/page/${name}`, import.meta.url), 'utf8'))
  .join('\n');

describe.each(Object.entries(TEXT))('the sentences of the phone in %s', (_language, text) => {
  it('are all there, and none is empty', () => {
    expect(Object.keys(text).sort()).toEqual(names);
    expect(Object.values(text).filter((sentence) => sentence.trim() === '')).toEqual([]);
  });

  it('name the age where the English ones do', () => {
    const withAge = (sentences: Readonly<Record<string, string>>) =>
      names.filter((name) => sentences[name]?.includes('{age}'));
    expect(withAge(text)).toEqual(withAge(en));
  });

  it('promise nothing that is not so, and do not shout', () => {
    expect(Object.values(text).join('\n')).not.toMatch(/anonym|certifi|!/i);
  });
});

describe('the page', () => {
  it('uses every sentence, and no other', () => {
    const used = names.filter((name) => page.includes(`"${name}"`) || page.includes(`'${name}'`));
    expect(used).toEqual(names);
    const asked = [...page.matchAll(/data-(?:text|label)="(\w+)"/g)].map(([, name]) => name as string);
    expect(asked.filter((name) => !names.includes(name))).toEqual([]);
  });
});
