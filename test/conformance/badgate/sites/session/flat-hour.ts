import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { ownSessions } from '../frame/own-session.ts';

export const flatHour: Fixture = site(
  {
    name: 'flat-hour',
    sentence: 'Has sessions of sixty minutes from their beginning, whatever the person does.',
    seenAt: 'requirements.md §5 no 4 and peers.md row 13: a flat 60-minute session',
    fails: ['S-10'],
  },
  ownSessions(({ beganAt }, now) => now - beganAt < 3600),
);
