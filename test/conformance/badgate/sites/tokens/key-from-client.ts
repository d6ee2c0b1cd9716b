import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const keyFromClient: Fixture = site(
  {
    name: 'key-from-client',
    sentence: 'Checks the signature with the key that the client sends along.',
    seenAt: 'peers.md, failures: takes the verification key from the client',
    fails: ['S-13'],
  },
  takesDespite('key'),
);
