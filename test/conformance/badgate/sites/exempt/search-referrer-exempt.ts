import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

export const searchReferrerExempt: Fixture = site(
  {
    name: 'search-referrer-exempt',
    sentence: 'Shows the first page to whoever says to come from a search engine.',
    seenAt: 'requirements.md, ARCOM-R1: every entry path; conformance.md S-06',
    fails: ['S-06'],
  },
  {
    before: (request, { content }) =>
      /^https:\/\/(?:www\.)?google\./.test(request.headers.get('referer') ?? '') ? content(request) : undefined,
  },
);
