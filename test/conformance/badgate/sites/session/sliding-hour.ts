import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { ownSessions } from '../frame/own-session.ts';

export const slidingHour: Fixture = site(
  {
    name: 'sliding-hour',
    sentence: 'Has sessions that end an hour after the last request, so that leaving and standby end nothing.',
    seenAt: 'requirements.md, ARCOM-R17 and R19: leaving, standby; T6',
    fails: ['S-10'],
  },
  ownSessions(({ seenAt }, now) => now - seenAt < 3600),
);
