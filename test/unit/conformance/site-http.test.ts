import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { firstPageHoldsNoContent } from '../../conformance/checks/site/s-01-first-page-holds-no-content.ts';
import { deepLinksGated } from '../../conformance/checks/site/s-02-deep-links-gated.ts';
import { mediaRefused } from '../../conformance/checks/site/s-03-media-refused-without-session.ts';
import { disguiseGivesNoExemption } from '../../conformance/checks/site/s-06-disguise-gives-no-exemption.ts';
import { crawl } from '../../conformance/collect/site/crawl.ts';
import { directMedia } from '../../conformance/collect/site/direct-media.ts';
import { home } from '../../conformance/collect/site/home.ts';
import { selfDeclared } from '../../conformance/collect/site/self-declared.ts';
import { spoofed } from '../../conformance/collect/site/spoofed.ts';
import { wellKnown } from '../../conformance/collect/site/well-known.ts';
import { listen, runHttpProbes } from './run-site-probes.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const GATE =
  '<html lang="fr"><title>Preuve d’âge</title><h1>Cette page est réservée aux adultes.</h1><a href="/prove">Prouver mon âge</a> <a href="/films/1">Film</a></html>';
const FILM = '<title>Film 1</title><h1>Film 1</h1><video src="/media/1.mp4" poster="/thumbs/1.jpg"></video>';
const MP4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42'), Buffer.alloc(90_000, 1)]);

type Served = readonly [status: number, type: string, body: string | Buffer];
type Site = (path: string, request: IncomingMessage) => Served | undefined;

const DESCRIPTION = JSON.stringify({
  version: 1,
  policy: 'fr-arcom',
  gated: ['/*', '!/robots.txt'],
  canaries: ['/', '/films/1', '/media/1.mp4'],
  options: [{ name: 'wallet', privacy: 'double-blind' }],
  issuer: 'issuer.example',
  leaseSeconds: 90,
  leaveSeconds: 15,
});

/** A site that gates everything but what `open` gives. */
async function start(open: Site, isDescribed = true): Promise<URL> {
  const { server, origin } = await listen((request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const described: Served | undefined =
      isDescribed && path === '/.well-known/age-gate.json' ? [200, 'application/json', DESCRIPTION] : undefined;
    const [status, type, body] = described ?? open(path, request) ?? [403, 'text/html', GATE];
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  servers.push(server);
  return new URL(origin);
}

const PROBES = [home, wellKnown, crawl, directMedia, spoofed, selfDeclared];
const CHECKS = [firstPageHoldsNoContent, deepLinksGated, mediaRefused, disguiseGivesNoExemption];

async function judge(target: URL): Promise<Record<string, string>> {
  const view = await runHttpProbes(target, PROBES);
  return Object.fromEntries(
    CHECKS.map((check) => {
      const { outcome, findings } = check.judge(view);
      return [check.id, [outcome, ...findings.map(({ rule }) => rule)].join(' ')];
    }),
  );
}

const HELD = { 'S-01': 'passed', 'S-02': 'passed', 'S-03': 'passed', 'S-06': 'passed' };

test('a site that gates everything passes', async () => {
  expect(await judge(await start(() => undefined))).toEqual(HELD);
});

test('a site that gates its front door alone: the deep link, and the film by its own address, in whole and in part', async () => {
  const target = await start((path) => {
    if (path === '/films/1') return [200, 'text/html', FILM];
    return path === '/media/1.mp4' ? [200, 'video/mp4', MP4] : undefined;
  });
  expect(await judge(target)).toEqual({ ...HELD, 'S-02': 'failed page-open', 'S-03': 'failed media-served' });
});

test('a site that lets search engines in', async () => {
  const target = await start((_, request) =>
    /Googlebot/.test(request.headers['user-agent'] ?? '') ? [200, 'text/html', FILM] : undefined,
  );
  expect(await judge(target)).toEqual({ ...HELD, 'S-06': 'failed exempted' });
});

test('a site of another make, which lays a curtain over what it has sent', async () => {
  const pictures = [1, 2, 3, 4, 5, 6, 7]
    .map((n) => `<a href="/films/${n}"><img src="/pictures/${n}.jpg"></a>`)
    .join('');
  const curtain = `<div class="overlay"><p>You must be 18 or older.</p><button>Verify my age</button></div>${pictures}`;
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(30_000)]);
  const target = await start((path) => {
    if (path === '/') return [200, 'text/html', curtain];
    if (path.startsWith('/pictures/')) return [200, 'image/jpeg', jpeg];
    return path.startsWith('/films/') ? [200, 'text/html', FILM] : [404, 'text/plain', 'no'];
  }, false);
  expect(await judge(target)).toEqual({
    'S-01': 'failed catalogue-in-first-page',
    'S-02': 'failed page-open',
    'S-03': 'failed media-served',
    'S-06': 'cannot-tell',
  });
});

test('records what it asked under its labels, and reads no film beyond its first KiB', async () => {
  const target = await start((path) => (path === '/media/1.mp4' ? [200, 'video/mp4', MP4] : undefined));
  const view = await runHttpProbes(target, PROBES);
  expect(
    view
      .probe('home')
      .exchanges()
      .map(({ label }) => label),
  ).toEqual(['home', 'home-en', 'home-program']);
  expect(
    view
      .probe('crawl')
      .exchanges('link')
      .map(({ request }) => new URL(request.url).pathname),
  ).toEqual(['/films/1', '/prove']);
  const media = view.probe('direct-media');
  expect(media.exchanges().map(({ label }) => label)).toEqual(['media', 'media-range', 'media-head']);
  expect(media.exchanges('media')[0]?.response?.body.bytes).toBe(1024);
  expect(view.probe('spoofed').facts('disguise')).toHaveLength(24);
  const flagged = view.probe('self-declared').exchanges('flag');
  expect(flagged.some(({ request }) => request.url.endsWith('?over18=true'))).toBe(true);
  expect(
    flagged.some(({ request }) =>
      request.headers.some(([name, value]) => name === 'cookie' && value.startsWith('age_verified=')),
    ),
  ).toBe(true);
});

test('follows redirects of its own site, three at most, and none elsewhere', async () => {
  const asked: string[] = [];
  const { server, origin } = await listen((request, response) => {
    asked.push(request.url ?? '');
    const elsewhere = { location: 'http://other.example/' };
    const step = Number(request.url?.slice(2) || 0);
    response.writeHead(302, step === 2 ? elsewhere : { location: `/r${step + 1}` }).end();
  });
  servers.push(server);
  const view = await runHttpProbes(new URL(origin), [home]);
  expect(view.probe('home').exchanges('hop')).toHaveLength(2);
  expect(asked).toEqual(['/', '/r1', '/r2', '/', '/']);
});

test('a target that does not answer leaves the first probe untested, and says why', async () => {
  const { server, origin } = await listen(() => undefined);
  server.close().closeAllConnections();
  const view = await runHttpProbes(new URL(origin), [home]);
  expect(view.probe('home')).toMatchObject({ state: 'untested', reason: 'no-answer' });
  expect(firstPageHoldsNoContent.judge(view)).toMatchObject({ outcome: 'untested', reason: 'no-answer' });
});
