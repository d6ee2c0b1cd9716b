import { describe, expect, it } from 'vitest';
import { whyNoDisk } from './campaign/disk.ts';
import type { Invariant } from './campaign/ledger.ts';
import { runUnit } from './campaign/run-unit.ts';
import { FAULTS } from './faults/faults.ts';

const ground = 'site on SQLite';
const unit = (...kinds: string[]) => ({ name: `${ground} 1`, ground, kinds, seed: 7 }) as const;
const saw = (breaches: readonly { readonly invariant: Invariant }[]): readonly Invariant[] =>
  [...new Set(breaches.map(({ invariant }) => invariant))].sort();

describe('a site under load, with faults', () => {
  it('keeps what it promised through each kind that is had everywhere, and comes back', {
    timeout: 120_000,
  }, async () => {
    const { endured, breaches, counts } = await runUnit(
      unit('kill', 'torn-restart', 'stop-continue', 'late-store'),
      FAULTS,
    );
    expect(breaches).toEqual([]);
    expect(endured.map(({ recovery }) => recovery)).not.toContain(null);
    // A load that did nothing would have seen nothing.
    for (const what of [
      'tokens accepted',
      'sessions found again',
      'doors tried without a session',
      'spent tokens shown again',
    ]) {
      expect(counts[what], what).toBeGreaterThan(0);
    }
  });

  it.skipIf(whyNoDisk)(`… without a byte of disk, or read-only${reason(whyNoDisk)}`, { timeout: 120_000 }, async () => {
    const { breaches, endured } = await runUnit(unit('full-disk', 'read-only-disk'), FAULTS);
    expect(breaches).toEqual([]);
    expect(endured).toHaveLength(2);
  });
});

describe('a site that is broken on purpose is caught', () => {
  it('when its spent set forgets at a restart', { timeout: 120_000 }, async () => {
    expect(saw((await runUnit(unit('kill'), FAULTS, { flaw: 'forgets-at-restart' })).breaches)).toContain('twice');
  });

  it('when its sessions are forgotten at a restart', { timeout: 120_000 }, async () => {
    expect(saw((await runUnit(unit('kill'), FAULTS, { flaw: 'forgets-sessions' })).breaches)).toContain('lost');
  });

  it.skipIf(whyNoDisk)(
    `when its gate opens while the store is down${reason(whyNoDisk)}`,
    { timeout: 120_000 },
    async () => {
      expect(saw((await runUnit(unit('full-disk'), FAULTS, { flaw: 'opens-without-store' })).breaches)).toContain(
        'open',
      );
    },
  );
});

function reason(why: string | undefined): string {
  return why === undefined ? '' : ` (${why})`;
}
