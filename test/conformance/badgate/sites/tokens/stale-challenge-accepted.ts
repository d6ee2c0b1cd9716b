import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

/** Seen with the test clock alone: without it this takes ten minutes of waiting. */
export const staleChallengeAccepted: Fixture = site(
  {
    name: 'stale-challenge-accepted',
    sentence: 'Takes an answer to a challenge however long ago it was made.',
    seenAt: 'requirements.md, ARCOM-R13: old nonce; peers.md, failures: nonces that are never forgotten',
    fails: ['S-13'],
  },
  takesDespite('freshness'),
);
