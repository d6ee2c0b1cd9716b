import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { goHome, pathOf } from '../frame/asks.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';

const FORM =
  '<form method="post" action="/enter"><button class="action other">J’ai plus de 18 ans, entrer</button></form>';

export const declarationButton: Fixture = site(
  {
    name: 'declaration-button',
    sentence: 'Opens a session for whoever presses a button that says to be over 18.',
    seenAt: 'requirements.md, ARCOM-R2: no self-declaration',
    fails: ['S-07'],
  },
  {
    before: async (request, works) =>
      request.method === 'POST' && pathOf(request) === '/enter' ? goHome(await works.admit()) : undefined,
    after: onGatePage(
      (html) => addToMain(html, FORM),
      () => openPolicy(),
    ),
  },
);
