import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { withCookies } from '../frame/asks.ts';

export const grantReadable: Fixture = site(
  {
    name: 'grant-readable',
    sentence: 'Gives a session cookie that scripts can read and that other sites’ requests carry.',
    seenAt: 'requirements.md, ARCOM-R33: HttpOnly and SameSite',
    fails: ['S-09'],
  },
  {
    after: (response) =>
      withCookies(response, (line) =>
        line.startsWith('__Host-age=') ? line.replace('; HttpOnly', '').replace('SameSite=Lax', 'SameSite=None') : line,
      ),
  },
);
