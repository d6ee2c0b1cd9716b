import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const audienceNotChecked: Fixture = site(
  {
    name: 'audience-not-checked',
    sentence: 'Takes proofs that were made for another site.',
    seenAt: 'peers.md, failures: accepts another site’s token; requirements.md, ARCOM-R13',
    fails: ['S-13'],
  },
  takesDespite('audience'),
);
