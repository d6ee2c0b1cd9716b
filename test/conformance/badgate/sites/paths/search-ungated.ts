import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const searchUngated: Fixture = site(
  {
    name: 'search-ungated',
    sentence: 'Lists its films to whoever searches, without a gate.',
    seenAt: 'conformance.md S-02: search; requirements.md, ARCOM-R1: every entry path',
    fails: ['S-02'],
  },
  pastGate(/^\/search$/),
);
