import { describe, expect, it } from 'vitest';
import type { Catalogue, Requirement } from '../../conformance/catalogue/catalogue.ts';
import { coverCatalogue, type Judgements } from '../../conformance/catalogue/coverage.ts';
import { listCatalogues } from '../../conformance/catalogue/published.ts';
import { weighFinding } from '../../conformance/catalogue/weigh-finding.ts';
import type { Finding, Outcome } from '../../conformance/checks/check.ts';

const TEXT = { en: 'x', fr: 'y' };
const row = (changes: Partial<Requirement> = {}): Requirement => ({
  id: 'T-R1',
  title: TEXT,
  source: 'T',
  status: 'V',
  binds: ['site'],
  checks: ['S-01'],
  automation: 'automatic',
  ...(changes.automation === undefined || changes.automation === 'automatic' ? {} : { question: TEXT }),
  ...changes,
});
const finding = (rule: string): Finding => ({
  rule,
  severity: 'high',
  expected: TEXT,
  observed: TEXT,
  why: TEXT,
  fix: TEXT,
  reproduce: '',
  evidence: [],
});
const judged = (outcomes: Readonly<Record<string, Outcome>>, rule = 'seen'): Judgements =>
  new Map(
    Object.entries(outcomes).map(([id, outcome]) => [
      id,
      { outcome, findings: outcome === 'failed' ? [finding(rule)] : [] },
    ]),
  );
const catalogue = (...requirements: Requirement[]): Catalogue => ({
  id: 't',
  title: TEXT,
  authority: TEXT,
  sources: { T: { title: 'T' } },
  note: TEXT,
  requirements,
});
const stateOf = (one: Requirement, outcomes: Readonly<Record<string, Outcome>>, answer?: string, rule?: string) =>
  coverCatalogue(catalogue(one), judged(outcomes, rule), answer === undefined ? {} : { [one.id]: answer })
    .requirements[0]?.state;
const kindOf = (one: Requirement, outcomes: Readonly<Record<string, Outcome>>): string | undefined => {
  const { total, ...kinds } = coverCatalogue(catalogue(one), judged(outcomes), {}).coverage;
  expect(total).toBe(1);
  expect(Object.values(kinds).reduce((sum, n) => sum + n, 0)).toBe(1);
  return Object.entries(kinds).find(([, n]) => n === 1)?.[0];
};

const TWO: Partial<Requirement> = { checks: ['S-01', 'W-01'] };
const PARTIAL: Partial<Requirement> = { automation: 'partial' };
const DECLARATION: Partial<Requirement> = { automation: 'declaration', checks: [] };

describe('what a run says of a requirement', () => {
  it.each([
    ['V', 'broken'],
    ['S+', 'broken'],
    ['S', 'would-be-broken'],
    ['M', 'would-be-broken'],
    ['D', 'would-be-broken'],
  ] as const)('a check failed, status %s: %s', (status, state) => {
    expect(stateOf(row({ status }), { 'S-01': 'failed' })).toBe(state);
    expect(stateOf(row({ ...PARTIAL, status }), { 'S-01': 'failed' }, 'All is well.')).toBe(state);
  });

  it('one check that failed is enough, whatever the others say', () => {
    expect(stateOf(row(TWO), { 'S-01': 'passed', 'W-01': 'failed' })).toBe('broken');
    expect(stateOf(row(TWO), { 'W-01': 'failed' })).toBe('broken');
  });

  it('a check of another requirement changes nothing', () => {
    expect(stateOf(row(), { 'S-01': 'passed', 'S-02': 'failed' })).toBe('met');
  });

  it('advice is never broken and never met', () => {
    const advice = { ...PARTIAL, isAdvice: true };
    expect(stateOf(row(advice), { 'S-01': 'failed' })).toBe('no-breach-seen');
    expect(stateOf(row({ isAdvice: true }), { 'S-01': 'passed' })).toBe('no-breach-seen');
    expect(stateOf(row(advice), { 'S-01': 'cannot-tell' })).toBe('untested');
    const [result] = coverCatalogue(catalogue(row(advice)), judged({ 'S-01': 'failed' }), {}).requirements;
    expect(result?.outcomes).toEqual([{ check: 'S-01', outcome: 'failed' }]);
  });

  it('is met when checks decide it and all that apply have passed', () => {
    expect(stateOf(row(), { 'S-01': 'passed' })).toBe('met');
    expect(stateOf(row(TWO), { 'S-01': 'passed', 'W-01': 'inapplicable' })).toBe('met');
  });

  it.each(['cannot-tell', 'untested'] as const)('is not met while another of its checks is %s', (outcome) => {
    expect(stateOf(row(TWO), { 'S-01': 'passed', 'W-01': outcome })).toBe('no-breach-seen');
    expect(stateOf(row(TWO), { 'S-01': 'inapplicable', 'W-01': outcome })).toBe('untested');
  });

  it('is never met where checks only look at a part, nor by anybody’s word', () => {
    expect(stateOf(row(PARTIAL), { 'S-01': 'passed' })).toBe('no-breach-seen');
    expect(stateOf(row(PARTIAL), { 'S-01': 'passed' }, 'Yes.')).toBe('no-breach-seen');
    expect(stateOf(row(PARTIAL), { 'S-01': 'cannot-tell' }, 'Yes.')).toBe('declared');
    expect(stateOf(row(DECLARATION), {}, 'Yes.')).toBe('declared');
    expect(stateOf(row({ ...DECLARATION, checks: ['I-10'] }), { 'I-10': 'passed' }, 'Yes.')).toBe('declared');
    expect(stateOf(row({ ...DECLARATION, checks: ['I-10'] }), { 'I-10': 'passed' })).toBe('untested');
  });

  it('is untested without an outcome, without an answer, and without a run of its plan', () => {
    expect(stateOf(row(), { 'S-01': 'cannot-tell' })).toBe('untested');
    expect(stateOf(row(), { 'S-01': 'untested' })).toBe('untested');
    expect(stateOf(row({ checks: ['W-01', 'I-02'] }), { 'S-01': 'passed' })).toBe('untested');
    expect(stateOf(row(DECLARATION), {})).toBe('untested');
    expect(stateOf(row(DECLARATION), {}, '  \n')).toBe('untested');
  });

  it('is inapplicable when none of its checks applies', () => {
    expect(stateOf(row(TWO), { 'S-01': 'inapplicable', 'W-01': 'inapplicable' })).toBe('inapplicable');
    expect(stateOf(row(PARTIAL), { 'S-01': 'inapplicable' })).toBe('inapplicable');
  });

  it('is broken by the rules that it names and by no other finding of the check', () => {
    const ruled = row({ checks: ['S-10'], rules: { 'S-10': ['alive-after-idle'] } });
    expect(stateOf(ruled, { 'S-10': 'failed' }, undefined, 'alive-after-idle')).toBe('broken');
    expect(stateOf(ruled, { 'S-10': 'failed' }, undefined, 'alive-after-leave')).toBe('no-breach-seen');
  });

  it('would be broken, however good its basis, by what goes against our reading of it alone', () => {
    const read = row({ checks: ['S-10'], rules: { 'S-10': ['idle'] }, ownReading: { 'S-10': ['leave'] } });
    expect(stateOf(read, { 'S-10': 'failed' }, undefined, 'leave')).toBe('would-be-broken');
    expect(stateOf(read, { 'S-10': 'failed' }, undefined, 'idle')).toBe('broken');
    expect(stateOf(read, { 'S-10': 'failed' }, undefined, 'other')).toBe('no-breach-seen');
    const only = row({ checks: ['S-10'], ownReading: { 'S-10': ['leave'] } });
    expect(stateOf(only, { 'S-10': 'failed' }, undefined, 'other')).toBe('no-breach-seen');
    expect(stateOf({ ...read, isAdvice: true }, { 'S-10': 'failed' }, undefined, 'leave')).toBe('no-breach-seen');
  });

  it('is decided by its own rules where a check tries them one by one', () => {
    const one = row({ rules: { 'S-01': ['leave'] }, ownReading: { 'S-01': ['silence'] } });
    const state = (outcome: Outcome, held: readonly string[], ...found: readonly string[]) =>
      coverCatalogue(catalogue(one), new Map([['S-01', { outcome, findings: found.map(finding), held }]]), {})
        .requirements[0];
    expect(state('cannot-tell', ['leave', 'silence'])).toMatchObject({
      state: 'met',
      outcomes: [{ check: 'S-01', outcome: 'passed' }],
    });
    expect(state('cannot-tell', ['leave'])?.state).toBe('untested');
    // That the check failed by another rule says nothing of one that was not tried.
    expect(state('failed', [], 'idle')?.state).toBe('untested');
    expect(state('failed', ['leave', 'silence'], 'idle')?.state).toBe('met');
    expect(state('failed', ['silence'], 'leave')?.state).toBe('broken');
  });

  it('keeps a declaration as it was typed, and takes none where nothing is asked', () => {
    const asked = coverCatalogue(catalogue(row(DECLARATION)), judged({}), { 'T-R1': ' By Ms A.\n' });
    expect(asked.requirements[0]?.declaration).toBe(' By Ms A.\n');
    const silent = coverCatalogue(catalogue(row()), judged({ 'S-01': 'untested' }), { 'T-R1': 'Met.' });
    expect(silent.requirements[0]).toMatchObject({ state: 'untested' });
    expect(silent.requirements[0]).not.toHaveProperty('declaration');
    const inherited = coverCatalogue(catalogue(row({ ...DECLARATION, id: 'toString' })), judged({}), {});
    expect(inherited.requirements[0]?.state).toBe('untested');
  });
});

describe('coverage', () => {
  it.each<[string, Partial<Requirement>, Readonly<Record<string, Outcome>>]>([
    ['automatic', {}, { 'S-01': 'passed' }],
    ['automatic', {}, { 'S-01': 'failed' }],
    ['automatic', {}, { 'S-01': 'inapplicable' }],
    ['automatic', TWO, { 'S-01': 'failed', 'W-01': 'untested' }],
    ['partial', TWO, { 'S-01': 'passed', 'W-01': 'untested' }],
    ['partial', PARTIAL, { 'S-01': 'passed' }],
    ['partial', PARTIAL, { 'S-01': 'failed' }],
    ['untested', {}, { 'S-01': 'cannot-tell' }],
    ['untested', PARTIAL, {}],
    ['declaration', DECLARATION, {}],
    ['declaration', { ...DECLARATION, checks: ['I-10'] }, { 'I-10': 'passed' }],
  ])('%s: %j with %j', (kind, changes, outcomes) => {
    expect(kindOf(row(changes), outcomes)).toBe(kind);
  });

  it('of each catalogue adds up, with all checks passed and with none run', () => {
    const table = listCatalogues().flatMap((one) => {
      const checks = [...new Set(one.requirements.flatMap(({ checks }) => checks))];
      const all = coverCatalogue(one, judged(Object.fromEntries(checks.map((id) => [id, 'passed']))), {});
      const none = coverCatalogue(one, judged({}), {});
      for (const { total, automatic, partial, declaration, untested } of [all.coverage, none.coverage]) {
        expect(automatic + partial + declaration + untested).toBe(total);
      }
      expect(all.coverage.untested).toBe(0);
      expect(none.coverage.automatic + none.coverage.partial).toBe(0);
      expect(new Set(none.requirements.map(({ state }) => state))).toEqual(new Set(['untested']));
      const met = all.requirements.filter(({ state }) => state === 'met').length;
      return [{ id: one.id, ...all.coverage, met }];
    });
    console.table(table);
  });

  it('of the référentiel in a site run: what only issuers and wallets show is untested', () => {
    const [arcom] = listCatalogues();
    const site = [...new Set(arcom?.requirements.flatMap(({ checks }) => checks))].filter((id) => id.startsWith('S-'));
    const run = coverCatalogue(arcom as Catalogue, judged(Object.fromEntries(site.map((id) => [id, 'passed']))), {});
    const untested = run.requirements.filter(
      ({ state, automation }) => state === 'untested' && automation !== 'declaration',
    );
    expect(untested.length).toBe(run.coverage.untested);
    for (const { checks } of untested) expect(checks.filter((id) => id.startsWith('S-'))).toEqual([]);
    console.table(run.coverage);
  });
});

describe('the weight of a finding', () => {
  const rows = [
    row({ id: 'T-R1', status: 'S' }),
    row({ id: 'T-R2', status: 'V', isAdvice: true }),
    row({ id: 'T-R3', status: 'M', checks: ['S-10'], rules: { 'S-10': ['alive-after-idle'] } }),
  ];

  it('is a breach where one basis is confirmed', () => {
    const more = [...rows, row({ id: 'T-R4', status: 'S+' })];
    expect(weighFinding({ requirements: more }, 'S-01', 'seen')).toEqual({
      weight: 'breach',
      requirements: ['T-R1', 'T-R4'],
    });
  });

  it('would be a breach where none is; advice weighs nothing', () => {
    expect(weighFinding({ requirements: rows }, 'S-01', 'seen')).toEqual({
      weight: 'would-breach',
      requirements: ['T-R1'],
    });
  });

  it('would be a breach where only our reading of a confirmed rule is against it', () => {
    const read = [row({ id: 'T-R5', ownReading: { 'S-01': ['seen'] } })];
    expect(weighFinding({ requirements: read }, 'S-01', 'seen')).toEqual({
      weight: 'would-breach',
      requirements: ['T-R5'],
    });
    expect(weighFinding({ requirements: read }, 'S-01', 'other').weight).toBe('outside');
  });

  it('is outside where no requirement asks for the check or for the rule', () => {
    expect(weighFinding({ requirements: rows }, 'S-02', 'seen')).toEqual({ weight: 'outside', requirements: [] });
    expect(weighFinding({ requirements: rows }, 'S-10', 'alive-after-leave')).toEqual({
      weight: 'outside',
      requirements: [],
    });
    expect(weighFinding({ requirements: rows }, 'S-10', 'alive-after-idle').requirements).toEqual(['T-R3']);
  });
});
