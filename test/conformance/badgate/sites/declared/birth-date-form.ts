import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { goHome, pathOf } from '../frame/asks.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';

const FORM = `<form method="post" action="/birth-date">
<label for="born">Ou indiquez votre date de naissance</label> <input id="born" name="born" type="date" required>
<button class="action other">Entrer</button>
</form>`;

export const birthDateForm: Fixture = site(
  {
    name: 'birth-date-form',
    sentence: 'Opens a session for whoever types a date of birth that is long enough ago.',
    seenAt: 'requirements.md, ARCOM-R2: date of birth form',
    fails: ['S-07'],
  },
  {
    async before(request, works) {
      if (request.method !== 'POST' || pathOf(request) !== '/birth-date') return undefined;
      const born = Date.parse(new URLSearchParams(await request.text()).get('born') ?? '') / 1000;
      const isOldEnough = works.now() - born > 18 * 366 * 24 * 60 * 60;
      return isOldEnough ? goHome(await works.admit()) : new Response(null, { status: 400 });
    },
    after: onGatePage(
      (html) => addToMain(html, FORM),
      () => openPolicy(),
    ),
  },
);
