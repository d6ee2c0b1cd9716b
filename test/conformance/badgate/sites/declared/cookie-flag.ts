import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { cookieOf } from '../frame/asks.ts';

/** A flag that says adult is a declaration (S-07), and one that a script in the browser can set by itself (S-05). */
export const cookieFlag: Fixture = site(
  {
    name: 'cookie-flag',
    sentence: 'Shows everything to whoever sends the cookie age_verified=1, which anyone can write.',
    seenAt: 'requirements.md, ARCOM-R2: known cookies',
    fails: ['S-05', 'S-07'],
  },
  { before: (request, { content }) => (cookieOf(request, 'age_verified') === '1' ? content(request) : undefined) },
);
