import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const anySaltAccepted: Fixture = site(
  {
    name: 'any-salt-accepted',
    sentence: 'Leaves the length of the salt to its crypto library, which takes any.',
    seenAt: 'threats.md A17: without a salt length, tokens without salt are accepted',
    fails: ['S-13'],
  },
  takesDespite('salt'),
);
