import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const feedUngated: Fixture = site(
  {
    name: 'feed-ungated',
    sentence: 'Publishes titles, texts and media addresses of its films in a feed that anyone can read.',
    seenAt: 'requirements.md, ARCOM-R4: RSS',
    fails: ['S-02'],
  },
  pastGate(/^\/feed\.xml$/),
);
