import { createHash } from 'node:crypto';
import { PRESENTATIONS } from '../../conformance/robot/robot.ts';
import { askPlainly, cookieHeader, type PlainAnswer, type Visitor } from './plain-visitor.ts';

const SHOWN = /Film \d|Six films/;
const isOpen = ({ status, text }: PlainAnswer): boolean => (status === 200 || status === 206) && SHOWN.test(text);
const isServed = ({ status }: PlainAnswer): boolean => status === 200 || status === 206;

async function some<One>(list: readonly One[], test: (one: One) => Promise<boolean>): Promise<boolean> {
  for (const one of list) if (await test(one)) return true;
  return false;
}

/** The scripts that the gate page loads from its own host. */
async function scriptsOf({ ask }: Visitor): Promise<string> {
  const { text } = await ask('/');
  const paths = [...text.matchAll(/<script\b[^>]*\ssrc="(\/[^"]+)"/g)].map(([, path]) => path as string);
  return (await Promise.all(paths.map(async (path) => (await ask(path)).text))).join('\n');
}

async function admit({ present }: Visitor): Promise<PlainAnswer | undefined> {
  const answer = await present('good');
  return answer !== undefined && answer.cookies.length > 0 ? answer : undefined;
}

const SPOOFED = [
  { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
  { 'x-forwarded-for': '66.249.66.1' },
  { 'x-forwarded-for': '127.0.0.1' },
  { 'cf-ipcountry': 'US' },
  { referer: 'https://www.google.com/' },
];

/** What anyone can see of each fault without the suite: for each check, whether a site shows it. */
export const SIGNS: Readonly<Record<string, (visitor: Visitor) => Promise<boolean>>> = {
  'S-01': async ({ ask }) => /Film \d|og:image|VideoObject/.test((await ask('/')).text),

  'S-02': ({ ask }) =>
    some(['/films/3', '/sitemap.xml', '/feed.xml', '/embed/3', '/search?q=a'], async (path) => isOpen(await ask(path))),

  async 'S-03'(visitor) {
    const { ask, origin } = visitor;
    const session = await admit(visitor);
    const cookie = session === undefined ? '' : cookieHeader(session);
    const gate = (await ask('/')).text;
    const film = (await ask('/films/3', { headers: { cookie } })).text;
    const named = [...`${gate}${film}`.matchAll(/"(http[^"]+\.(?:png|mp4))"/g)].map(([, url]) => url as string);
    const urls = ['/media/film-3.mp4', '/thumbs/3.png', '/api/films', ...named].map((url) => new URL(url, origin).href);
    const asks = [{}, { method: 'HEAD' }, { headers: { range: 'bytes=0-1023' } }];
    return some(urls, (url) => some(asks, async (asked) => isServed(await askPlainly(url, asked))));
  },

  async 'S-04'({ ask }) {
    const { text } = await ask('/');
    const next = /<noscript><meta http-equiv="refresh" content="0; url=([^"]+)">/.exec(text)?.[1];
    return SHOWN.test(text) || (await some(['/films/3', next ?? '/'], async (path) => isOpen(await ask(path))));
  },

  async 'S-05'(visitor) {
    const { ask } = visitor;
    const forged = await ask('/age/callback?status=success');
    if (forged.cookies.length > 0 && isOpen(await ask('/', { headers: { cookie: cookieHeader(forged) } }))) return true;
    if (isOpen(await ask('/', { headers: { cookie: 'age_verified=1' } })) && !isOpen(await ask('/'))) return true;
    const scripts = await scriptsOf(visitor);
    if (!/onAgeVerified|\{ verified \}/.test(scripts)) return false;
    return SHOWN.test((await ask('/')).text) || isOpen(await ask('/parts/front'));
  },

  async 'S-06'({ ask }) {
    if (isOpen(await ask('/'))) return false;
    return some(SPOOFED, async (headers) =>
      isOpen(await ask('/', { headers: headers as unknown as Record<string, string> })),
    );
  },

  async 'S-07'({ ask }) {
    const gate = await ask('/');
    if (isOpen(gate)) return false;
    if (isOpen(await ask('/?age=1')) || isOpen(await ask('/', { headers: { cookie: 'age_verified=1' } }))) return true;
    const actions = [...gate.text.matchAll(/<form method="post" action="([^"]+)"/g)].map(([, path]) => path as string);
    return some(actions, async (path) => {
      const declared = await ask(path, { method: 'POST', body: 'born=1980-01-01' });
      return isOpen(await ask('/', { headers: { cookie: cookieHeader(declared) } }));
    });
  },

  async 'S-08'(visitor) {
    const { origin } = visitor;
    const html = (await visitor.ask('/')).text;
    const own = new URL(origin).host;
    const loaded = [...`${html}${await scriptsOf(visitor)}`.matchAll(/src ?= ?['"](http:\/\/[^'"]+)['"]/g)];
    if (loaded.some(([, url]) => new URL(url as string).host !== own)) return true;
    const hash = createHash('sha256').update(own).digest('hex');
    const names = [own, encodeURIComponent(origin), Buffer.from(origin).toString('base64url'), hash];
    const links = [...html.matchAll(/<a [^>]*href="http[^>]*>/g)].map(([tag]) => tag);
    return links.some((tag) => tag.includes('unsafe-url') || names.some((name) => tag.includes(name)));
  },

  async 'S-09'(visitor) {
    const session = await admit(visitor);
    if (session === undefined) return false;
    const isSound = session.cookies.every(
      (line) => /; HttpOnly/.test(line) && /SameSite=Lax/.test(line) && !/Max-Age|Expires/.test(line),
    );
    if (!isSound || /token/.test(String(session.headers.location ?? ''))) return true;
    const front = await visitor.ask('/', { headers: { cookie: cookieHeader(session) } });
    const scripts = [...front.text.matchAll(/<script src="(\/[^"]+)"/g)].map(([, path]) => path as string);
    return some(scripts, async (path) => (await visitor.ask(path)).text.includes('localStorage'));
  },

  async 'S-10'(visitor) {
    const { ask, hasClock, now, setClock } = visitor;
    if (!(await hasClock())) return false;
    const began = await now();
    const beat = (cookie: string, body: string) => ask('/_age/beat', { method: 'POST', headers: { cookie }, body });
    async function outlives(pass: (cookie: string) => Promise<unknown>): Promise<boolean> {
      const session = await admit(visitor);
      if (session === undefined) return false;
      const cookie = cookieHeader(session);
      await pass(cookie);
      const answer = await ask('/', { headers: { cookie } });
      await setClock(began);
      return isOpen(answer);
    }
    return (
      (await outlives((cookie) => beat(cookie, 'leave').then(() => setClock(began + 18)))) ||
      (await outlives(() => setClock(began + 93))) ||
      (await outlives(async (cookie) => {
        for (let seconds = 80; seconds <= 3680; seconds += 80) {
          await setClock(began + seconds);
          await beat(cookie, 'still');
        }
      }))
    );
  },

  'S-11': async (visitor) => /onerror = show/.test(await scriptsOf(visitor)),

  async 'S-12'({ ask }) {
    const first = await ask('/');
    const { text } = first.status === 302 ? await ask(String(first.headers.location)) : first;
    return (
      !isOpen({ status: 200, headers: {}, cookies: [], text }) && !/[Dd]ouble confidentialité|doppelt blind/.test(text)
    );
  },

  async 'S-13'({ present }) {
    const faces = new Set<string>();
    for (const kind of PRESENTATIONS) {
      if (kind === 'good') continue;
      const answer = await present(kind);
      if (answer === undefined) continue;
      if (answer.cookies.length > 0) return true;
      faces.add(`${answer.status} ${answer.text}`);
    }
    return faces.size > 1;
  },

  async 'S-14'({ prepare, show }) {
    const prepared = await prepare('good');
    if (prepared === undefined) return false;
    const answers = await Promise.all(Array.from({ length: 20 }, () => show(prepared)));
    return answers.filter(({ cookies }) => cookies.length > 0).length > 1;
  },

  async 'S-15'(visitor) {
    const { ask } = visitor;
    const session = await admit(visitor);
    const cookie = session === undefined ? '' : cookieHeader(session);
    const body = 'username=a&password=b';
    await ask('/sign-up', { method: 'POST', body, headers: { cookie } });
    const second = await ask('/login', { method: 'POST', body });
    return second.cookies.length > 0 && isOpen(await ask('/', { headers: { cookie: cookieHeader(second) } }));
  },

  async 'S-16'({ ask }) {
    const { headers } = await ask('/');
    const frame = headers['content-security-policy'] ?? headers['x-frame-options'];
    return [frame, headers['x-content-type-options'], headers['referrer-policy'], headers['cache-control']].includes(
      undefined,
    );
  },

  // forbidden words
  'S-17': async ({ ask }) => /anonym|certifié|validé/.test((await ask('/')).text),

  async 'S-18'({ ask }) {
    const { text } = await ask('/');
    return /tabindex="-1"/.test(text) || /<input name="postcode">/.test(text);
  },
};
