import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';
import { answerParts, UNLOCK_SCRIPT } from '../frame/unlock.ts';

export const ownCallbackUnlocks: Fixture = site(
  {
    name: 'own-callback-unlocks',
    sentence: 'Has a neutral gate page whose own script fetches what is withheld as soon as a callback says success.',
    seenAt: 'requirements.md, ARCOM-R5 (e): forged callbacks; §5 no 5: pasted browser code',
    fails: ['S-05'],
  },
  {
    before: answerParts,
    after: onGatePage(
      (html) => addToMain(html, UNLOCK_SCRIPT),
      () => openPolicy(),
    ),
  },
);
