import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const holderNotCompared: Fixture = site(
  {
    name: 'holder-not-compared',
    sentence: 'Checks that a proof is signed and not that the key is the one that the token was made for.',
    seenAt: 'threats.md A11: thumbprint must equal the nonce',
    fails: ['S-13'],
  },
  takesDespite('holder'),
);
