import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { withCookies } from '../frame/asks.ts';

export const persistentGrant: Fixture = site(
  {
    name: 'persistent-grant',
    sentence: 'Lets browsers keep the cookie of the session for thirty days.',
    seenAt: 'requirements.md, ARCOM-R18: no Expires or Max-Age',
    fails: ['S-09'],
  },
  {
    after: (response) =>
      withCookies(response, (line) =>
        line.startsWith('__Host-age=') ? `${line}; Max-Age=${30 * 24 * 60 * 60}` : line,
      ),
  },
);
