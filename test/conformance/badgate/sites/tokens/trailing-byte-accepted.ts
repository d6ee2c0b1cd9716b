import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const trailingByteAccepted: Fixture = site(
  {
    name: 'trailing-byte-accepted',
    sentence: 'Reads a token from the front and does not mind what follows it.',
    seenAt: 'threats.md A17: 355 bytes, trailing bytes',
    fails: ['S-13'],
  },
  takesDespite('length'),
);
