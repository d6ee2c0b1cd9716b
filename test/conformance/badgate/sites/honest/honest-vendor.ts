import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { cookieOf, goHome, pathOf } from '../frame/asks.ts';
import { give, giveHtml, page, SAFE } from '../frame/content.ts';

/** Codes that a vendor would have given to adults; each opens one session. */
const CODES = ['7H2K-9QXM-4TBD', 'V3RN-6WPC-8ZJF'];
const SESSION = '__Host-visit';
const RTA = '<meta name="rating" content="adult">\n';

const gatePage = (vendor: string): string =>
  page(
    'Réservé aux adultes',
    `<p>Ce site montre ses pages aux personnes de plus de 18 ans qui l’ont prouvé.</p>
<ol>
<li><a rel="noreferrer" href="${vendor}/">Obtenir un code chez un prestataire de preuve d’âge</a>. Double confidentialité\u00a0: il ne saura pas où vous utilisez le code, et ce site ne saura pas qui vous êtes.</li>
<li><form method="post" action="/code"><label for="code">Code</label> <input id="code" name="code" autocomplete="one-time-code"> <button>Utiliser ce code</button></form></li>
</ol>`,
    RTA,
  );

export const honestVendor: Fixture = site(
  {
    name: 'honest-vendor',
    sentence:
      'A gate on the server without our protocol: a redirect to a page of its own, a plain link to a vendor, 403 for media.',
    seenAt: 'an honest variant: another vendor’s style',
    fails: [],
  },
  () => {
    const codes = new Set(CODES);
    const sessions = new Map<string, number>();
    return {
      hosts: {
        'age-proofs': () => giveHtml(page('Prouver son âge', '<p>Choisissez une méthode, puis copiez votre code.</p>')),
      },
      async before(request, works) {
        const path = pathOf(request);
        if (path === '/robots.txt') return works.content(request);
        if (path === '/age' && request.method === 'GET') {
          const answer = giveHtml(gatePage(works.hosts['age-proofs'] ?? ''));
          answer.headers.set('referrer-policy', 'no-referrer');
          return answer;
        }
        if (path === '/code' && request.method === 'POST') {
          const code = new URLSearchParams(await request.text()).get('code') ?? '';
          if (!codes.delete(code))
            return giveHtml(
              page('Code refusé', '<p>Ce code n’est pas valable.</p><p><a href="/age">Revenir</a></p>'),
              403,
            );
          const id = crypto.randomUUID();
          sessions.set(id, works.now());
          const cookie = `${SESSION}=${id}; Path=/; Secure; HttpOnly; SameSite=Lax`;
          return goHome(new Response(null, { headers: { 'set-cookie': cookie } }));
        }
        const seenAt = sessions.get(cookieOf(request, SESSION) ?? '');
        if (seenAt !== undefined && works.now() - seenAt < 90) return works.content(request);
        const wantsPage = request.headers.get('accept')?.includes('text/html') === true;
        if (wantsPage && request.method === 'GET') {
          return new Response(null, {
            status: 302,
            headers: { ...SAFE, location: '/age' },
          });
        }
        return give('Réservé aux adultes.\n', 'text/plain; charset=utf-8', 403);
      },
    };
  },
);
