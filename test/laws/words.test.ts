import { describe, expect, it } from 'vitest';
import { readFiles } from './sources.ts';
import { findForbiddenWords } from './words.ts';

describe('words', () => {
  it('claim nothing that is not so, and say nothing of the machine they were written on', () => {
    expect(
      findForbiddenWords(readFiles(/(^|\/)[^.]*$|\.(ts|mjs|js|json|md|html|css|toml|sh|yml|yaml|npmrc)$/)),
    ).toEqual([]);
  });

  // In pieces for the same reason as the rules.
  it.each([
    ['Un passage tout à fait anony' + 'me.'],
    ['Produit certifié ' + 'Arcom'],
    ['certifiée par l’' + 'ARCOM'],
    ['Un dispositif validé par la ' + 'CNIL.'],
    ["readFileSync('/wo" + "rk/main/x')"],
    ['see /ho' + 'me/someone/x'],
    ['from https://regi' + 'stry.example.org/x'],
  ])('finds %s', (text) => {
    expect(findForbiddenWords(new Map([['README.md', text]]))).toHaveLength(1);
  });

  it('finds download addresses in a lockfile', () => {
    const line = '      "resolved": "ht' + 'tp://10.0.0.1/zod-4.6.7.tgz",';
    expect(findForbiddenWords(new Map([['package-lock.json', line]]))).toHaveLength(1);
  });

  it('lets a prohibition name what it forbids', () => {
    expect(findForbiddenWords(new Map([['README.md', 'Never call it "anony' + 'me".']]))).toEqual([]);
  });
});
