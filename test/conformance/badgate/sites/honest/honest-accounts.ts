import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { accounts } from '../frame/accounts.ts';

export const honestAccounts: Fixture = site(
  {
    name: 'honest-accounts',
    sentence: 'The reference gate on a site with accounts, which carry no proof.',
    seenAt: 'an honest variant: accounts',
    fails: [],
  },
  accounts({ carryProof: false }),
);
