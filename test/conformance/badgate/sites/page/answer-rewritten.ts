import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';
import { giveScript } from '../frame/content.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';
import { answerParts, SHOW_PARTS } from '../frame/unlock.ts';

const SCRIPT = `(async () => {
  ${SHOW_PARTS}
  const { verified } = await (await fetch('/age-status')).json();
  if (verified) show();
})();
`;

export const answerRewritten: Fixture = site(
  {
    name: 'answer-rewritten',
    sentence: 'Lets the browser decide by an answer, {"verified":false}, that whoever sits at the browser can rewrite.',
    seenAt: 'requirements.md, ARCOM-R5 (f): a rewritten answer of the check',
    fails: ['S-05'],
  },
  {
    before(request, works) {
      if (pathOf(request) === '/age-status') return Response.json({ verified: false });
      return pathOf(request) === '/age-status.js' ? giveScript(SCRIPT) : answerParts(request, works);
    },
    after: onGatePage(
      (html) => addToMain(html, '<script src="/age-status.js" defer></script>'),
      () => openPolicy(),
    ),
  },
);
