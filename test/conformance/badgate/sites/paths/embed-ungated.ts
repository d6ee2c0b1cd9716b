import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const embedUngated: Fixture = site(
  {
    name: 'embed-ungated',
    sentence: 'Serves the page that other sites embed, with a film’s title and picture, without a gate.',
    seenAt: 'requirements.md, ARCOM-R4: /embed',
    fails: ['S-02'],
  },
  pastGate(/^\/embed\//),
);
