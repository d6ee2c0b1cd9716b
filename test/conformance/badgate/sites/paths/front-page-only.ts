import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

export const frontPageOnly: Fixture = site(
  {
    name: 'front-page-only',
    sentence: 'Has a gate at its front page alone; links to its films lead past it.',
    seenAt: 'requirements.md, ARCOM-R1: every entry path',
    fails: ['S-02'],
  },
  pastGate(/^\/films\//),
);
