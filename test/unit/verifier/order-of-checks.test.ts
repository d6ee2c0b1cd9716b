import { calendarOf, formatHex } from '@bauta/sdk/protocol';
import type { SpentSet } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../protocol/refusals.ts';
import { FAULTS, presentationWith } from './faults.ts';
import { createTestSite } from './site.ts';

/** A spent set that writes down what it is asked. */
function writingSpentSet(isSpent: boolean): SpentSet & { readonly asked: [nullifier: string, until: number][] } {
  const asked: [string, number][] = [];
  return {
    asked,
    async spend(nullifier, until) {
      asked.push([formatHex(nullifier), until]);
      return !isSpent;
    },
  };
}

describe.each([
  ['form', 1],
  ['direct', 2],
] as const)('the order of checks, %s mode', (_, mode) => {
  it.each(FAULTS.map((fault, i) => [fault.code, fault.about, i] as const))(
    '%s: %s comes before all that follows',
    async (code, _about, i) => {
      const [fault, ...later] = FAULTS.slice(i);
      for (const second of [undefined, ...later]) {
        const faults = [fault, second].filter((one) => one !== undefined);
        const { presentation, draft } = presentationWith(faults, mode);
        const spent = writingSpentSet(draft.isReplayed);
        const site = createTestSite(undefined, { spent });
        await site.refresh(draft.now);
        const outcome = await outcomeOf(() => site.verifier.redeem(presentation, mode, draft.now));
        expect(outcome, `${fault?.about}, then ${second?.about}`).toBe(code);
        // Nothing that cannot be undone has happened before every check was passed.
        expect(spent.asked).toHaveLength(code === 'ERR_TOKEN_SPENT' ? 1 : 0);
      }
    },
    60_000,
  );

  it('ends in one spend, of the nullifier, until 24 hours after the last acceptance of its epoch', async () => {
    const { presentation, draft } = presentationWith([], mode);
    const spent = writingSpentSet(false);
    const site = createTestSite(undefined, { spent });
    await site.refresh(draft.now);
    await site.verifier.redeem(presentation, mode, draft.now);
    const { nullifierUntil } = calendarOf('2026-W47');
    expect(spent.asked).toEqual([[expect.stringMatching(/^[0-9a-f]{64}$/), nullifierUntil]]);
    expect(nullifierUntil).toBe(Date.UTC(2026, 11, 1) / 1000);
  });
});
