import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { vendorOption } from '../frame/third-method.ts';

export const referrerLeak: Fixture = site(
  {
    name: 'referrer-leak',
    sentence: 'Links to a vendor so that the browser sends it the address of the page in Referer.',
    seenAt: 'requirements.md, ARCOM-R37: Referer; threats.md A6',
    fails: ['S-08'],
  },
  vendorOption(() => '/check', 'referrerpolicy="unsafe-url"'),
);
