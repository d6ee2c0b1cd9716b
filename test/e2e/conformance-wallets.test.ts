import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../browser/browser.ts';
import { walletChecks } from '../conformance/checks/wallet/index.ts';
import type { EvidenceView } from '../conformance/evidence/view.ts';
import { whyNoVisits } from '../flow/week-gives-visits.ts';
import { runWalletProbes } from '../unit/conformance/run-wallet-probes.ts';
import { type RunningRooms, startRooms } from './running-rooms.ts';

/** Judgements of all wallet checks that are neither passed nor expected to fail, each with what it says. */
function judgeAll(view: EvidenceView) {
  const judged = walletChecks.map((check) => ({ id: check.id, ...check.judge(view) }));
  const failed = judged.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  const open = judged
    .filter(({ outcome }) => outcome !== 'failed' && outcome !== 'passed')
    .map(({ id, outcome }) => `${id} ${outcome}`);
  const said = judged.map(
    ({ id, notes, findings }) =>
      `${id}: ${[...notes, ...findings.map(({ observed }) => observed)].map(({ en }) => en).join(' ')}`,
  );
  return { failed, open, said };
}

// The suite has no clock but the machine's.
const whyNot = whyNoBrowser ?? whyNoVisits(300);

describe.skipIf(whyNot)(`wallets before the suite${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  describe('the reference', () => {
    let rooms: RunningRooms;
    beforeAll(async () => {
      rooms = await startRooms(28_300, []);
    }, 180_000);
    afterAll(() => rooms?.stop());

    it('passes every check, with figures', { timeout: 240_000 }, async () => {
      const { failed, open, said } = judgeAll(await runWalletProbes(rooms.origins.wallet));
      expect({ failed, open }, said.join('\n')).toEqual({ failed: [], open: [] });
      expect(said.join('\n')).toContain('0 requests left the browser for anyone but the site');
    });
  });
});
