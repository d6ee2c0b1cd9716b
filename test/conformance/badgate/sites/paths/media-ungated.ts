import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const mediaUngated: Fixture = site(
  {
    name: 'media-ungated',
    sentence: 'Guards its pages and serves its films to whoever knows their addresses.',
    seenAt: 'requirements.md, ARCOM-R4: direct GET of media',
    fails: ['S-03'],
  },
  pastGate(/^\/media\//),
);
