import { describe, expect, it } from 'vitest';
import type { Catalogue, Requirement } from '../../conformance/catalogue/catalogue.ts';
import { type Check, type Finding, type Judgement, passed, untested } from '../../conformance/checks/check.ts';
import { judge } from '../../conformance/verdict/judge.ts';
import { plant } from './build-evidence.ts';

const words = (text: string) => ({ en: text, fr: text });

function finding(rule: string, severity: Finding['severity']): Finding {
  const text = words(rule);
  return { rule, severity, expected: text, observed: text, why: text, fix: text, reproduce: 'curl', evidence: [] };
}

const failed = (...findings: Finding[]): Judgement => ({ outcome: 'failed', findings, notes: [] });

const check = (id: Check['id'], judgement: Judgement): Check => ({
  id,
  plan: 'site',
  title: words(id),
  prose: words(id),
  probes: [],
  judge: () => judgement,
});

const requirement = (id: string, checks: Requirement['checks'], rest: Partial<Requirement>): Requirement => ({
  id,
  title: words(id),
  source: 'JO',
  status: 'V',
  binds: ['site'],
  checks,
  automation: 'automatic',
  ...rest,
});

const CATALOGUE: Catalogue = {
  id: 'test',
  title: words('test'),
  authority: words('test'),
  sources: { JO: { title: 'Journal' } },
  note: words('test'),
  requirements: [
    requirement('T-R1', ['S-01'], {}),
    requirement('T-R2', ['S-02'], { status: 'M' }),
    requirement('T-R3', ['S-19'], { isAdvice: true }),
  ],
};

const CORE = ['S-01', 'S-02', 'S-03', 'S-04'] as const;

function report(outcomes: Partial<Record<Check['id'], Judgement>>, isStrict = false) {
  const all = { ...Object.fromEntries(CORE.map((id) => [id, passed()])), ...outcomes };
  const checks = Object.entries(all).map(([id, judgement]) => check(id as Check['id'], judgement as Judgement));
  const view = plant('site').view();
  return judge({ view, evidence: 'e', checks, catalogue: CATALOGUE, declarations: {}, isStrict });
}

describe('the verdict', () => {
  it('is no breach where every core check came to an outcome and nothing was found', () => {
    const { verdict, doubts, coverage } = report({});
    expect([verdict, doubts, coverage.total]).toEqual(['no-breach', [], 3]);
  });

  it('is a breach only where the basis is confirmed', () => {
    expect(report({ 'S-01': failed(finding('a', 'low')) }).verdict).toBe('breach');
    const probable = { 'S-02': failed(finding('b', 'high')) };
    expect(report(probable)).toMatchObject({ verdict: 'inconclusive', breaches: 0, wouldBreach: 1 });
    expect(report(probable, true).verdict).toBe('breach');
  });

  it('is no breach for a finding that no requirement asks for, which is shown all the same', () => {
    const { verdict, findings } = report({ 'S-19': failed(finding('c', 'high')) });
    expect([verdict, findings.map(({ weight }) => weight)]).toEqual(['no-breach', ['outside']]);
  });

  it('is inconclusive where a grave finding is by a check that the catalogue does not know', () => {
    const { verdict, breaches, doubts } = report({ 'S-07': failed(finding('d', 'high')) });
    expect([verdict, breaches, doubts.length]).toEqual(['inconclusive', 0, 1]);
    expect(report({ 'S-07': failed(finding('d', 'medium')) }).verdict).toBe('no-breach');
  });

  it.each(CORE)('is inconclusive without %s', (id) => {
    expect(report({ [id]: untested('no-browser') }).verdict).toBe('inconclusive');
  });

  it('numbers findings, the gravest first', () => {
    const { findings } = report({
      'S-02': failed(finding('probable', 'high')),
      'S-01': failed(finding('light', 'low'), finding('grave', 'high')),
    });
    expect(findings.map(({ number, rule }) => `${number} ${rule}`)).toEqual(['1 grave', '2 light', '3 probable']);
  });
});
