import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';

export const leavingIgnored: Fixture = site(
  {
    name: 'leaving-ignored',
    sentence: 'Hears that its last page is being left and lets the session go on as if it were not.',
    seenAt: 'requirements.md, ARCOM-R17: close the tabs of the origin, return',
    fails: ['S-10'],
  },
  {
    async before(request) {
      if (pathOf(request) !== '/_age/beat' || request.method !== 'POST') return undefined;
      return (await request.clone().text()) === 'leave' ? new Response(null, { status: 204 }) : undefined;
    },
  },
);
