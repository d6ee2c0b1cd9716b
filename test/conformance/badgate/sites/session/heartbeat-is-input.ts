import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';

export const heartbeatIsInput: Fixture = site(
  {
    name: 'heartbeat-is-input',
    sentence:
      'Takes every report of an open page for an act of the person, so that an hour without input ends nothing.',
    seenAt: 'requirements.md, ARCOM-R20: heartbeats must not count as activity',
    fails: ['S-10'],
  },
  {
    async before(request, { gated }) {
      if (pathOf(request) !== '/_age/beat' || request.method !== 'POST') return undefined;
      if ((await request.clone().text()) !== 'still') return undefined;
      return gated(new Request(request.url, { method: 'POST', headers: request.headers, body: 'input' }));
    },
  },
);
