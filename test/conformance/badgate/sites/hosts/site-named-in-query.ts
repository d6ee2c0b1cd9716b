import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { vendorOption } from '../frame/third-method.ts';

export const siteNamedInQuery: Fixture = site(
  {
    name: 'site-named-in-query',
    sentence: 'Names itself to a vendor, as client_id and redirect_uri.',
    seenAt: 'requirements.md §5 no 1: client_id and redirect_uri of the site go to the provider',
    fails: ['S-08'],
  },
  vendorOption(
    ({ origin }) => `/check?client_id=${new URL(origin).host}&amp;redirect_uri=${encodeURIComponent(`${origin}/`)}`,
  ),
);
