import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { vendorOption } from '../frame/third-method.ts';

export const siteNamedInBase64: Fixture = site(
  {
    name: 'site-named-in-base64',
    sentence: 'Gives a vendor a state in which its own address stands in base64.',
    seenAt: 'requirements.md, ARCOM-R37: state and nonce shape',
    fails: ['S-08'],
  },
  vendorOption(({ origin }) => `/check?state=${Buffer.from(origin).toString('base64url')}`),
);
