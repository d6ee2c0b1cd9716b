import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const otherIssuerAccepted: Fixture = site(
  {
    name: 'other-issuer-accepted',
    sentence: 'Does not compare the challenge in the token with the one that it asks for.',
    seenAt: 'threats.md A11 and A17: challenge digest',
    fails: ['S-13'],
  },
  takesDespite('issuer'),
);
