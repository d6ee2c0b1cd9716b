import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';

export const countryExempt: Fixture = site(
  {
    name: 'country-exempt',
    sentence: 'Asks only people in France, and believes the header CF-IPCountry from whoever sends it.',
    seenAt: 'conformance.md S-06: CF-IPCountry',
    fails: ['S-06'],
  },
  {
    before(request, { content }) {
      const country = request.headers.get('cf-ipcountry');
      return country === null || country === 'FR' ? undefined : content(request);
    },
  },
);
