import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

export const forwardedForExempt: Fixture = site(
  {
    name: 'forwarded-for-exempt',
    sentence: 'Takes X-Forwarded-For at its word and shows everything to a search engine’s address, and to its own.',
    seenAt: 'conformance.md S-06: X-Forwarded-For',
    fails: ['S-06'],
  },
  {
    before: (request, { content }) =>
      /^(?:66\.249\.|127\.0\.0\.1)/.test(request.headers.get('x-forwarded-for') ?? '') ? content(request) : undefined,
  },
);
