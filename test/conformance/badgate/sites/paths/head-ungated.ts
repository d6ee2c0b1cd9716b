import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';

export const headUngated: Fixture = site(
  {
    name: 'head-ungated',
    sentence: 'Answers HEAD for its media without a session: type, length, and that they are there.',
    seenAt: 'requirements.md, ARCOM-R4: media addresses without proof must answer 401 or 403',
    fails: ['S-03'],
  },
  {
    before: (request, { content }) =>
      request.method === 'HEAD' && /^\/(?:media|thumbs)\//.test(pathOf(request)) ? content(request) : undefined,
  },
);
