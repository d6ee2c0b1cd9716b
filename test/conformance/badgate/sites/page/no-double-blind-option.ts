import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';
import { onGatePage } from '../frame/gate-page.ts';

const LEVEL = /(<p class="level"[^>]*>[^<]*<strong>)[^<]*(<\/strong>)/g;
const NOTE = /(<p class="note"[^>]*>)[^<]*(<\/p>)/g;
const KNOWS = 'qui vérifie votre âge peut apprendre que vous êtes ici';

const change = onGatePage((html) =>
  html.replace(LEVEL, `$1${KNOWS}$2`).replace(NOTE, '$1Le prestataire saura que vous êtes sur ce site.$2'),
);

export const noDoubleBlindOption: Fixture = site(
  {
    name: 'no-double-blind-option',
    sentence: 'Offers one way, in which whoever checks the age learns the site, and says so.',
    seenAt: 'requirements.md, ARCOM-R36: at least one double-blind option',
    fails: ['S-12'],
  },
  {
    async after(response, request, works) {
      if (pathOf(request) !== '/.well-known/age-gate.json') return change(response, request, works);
      const text = (await response.text()).replace('"double-blind"', '"service-visible"');
      return new Response(text, { status: response.status, headers: response.headers });
    },
  },
);
