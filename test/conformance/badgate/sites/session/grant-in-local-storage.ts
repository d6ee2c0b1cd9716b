import { randomBytes } from 'node:crypto';
import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { isRedeem, pathOf } from '../frame/asks.ts';
import { giveScript } from '../frame/content.ts';
import { addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';

const KEEP = `fetch('/grant').then((answer) => answer.text()).then((grant) => localStorage.setItem('ageGrant', grant));
`;
const RESTORE = `const grant = localStorage.getItem('ageGrant');
if (grant) fetch('/restore', { method: 'POST', body: grant }).then(({ ok }) => ok && location.reload());
`;

export const grantInLocalStorage: Fixture = site(
  {
    name: 'grant-in-local-storage',
    sentence:
      'Keeps a grant in localStorage, by which a script on the gate page opens a new session after the old one is over.',
    seenAt: 'requirements.md, ARCOM-R18: nothing in localStorage restores it',
    fails: ['S-09'],
  },
  () => {
    const grants = new Set<string>();
    const restore = onGatePage(
      (html) => addToMain(html, '<script src="/restore.js" defer></script>'),
      () => openPolicy(),
    );
    return {
      async before(request, works) {
        const path = pathOf(request);
        if (path === '/restore.js') return giveScript(RESTORE);
        if (path === '/keep.js') return giveScript(KEEP);
        if (path === '/restore' && request.method === 'POST') {
          return grants.has(await request.text()) ? works.admit() : new Response(null, { status: 401 });
        }
        if (path !== '/grant') return undefined;
        const asked = await works.gated(request);
        if (asked.status === 401 || asked.status === 403) return asked;
        const grant = randomBytes(24).toString('base64url');
        grants.add(grant);
        return new Response(grant, { headers: { 'cache-control': 'no-store', 'content-type': 'text/plain' } });
      },
      async after(response, request, works) {
        const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
        if (!isPage || response.status !== 200 || isRedeem(request) || pathOf(request).startsWith('/_age/'))
          return restore(response, request, works);
        const html = (await response.text()).replace('</head>', '<script src="/keep.js" defer></script>\n</head>');
        return new Response(html, { status: response.status, headers: response.headers });
      },
    };
  },
);
