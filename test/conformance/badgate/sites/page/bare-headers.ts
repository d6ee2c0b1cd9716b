import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { withHeaders } from '../frame/asks.ts';

const NAMES = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'cache-control',
  'x-frame-options',
];

export const bareHeaders: Fixture = site(
  {
    name: 'bare-headers',
    sentence: 'Sends its gate without a single header that protects it: caches may keep it, others may frame it.',
    seenAt: 'requirements.md, ARCOM-R33: state-of-the-art security',
    fails: ['S-16'],
  },
  {
    after: (response) =>
      withHeaders(response, (headers) => {
        for (const name of NAMES) headers.delete(name);
      }),
  },
);
