import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';
import { give, giveScript, SAFE } from '../frame/content.ts';

const OVERLAY = `<div id="age-wall" role="dialog" aria-modal="true" aria-labelledby="age-heading">
<h2 id="age-heading">Cette page est réservée aux adultes.</h2>
<p>Prouvez votre âge sans dire qui vous êtes.</p>
<p>Niveau de protection\u00a0: double confidentialité</p>
<button type="button">Prouver mon âge</button>
</div>
`;
const STYLE = `main{filter:blur(24px)}#age-wall{position:fixed;inset:20%;background:#fff;color:#111;padding:2rem;z-index:9}`;
const SCRIPT = `function onAgeVerified() {
  document.getElementById('age-wall').remove();
  document.querySelector('main').style.filter = 'none';
}
`;

/** Everything is served to everyone, so whatever asks a server for content finds it (S-01 to S-04), and a call takes the blur away (S-05). */
export const blurOnly: Fixture = site(
  {
    name: 'blur-only',
    sentence:
      'Serves every page and film to everyone and blurs the page in the browser until a script is told of success.',
    seenAt: 'requirements.md §5 no 6 and peers.md, failures: the default integration is a script that blurs the page',
    fails: ['S-01', 'S-02', 'S-03', 'S-04', 'S-05'],
  },
  {
    async before(request, { content }) {
      if (pathOf(request) === '/age-wall.js') return giveScript(SCRIPT);
      if (pathOf(request) === '/age-wall.css') return give(STYLE, 'text/css; charset=utf-8');
      const page = content(request);
      if (page.headers.get('content-type')?.startsWith('text/html') !== true || page.status !== 200) return page;
      const head = '<link rel="stylesheet" href="/age-wall.css"><script src="/age-wall.js" defer></script>\n</head>';
      const html = (await page.text()).replace('</head>', head);
      const headers = { ...SAFE, 'content-type': 'text/html; charset=utf-8' };
      return new Response(html.replace('<main>', `${OVERLAY}<main>`), { headers });
    },
  },
);
