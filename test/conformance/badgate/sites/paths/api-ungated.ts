import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const apiUngated: Fixture = site(
  {
    name: 'api-ungated',
    sentence: 'Guards its pages and gives titles, texts and media addresses to whoever asks its API.',
    seenAt: 'requirements.md, ARCOM-R4: JSON APIs',
    fails: ['S-03'],
  },
  pastGate(/^\/api\//),
);
