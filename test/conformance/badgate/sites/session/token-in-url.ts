import { randomBytes } from 'node:crypto';
import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { isRedeem } from '../frame/asks.ts';

export const tokenInUrl: Fixture = site(
  {
    name: 'token-in-url',
    sentence: 'Carries the grant in the address of its pages, besides the cookie, so that whoever gets a link gets in.',
    seenAt: 'peers.md, failures, and requirements.md §5 no 3: a token travels in the URL; ARCOM-R33: no secrets in URL',
    fails: ['S-09'],
  },
  () => {
    const grants = new Map<string, number>();
    return {
      async before(request, works) {
        if (isRedeem(request)) {
          const answer = await works.gated(request);
          if (answer.headers.getSetCookie().length === 0) return answer;
          const grant = randomBytes(24).toString('base64url');
          grants.set(grant, works.now());
          const headers = new Headers(answer.headers);
          headers.set('location', `/?age_token=${grant}`);
          return new Response(null, { status: 303, headers });
        }
        const began = grants.get(new URL(request.url).searchParams.get('age_token') ?? '');
        // As short as the lease, so that what is wrong is where it travels and not how long it lives.
        return began !== undefined && works.now() - began < 15 ? works.content(request) : undefined;
      },
    };
  },
);
