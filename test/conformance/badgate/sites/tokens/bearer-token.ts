import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { takesDespite } from '../frame/lax-redeem.ts';

export const bearerToken: Fixture = site(
  {
    name: 'bearer-token',
    sentence: 'Takes a token from whoever has it, without a proof of its holder.',
    seenAt: 'threats.md A11: stolen token; requirements.md §5 no 8: copied tokens',
    fails: ['S-13'],
  },
  takesDespite('no-proof'),
);
