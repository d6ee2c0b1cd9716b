import { describe, expect, it } from 'vitest';
import { listCatalogues } from '../../conformance/catalogue/published.ts';
import { type Check, passed } from '../../conformance/checks/check.ts';
import { explain } from '../../conformance/commands/explain.ts';
import { listAll } from '../../conformance/commands/list.ts';

const check = (id: Check['id'], en: string, fr: string): Check => ({
  id,
  plan: 'site',
  title: { en, fr },
  prose: { en: `${en}, in prose.`, fr: `${fr}, en prose.` },
  probes: ['session-end'],
  judge: () => passed(),
});
const CHECKS = [
  check('S-10', 'Access ends', 'L’accès prend fin'),
  check('S-12', 'Ways are offered', 'Des moyens existent'),
];
const tell = (id: string, language: 'en' | 'fr' = 'en') => explain(id, listCatalogues(), CHECKS, language);

describe('list', () => {
  it('shows each catalogue with its counts, marks the partial ones, and each check', () => {
    const lines = listAll(listCatalogues(), CHECKS, 'en').split('\n');
    expect(lines[0]).toMatch(/^CATALOGUE +ROWS +AUTOMATIC +PARTIAL +DECLARATION +TITLE$/);
    const arcom = lines.find((line) => line.startsWith('fr-arcom-2024-20')) ?? '';
    const [, rows, automatic, partial, declaration] = /^\S+ +(\d+) +(\d+) +(\d+) +(\d+) /.exec(arcom) ?? [];
    expect(rows).toBe('56');
    expect(Number(automatic) + Number(partial) + Number(declaration)).toBe(56);
    expect(arcom).not.toContain('(partial catalogue)');
    expect(lines.find((line) => line.startsWith('it-agcom-96-25'))).toContain('(partial catalogue)');
    expect(lines).toContain('S-10   site  Access ends');
  });

  it('speaks French', () => {
    const text = listAll(listCatalogues(), CHECKS, 'fr');
    expect(text).toContain('(catalogue partiel)');
    expect(text).toMatch(/^S-10 +site {2}L’accès prend fin$/m);
  });
});

describe('explain', () => {
  it('tells a requirement: source, basis in words, whom it binds, checks with their titles and rules, coverage', () => {
    const { isKnown, text } = tell('ARCOM-R20');
    expect(isKnown).toBe(true);
    expect(text).toMatch(/^ARCOM-R20 {2}Access ends at the latest after 60 minutes without activity$/m);
    expect(text).toMatch(/^Source: L0G \+ CORT$/m);
    expect(text).toMatch(/^ {2}L0G {2}l0g\.fr/m);
    expect(text).toMatch(/^Basis: S\+, two or more independent reports/m);
    expect(text).toContain('Going against it is called a breach.');
    expect(tell('ARCOM-R22').text).toContain('a probable breach, basis to be confirmed');
    expect(text).toMatch(/^Binds: site$/m);
    expect(text).toMatch(/^ {2}S-10 {2}Access ends {2}\(only by alive-after-idle\)$/m);
    expect(text).toMatch(/^Coverage: automatic, /m);
    expect(text).not.toContain('Question');
  });

  it('tells the question of what is declared, and that advice cannot be broken', () => {
    expect(tell('ARCOM-R46').text).toMatch(/^Question to whoever declares:\n {2}What share of adults/m);
    expect(tell('ARCOM-R46').text).toMatch(/^Checks: none$/m);
    expect(tell('ARCOM-R50').text).toContain('nobody can be in breach of it');
    expect(tell('ARCOM-R46').text).not.toContain('nobody can be in breach of it');
  });

  it('tells a check: prose, probes, and the requirements that ask for it over all catalogues', () => {
    const { isKnown, text } = tell('s-10');
    expect(isKnown).toBe(true);
    expect(text).toContain('Access ends, in prose.');
    expect(text).toMatch(/^Probes: session-end$/m);
    expect(text).toMatch(/^Asked for by: [1-9]\d*$/m);
    expect(text).toMatch(/^ {2}ARCOM-R20 {2}S\+ /m);
    expect(text).toMatch(/^ {2}AGCOM-R1 {2}S\+ /m);
  });

  it('speaks French, with the spaces of French', () => {
    const { text } = tell('arcom-r20', 'fr');
    expect(text).toMatch(/^Base\u00a0: S\+, au moins deux comptes rendus/m);
    expect(text).toContain('L’accès prend fin');
    expect(tell('ARCOM-R7', 'fr').text).toMatch(/^Question posée à qui déclare\u00a0:$/m);
  });

  it('says what to type for an id that is none', () => {
    const { isKnown, text } = tell('ARCOM-R200');
    expect(isKnown).toBe(false);
    expect(text).toContain('explain ARCOM-R20\n');
    expect(text).toContain('All ids: list');
    expect(tell('S10', 'fr').text).toMatch(/Au plus près\u00a0:\n {2}explain S-10/);
    expect(tell('\u001b[31m', 'en').text).not.toContain('\u001b');
  });
});
