import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { goHome, pathOf } from '../frame/asks.ts';
import { giveScript } from '../frame/content.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';

const SCRIPT = `const settings = { callback: '/age/callback', success: 'status=success' };
document.documentElement.dataset.returns = settings.callback;
`;

export const callbackFollowed: Fixture = site(
  {
    name: 'callback-followed',
    sentence:
      'Opens a session for whoever asks for the address to which a vendor would send people back with status=success.',
    seenAt: 'requirements.md, ARCOM-R5 (e): forged callback or webhook',
    fails: ['S-05'],
  },
  {
    async before(request, works) {
      if (pathOf(request) === '/age-return.js') return giveScript(SCRIPT);
      if (pathOf(request) !== '/age/callback') return undefined;
      const isSuccess = new URL(request.url).searchParams.get('status') === 'success';
      return isSuccess ? goHome(await works.admit()) : new Response(null, { status: 400 });
    },
    after: onGatePage(
      (html) => addToMain(html, '<script src="/age-return.js" defer></script>'),
      () => openPolicy(),
    ),
  },
);
