import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

export const honestFrame: Fixture = site(
  {
    name: 'honest-frame',
    sentence: 'The site that the broken ones differ from, without a fault.',
    seenAt: 'an honest variant: the frame itself',
    fails: [],
  },
  {},
);
