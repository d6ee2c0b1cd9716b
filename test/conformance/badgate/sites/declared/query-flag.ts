import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

export const queryFlag: Fixture = site(
  {
    name: 'query-flag',
    sentence: 'Shows every page whose address ends in ?age=1.',
    seenAt: 'requirements.md, ARCOM-R2: query flag',
    fails: ['S-07'],
  },
  {
    before: (request, { content }) =>
      new URL(request.url).searchParams.get('age') === '1' ? content(request) : undefined,
  },
);
