import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const unsignedProofAccepted: Fixture = site(
  {
    name: 'unsigned-proof-accepted',
    sentence: 'Lets the proof choose its algorithm, and takes none.',
    seenAt: 'threats.md A11: alg=none; requirements.md, ARCOM-R13: alg swap',
    fails: ['S-13'],
  },
  takesDespite('algorithm'),
);
