import { describe, expect, it } from 'vitest';
import { sessionsEnd } from '../../conformance/checks/site/s-10-sessions-end.ts';
import { wrongTokensRefusedAlike } from '../../conformance/checks/site/s-13-wrong-tokens-refused-alike.ts';
import { oneGrantPerToken } from '../../conformance/checks/site/s-14-one-grant-per-token.ts';
import { noAccountCarriesTheProof } from '../../conformance/checks/site/s-15-no-account-carries-the-proof.ts';
import { type Planted, plant } from './build-evidence.ts';

const RULES = { leave: 15, silence: 90, idle: 3600 } as const;
type Rule = keyof typeof RULES;

const PAGE = 'a page of films, much longer than any gate would be';
const html = { 'content-type': 'text/html' };

/** A site that ends its sessions for every rule but those named. */
function endings(alive: readonly Rule[], tried: readonly Rule[] = ['leave', 'silence', 'idle'], gateStatus = 403) {
  return plant('site').probe('session-end', (p) => {
    p.exchange({ label: 'stranger', url: '/', status: gateStatus, headers: html, body: 'gate' });
    for (const rule of tried) {
      const before = p.exchange({ label: 'alive', url: '/', headers: html, body: PAGE });
      const [status, body] = alive.includes(rule) ? [200, `${PAGE}.`] : [gateStatus, 'gate.'];
      const after = p.exchange({ label: `after-${rule}`, url: '/', status, headers: html, body });
      p.fact('ended', { rule, seconds: RULES[rule], by: 'clock', alive: before, after });
    }
  });
}

describe('S-10', () => {
  it('passes where every rule ends the session', () => {
    expect(sessionsEnd.judge(endings([]).view()).outcome).toBe('passed');
  });

  it.each(['leave', 'silence', 'idle'] as const)('finds a session that outlives %s', (rule) => {
    for (const status of [403, 200]) {
      const { outcome, findings } = sessionsEnd.judge(endings([rule], undefined, status).view());
      expect([outcome, findings.map((one) => one.rule)]).toEqual(['failed', [`alive-after-${rule}`]]);
    }
  });

  it('cannot tell where sixty minutes were not waited for, and still finds what it saw', () => {
    expect(sessionsEnd.judge(endings([], ['leave', 'silence']).view()).outcome).toBe('cannot-tell');
    expect(sessionsEnd.judge(endings(['leave'], ['leave', 'silence']).view()).outcome).toBe('failed');
    expect(sessionsEnd.judge(endings([], ['leave', 'silence']).view()).held).toEqual([
      'alive-after-leave',
      'alive-after-silence',
    ]);
    expect(sessionsEnd.judge(endings(['leave'], ['leave', 'silence']).view()).held).toEqual(['alive-after-silence']);
  });

  it('says nothing of a session that never opened a page', () => {
    const view = plant('site').probe('session-end', (p) => {
      const alive = p.exchange({ label: 'alive', url: '/', status: 403 });
      const after = p.exchange({ label: 'after-leave', url: '/', status: 403 });
      p.fact('ended', { rule: 'leave', seconds: 15, by: 'machine', alive, after });
    });
    expect(sessionsEnd.judge(view.view()).outcome).toBe('cannot-tell');
    expect(sessionsEnd.judge(plant('site').untested('session-end', 'no-tokens').view())).toMatchObject({
      outcome: 'untested',
      reason: 'no-tokens',
    });
  });
});

const problem = { 'content-type': 'application/problem+json', 'dpop-nonce': 'fresh' };

function refuse(p: Planted, kind: string, change: Partial<Parameters<Planted['exchange']>[0]> = {}): void {
  const answer = p.exchange({
    label: `present-${kind}`,
    url: '/_age/redeem',
    status: 401,
    headers: problem,
    body: 'no',
    ...change,
  });
  p.fact('presented', { kind, answer, status: change.status ?? 401, hasSession: false });
}

function accept(p: Planted, kind: string, afterStatus: number): void {
  const answer = p.exchange({ label: `present-${kind}`, url: '/_age/redeem', status: 204 });
  p.fact('presented', { kind, answer, status: 204, hasSession: true });
  p.exchange({ label: 'after', url: '/', status: afterStatus });
}

describe('S-13', () => {
  const judge = (act: (p: Planted) => void) =>
    wrongTokensRefusedAlike.judge(plant('site').probe('presentations', act).view());

  it('passes where all are refused alike, whatever the fresh challenge', () => {
    const judgement = judge((p) => {
      refuse(p, 'replayed');
      refuse(p, 'wrong-key', { headers: { ...problem, 'dpop-nonce': 'another' } });
    });
    expect([judgement.outcome, judgement.notes[0]?.en]).toEqual(['passed', '2 wrong presentations, 2 refused.']);
  });

  it('finds what opens a session', () => {
    const { findings } = judge((p) => {
      refuse(p, 'wrong-key');
      accept(p, 'replayed', 200);
    });
    expect(findings.map(({ rule, observed }) => [rule, observed.en])).toEqual([
      ['accepted', 'A session was opened for a token that was used before.'],
    ]);
  });

  it.each([
    ['status', { status: 400 }],
    ['body', { body: 'spent' }],
    ['header', { headers: { 'content-type': 'application/problem+json' } }],
    ['silence', { noAnswer: 'reset' }],
  ] as const)('finds refusals that differ by %s', (_, change) => {
    const { findings } = judge((p) => {
      for (const kind of ['wrong-key', 'no-proof']) refuse(p, kind);
      refuse(p, 'replayed', change);
    });
    expect(findings.map(({ rule, evidence }) => [rule, evidence.length])).toEqual([['told-apart', 1]]);
  });

  it('is untested without tokens', () => {
    expect(wrongTokensRefusedAlike.judge(plant('site').untested('presentations', 'no-tokens').view()).outcome).toBe(
      'untested',
    );
  });
});

describe('S-14', () => {
  it.each([
    [0, 'cannot-tell'],
    [1, 'passed'],
    [2, 'failed'],
  ] as const)('of %i sessions says %s', (sessions, outcome) => {
    const view = plant('site').probe('race', (p) => {
      const granted = Array.from({ length: sessions }, () =>
        p.exchange({ label: 'race', url: '/_age/redeem', status: 204 }),
      );
      p.fact('grants', { times: 100, granted });
    });
    expect(oneGrantPerToken.judge(view.view()).outcome).toBe(outcome);
  });
});

describe('S-15', () => {
  const judge = (forms: number, secondStatus: number, body = PAGE, strangerStatus = 403) =>
    noAccountCarriesTheProof.judge(
      plant('site')
        .probe('accounts', (p) => {
          p.exchange({ label: 'alive', url: '/', headers: html, body: PAGE });
          p.exchange({ label: 'stranger', url: '/', status: strangerStatus, headers: html, body: 'gate' });
          p.exchange({ label: 'second-device', url: '/', status: secondStatus, headers: html, body });
          p.fact('accounts', { pages: 3, forms, isTried: forms > 0 });
        })
        .view(),
    ).outcome;

  it('passes where the second device meets the gate, also one that answers 200', () => {
    expect([judge(1, 403), judge(1, 200, 'gate', 200)]).toEqual(['passed', 'passed']);
  });

  it('fails where signing in opens the site', () => {
    expect([judge(1, 200), judge(2, 200, `${PAGE}, hello`, 200)]).toEqual(['failed', 'failed']);
  });

  it('does not apply where there are no accounts', () => {
    expect(judge(0, 403)).toBe('inapplicable');
  });
});
