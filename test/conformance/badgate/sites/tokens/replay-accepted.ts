import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

/** A token that is good again later (S-13) is also good a hundred times at once (S-14). */
export const replayAccepted: Fixture = site(
  {
    name: 'replay-accepted',
    sentence: 'Remembers no token, so that each opens as many sessions as it is shown.',
    seenAt: 'threats.md A9 and peers.md row 8: replay',
    fails: ['S-13', 'S-14'],
  },
  { gate: () => ({ spent: { spend: async () => true } }) },
);
