import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

export const crawlerExempt: Fixture = site(
  {
    name: 'crawler-exempt',
    sentence: 'Shows everything to whoever says to be a search engine.',
    seenAt: 'requirements.md, ARCOM-R4: search-bot UA',
    fails: ['S-06'],
  },
  {
    before: (request, { content }) =>
      /googlebot|bingbot|applebot/i.test(request.headers.get('user-agent') ?? '') ? content(request) : undefined,
  },
);
