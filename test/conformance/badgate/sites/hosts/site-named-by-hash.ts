import { createHash } from 'node:crypto';
import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { vendorOption } from '../frame/third-method.ts';

export const siteNamedByHash: Fixture = site(
  {
    name: 'site-named-by-hash',
    sentence: 'Gives a vendor a key that is the SHA-256 of its own host, the same for every visitor.',
    seenAt: 'requirements.md §5 no 1: a public key for each site; §0.3: SHA-256 of a name',
    fails: ['S-08'],
  },
  vendorOption(({ origin }) => `/check?key=${createHash('sha256').update(new URL(origin).host).digest('hex')}`),
);
