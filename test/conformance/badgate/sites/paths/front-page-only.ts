import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pastGate } from '../frame/past-gate.ts';

/** A film’s page that is open (S-02) is open to whoever runs no scripts (S-04). */
export const frontPageOnly: Fixture = site(
  {
    name: 'front-page-only',
    sentence: 'Has a gate at its front page alone; links to its films lead past it.',
    seenAt: 'requirements.md, ARCOM-R1: every entry path',
    fails: ['S-02', 'S-04'],
  },
  pastGate(/^\/films\//),
);
