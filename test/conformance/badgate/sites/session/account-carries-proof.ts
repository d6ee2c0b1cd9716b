import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { accounts } from '../frame/accounts.ts';

export const accountCarriesProof: Fixture = site(
  {
    name: 'account-carries-proof',
    sentence: 'Remembers the proof in the account, so that whoever logs in elsewhere is let in without one.',
    seenAt: 'requirements.md, ARCOM-R22: log in on a second device',
    fails: ['S-15'],
  },
  accounts({ carryProof: true }),
);
