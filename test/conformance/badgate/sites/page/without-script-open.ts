import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';
import { addToHead, onGatePage } from '../frame/gate-page.ts';

export const withoutScriptOpen: Fixture = site(
  {
    name: 'without-script-open',
    sentence: 'Sends browsers without scripts to a plain version of the site, which has no gate.',
    seenAt: 'requirements.md, ARCOM-R5 (a): scripts off',
    fails: ['S-04'],
  },
  {
    before: (request, { content, origin }) =>
      pathOf(request) === '/plain' ? content(new Request(`${origin}/films/3`)) : undefined,
    after: onGatePage((html) =>
      addToHead(html, '<noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript>'),
    ),
  },
);
