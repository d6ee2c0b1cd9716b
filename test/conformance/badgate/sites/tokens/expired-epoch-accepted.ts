import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const expiredEpochAccepted: Fixture = site(
  {
    name: 'expired-epoch-accepted',
    sentence: 'Takes a token of every key that is listed, however long ago its weeks were over.',
    seenAt: 'threats.md A17: expired epoch; requirements.md, ARCOM-R13: expired',
    fails: ['S-13'],
  },
  takesDespite('window'),
);
