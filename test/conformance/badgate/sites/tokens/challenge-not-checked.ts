import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const challengeNotChecked: Fixture = site(
  {
    name: 'challenge-not-checked',
    sentence: 'Takes an answer to a challenge that it never made.',
    seenAt: 'requirements.md, ARCOM-R13: altered nonce; threats.md A11',
    fails: ['S-13'],
  },
  takesDespite('challenge'),
);
