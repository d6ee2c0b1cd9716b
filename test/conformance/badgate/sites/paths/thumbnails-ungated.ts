import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const thumbnailsUngated: Fixture = site(
  {
    name: 'thumbnails-ungated',
    sentence: 'Guards its films and serves their pictures to everyone.',
    seenAt: 'requirements.md, ARCOM-R4: thumb URLs',
    fails: ['S-03'],
  },
  pastGate(/^\/thumbs\//),
);
