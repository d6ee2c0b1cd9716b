import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

export const rangeUngated: Fixture = site(
  {
    name: 'range-ungated',
    sentence: 'Refuses whole films without a session and serves any stretch of one that is asked for with Range.',
    seenAt: 'conformance.md S-03: range requests too',
    fails: ['S-03'],
  },
  { before: (request, { content }) => (request.headers.has('range') ? content(request) : undefined) },
);
