import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { ownSessions } from '../frame/own-session.ts';

export const sessionForEver: Fixture = site(
  {
    name: 'session-for-ever',
    sentence: 'Has sessions that the server never ends; only the browser may forget the cookie.',
    seenAt: 'requirements.md, ARCOM-R20 and R21: cookie copied back',
    fails: ['S-10'],
  },
  ownSessions(() => true),
);
