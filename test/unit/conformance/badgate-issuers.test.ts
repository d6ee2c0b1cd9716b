import { describe, expect, it } from 'vitest';
import { issuerFixtures } from '../../conformance/badgate/issuers/index.ts';
import { openRooms } from '../../conformance/badgate/issuers/open-rooms.ts';
import { issuerChecks } from '../../conformance/checks/issuer/index.ts';
import { runIssuerPlan } from './run-issuer-plan.ts';

const judgeAll = async (origin: string) => {
  const view = await runIssuerPlan(origin);
  return issuerChecks.map(({ id, judge }) => ({ id, ...judge(view) }));
};

describe('the issuers of badgate', () => {
  it('are at least eight, with names of their own, and every check that can fail fails on one', () => {
    expect(new Set(issuerFixtures.map(({ name }) => name)).size).toBe(issuerFixtures.length);
    expect(issuerFixtures.length).toBeGreaterThanOrEqual(8);
    const failed = new Set(issuerFixtures.flatMap(({ fails }) => fails));
    const declared = ['I-10', 'I-11'];
    expect([...failed].sort()).toEqual(issuerChecks.map(({ id }) => id).filter((id) => !declared.includes(id)));
  });

  it('and the reference issuer passes all that can be tested', async () => {
    const rooms = await openRooms(0, (request, honest) => honest(request));
    try {
      const outcomes = (await judgeAll(rooms.issuer)).map(({ id, outcome }) => [id, outcome]);
      // Times say nothing on a machine that is busy with other tests; the check then says so itself.
      const others: Readonly<Record<string, unknown>> = {
        'I-09': expect.stringMatching(/^(passed|cannot-tell)$/),
        'I-10': 'untested',
        'I-11': 'untested',
      };
      expect(outcomes).toEqual(issuerChecks.map(({ id }) => [id, others[id] ?? 'passed']));
    } finally {
      await rooms.close();
    }
  });
});
