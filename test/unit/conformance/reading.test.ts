import { expect, test } from 'vitest';
import { redactHeaders } from '../../conformance/evidence/redact.ts';
import { readAgeGateDescription } from '../../conformance/reading/age-gate-description.ts';
import { curlLine } from '../../conformance/reading/curl.ts';
import { readFeed } from '../../conformance/reading/feed.ts';
import { readFlagNames } from '../../conformance/reading/flag-names.ts';
import { findForbiddenClaims } from '../../conformance/reading/forbidden-claims.ts';
import { readGateSigns } from '../../conformance/reading/gate-signs.ts';
import { readHtml } from '../../conformance/reading/html.ts';
import { isLoopback, isWithinReach } from '../../conformance/reading/loopback.ts';
import { isDecoration, kindOfAddress, kindOfBytes, kindOfType } from '../../conformance/reading/media-kinds.ts';
import { isSameSite } from '../../conformance/reading/same-site.ts';
import { readRobots, readSitemap } from '../../conformance/reading/sitemap.ts';

const signsOf = (html: string, status = 403) =>
  readGateSigns({ status, headers: [], page: readHtml(html, 'https://site.example/') });

test('finds media wherever a page can name them', () => {
  const html = `<html><head>
    <meta property="og:video" content="/v/og.mp4"><meta property="og:image" content="/i/og.jpg">
    <link rel="icon" href="/icon.png"><link rel="preload" as="image" href="/i/pre.webp">
    <script type="application/ld+json">{"@graph":[{"@type":"VideoObject","name":"Film 9","contentUrl":"/v/ld.mp4","thumbnailUrl":["/i/ld.jpg"]}]}</script>
    <script>var state = {"file":"https:\\/\\/cdn.example\\/v\\/inline.m3u8?x=1"};</script>
    <style>.hero{background:url(/i/css.avif)}</style></head><body>
    <div hidden><img src="/i/a.jpg" srcset="/i/a-1.jpg 1x, /i/a-2.jpg 2x"></div>
    <video poster="/i/poster.jpg"><source src="/v/a.webm" type="video/webm"></video>
    <div data-preview="/v/preview.mp4" style="background-image:url('/i/div.png')"></div>
    <template><img src="/i/template.png"></template></body></html>`;
  const { media } = readHtml(html, 'https://site.example/page/');
  const paths = media.map(({ url }) => url.replace('https://site.example', '')).sort();
  expect(paths).toEqual([
    '/i/a-1.jpg',
    '/i/a-2.jpg',
    '/i/a.jpg',
    '/i/css.avif',
    '/i/div.png',
    '/i/ld.jpg',
    '/i/og.jpg',
    '/i/poster.jpg',
    '/i/pre.webp',
    '/i/template.png',
    '/icon.png',
    '/v/a.webm',
    '/v/ld.mp4',
    '/v/og.mp4',
    '/v/preview.mp4',
    'https://cdn.example/v/inline.m3u8?x=1',
  ]);
  const ofFilm = media
    .filter(({ isOfFilm, kind }) => isOfFilm && kind === 'image')
    .map(({ url }) => new URL(url).pathname);
  expect(ofFilm.sort()).toEqual(['/i/ld.jpg', '/i/og.jpg', '/i/poster.jpg']);
  expect(media.find(({ url }) => url.endsWith('/icon.png'))?.place).toBe('icon');
});

test('tells text that a page hides from text that it shows, and reads it in pieces', () => {
  const page = readHtml(
    '<title>T</title><h1>A gate</h1><p hidden>Film one</p><p style="opacity: 0">Film two</p><ul><li>x<li>y</ul>',
    'https://a.example',
  );
  expect(page.visibleText).toBe('A gate x y');
  expect(page.pieces).toEqual(['A gate', 'Film one', 'Film two', 'x', 'y']);
});

test('reads a page that is nested without end up to where nobody would look', () => {
  const deep = `<a href="/start">start</a>${'<div>'.repeat(300_000)}<a href="/end">end</a>`;
  expect(readHtml(deep, 'https://a.example').links.map(({ url }) => url)).toEqual(['https://a.example/start']);
  const flat = `${'<p>one<br>'.repeat(5_000)}<a href="/end">end</a>`;
  expect(readHtml(flat, 'https://a.example').links).toHaveLength(1);
});

test.each([
  ['Cette page est réservée aux adultes.', true],
  ['Vous devez avoir plus de 18 ans pour entrer.', true],
  ['Verify your age to continue', true],
  ['You must be 18 or older.', true],
  ['Dimostri la sua età per continuare', true],
  ['Diese Seite ist nur für Erwachsene. Altersnachweis erforderlich', true],
  ['Debes ser mayor de edad', true],
  ['Welcome to our shop for garden tools', false],
  ['Bienvenue sur le site de la mairie', false],
  ['Die Seite wurde nicht gefunden', false],
])('knows whether this speaks of age: %s', (text, asksAge) => {
  expect(readGateSigns({ status: 200, headers: [], text }).asksAge).toBe(asksAge);
});

test('reads the options of a gate with what stands beside each', () => {
  const { options, isRefusal } = signsOf(`<body><h1>Prove your age</h1><nav><a href="/fr">Français</a></nav><ul>
    <li><a href="/_age/go">Prove my age</a><p>Level of protection: <strong>double-blind</strong></p></li>
    <li><a href="https://idv.example/start?client_id=7">Verify with a card</a><p>Whoever checks your age can learn that you are here</p></li>
    <li><button>Use my face</button></li></ul><footer><a href="/help">Need help with verification?</a></footer></body>`);
  expect(isRefusal).toBe(true);
  expect(options.map(({ label, level, showsLevel }) => [label, level, showsLevel])).toEqual([
    ['Prove my age', 'double-blind', true],
    ['Verify with a card', 'service-visible', true],
    ['Use my face', undefined, false],
  ]);
});

test('knows a declaration from a proof', () => {
  const { declarations, options } = signsOf(
    '<h1>Adults only</h1><button>I am 18 or older</button><button>Verify my age</button><a href="https://google.com">Leave</a>',
  );
  expect(declarations.map(({ label }) => label)).toEqual(['I am 18 or older']);
  expect(options.map(({ label }) => label)).toEqual(['Verify my age']);
});

test('knows our challenge', () => {
  const headers = [['www-authenticate', 'PrivateToken challenge="AA"']] as const;
  expect(readGateSigns({ status: 401, headers, text: '' }).speaksOurProtocol).toBe(true);
  expect(
    readGateSigns({ status: 401, headers: [['www-authenticate', 'Basic realm="PrivateToken"']], text: '' })
      .speaksOurProtocol,
  ).toBe(false);
});

test('reads sitemaps, their films and their further sitemaps', () => {
  const xml = `<urlset><url><loc>https://a.example/1</loc><video:video><video:title><![CDATA[Film & one]]></video:title><video:thumbnail_loc>https://a.example/1.jpg?a=1&amp;b=2</video:thumbnail_loc></video:video></url></urlset>`;
  expect(readSitemap(xml)).toEqual({
    pages: ['https://a.example/1'],
    sitemaps: [],
    media: ['https://a.example/1.jpg?a=1&b=2'],
    titles: ['Film & one'],
  });
  expect(
    readSitemap('<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>').sitemaps,
  ).toEqual(['https://a.example/s.xml']);
  expect(readSitemap('<html><loc>https://a.example</loc></html>').pages).toEqual([]);
  expect(readRobots('User-agent: *\nSitemap: https://a.example/s.xml\n')).toEqual(['https://a.example/s.xml']);
});

test('reads feeds of three kinds', () => {
  const rss =
    '<rss><channel><title>Site</title><item><title>Film 1</title><link>/1</link><enclosure url="/1.mp4" type="video/mp4"/></item></channel></rss>';
  expect(readFeed(rss)).toEqual({ titles: ['Film 1'], links: ['/1'], media: ['/1.mp4'] });
  expect(readFeed('<feed><entry><title>Film 2</title><link rel="alternate" href="/2"/></entry></feed>').links).toEqual([
    '/2',
  ]);
  expect(
    readFeed('{"version":"https://jsonfeed.org/version/1.1","items":[{"title":"Film 3","url":"/3"}]}').titles,
  ).toEqual(['Film 3']);
});

const DESCRIPTION = {
  version: 1,
  policy: 'fr-arcom',
  gated: ['/*', '!/robots.txt', '!/_age/*'],
  canaries: ['/', '/films/3'],
  options: [{ name: 'wallet', privacy: 'double-blind' }],
  issuer: 'issuer.example:4003',
  leaseSeconds: 90,
  leaveSeconds: 15,
};

test('reads age-gate.json as the schema wants it', () => {
  expect(readAgeGateDescription(JSON.stringify(DESCRIPTION)).faults).toEqual([]);
  const faultsOf = (change: object) => readAgeGateDescription(JSON.stringify({ ...DESCRIPTION, ...change })).faults;
  expect(faultsOf({ version: 2 })).toEqual(['version']);
  expect(faultsOf({ gated: ['!/x', '/*'] })).toEqual(['gated']);
  expect(faultsOf({ canaries: ['//evil.example/x'] })).toEqual(['canaries']);
  expect(faultsOf({ options: [{ name: 'card', privacy: 'service-visible' }] })).toEqual(['options']);
  expect(faultsOf({ leaseSeconds: 91 })).toEqual(['leaseSeconds']);
  expect(faultsOf({ more: 1 })).toEqual(['more']);
  expect(faultsOf({ more: 1, minor: 0 })).toEqual(['more']);
  expect(faultsOf({ minor: -1 })).toEqual(['minor']);
  const options = [{ name: 'wallet', privacy: 'double-blind', more: 1 }];
  expect(faultsOf({ options })).toEqual(['options']);
  // What a later one adds is passed over; what it should have all the same is not.
  expect(faultsOf({ more: 1, minor: 1, options })).toEqual([]);
  expect(faultsOf({ more: 1, minor: 1, issuer: undefined })).toEqual(['issuer']);
  expect(faultsOf({ more: 1, minor: 1, version: 2 })).toEqual(['version']);
  expect(faultsOf({ issuer: undefined })).toEqual(['issuer']);
  expect(readAgeGateDescription('<html>').faults).toEqual(['json']);
});

test('knows media by address, type and bytes, and marks of a site from them', () => {
  expect(kindOfAddress('https://a.example/v/film.MP4?sig=1')).toBe('video');
  expect(kindOfAddress('/seg-12.ts')).toBe('video');
  expect(kindOfAddress('/main.ts')).toBeUndefined();
  expect(kindOfType('application/vnd.apple.mpegurl; charset=utf-8')).toBe('playlist');
  expect(kindOfBytes(new TextEncoder().encode('#EXTM3U\n'))).toBe('playlist');
  expect(kindOfBytes(new TextEncoder().encode('{"error":1}'))).toBeUndefined();
  for (const mark of ['/favicon.ico', '/img/logo.png', '/icons/18.png', 'data:image/svg+xml,<svg/>'])
    expect(isDecoration(mark), mark).toBe(true);
  for (const film of ['/landscapes/3.svg', '/thumbs/film-3.jpg', '/iconic-scene.jpg'])
    expect(isDecoration(film), film).toBe(false);
});

test('knows a site from another, and what only this machine can reach', () => {
  expect(isSameSite(new URL('https://www.a.co.uk'), new URL('https://cdn.a.co.uk'))).toBe(true);
  expect(isSameSite(new URL('https://a.co.uk'), new URL('https://b.co.uk'))).toBe(false);
  expect(isSameSite(new URL('http://a.localhost'), new URL('http://b.localhost:1'))).toBe(false);
  expect(isLoopback('demo.localhost') && isLoopback('127.0.0.2') && isLoopback('[::1]')).toBe(true);
  expect(isLoopback('localhost.example')).toBe(false);
  const target = new URL('https://site.example');
  const reach = (url: string) => isWithinReach(new URL(url), target);
  expect(reach('https://cdn.example/1.mp4')).toBe(true);
  for (const url of [
    'http://127.0.0.1/x',
    'http://169.254.169.254/meta',
    'http://10.0.0.1/',
    'http://[fd00::1]/',
    'file:///etc/passwd',
  ])
    expect(reach(url), url).toBe(false);
});

test('reads names of flags out of scripts', () => {
  expect(
    readFlagNames(`document.cookie='ageVerified=1'; localStorage.getItem("over18"); const page = "home"; image("x")`),
  ).toEqual(['ageVerified', 'over18']);
});

const NAMELESS = ['anony', 'me'].join('');
test.each([
  [`Une vérification ${NAMELESS} de votre âge.`, ['nameless']],
  [`Cette vérification n’est pas ${NAMELESS}.`, []],
  ['Vérification en double anonymat.', []],
  [['Certi', 'fié par l’Arcom'].join(''), ['endorsed']],
  ['L’Arcom ne certifie aucun produit.', []],
  ['Prove your age anonymously', ['nameless']],
  ['CNIL approved age check', ['endorsed']],
  ['Conforme au référentiel de l’Arcom', []],
])('knows a claim from its denial: %s', (text, kinds) => {
  expect(findForbiddenClaims(text, true).map(({ kind }) => kind)).toEqual(kinds);
});

test('a curl line runs nothing that a site put into its address', () => {
  expect(curlLine("https://a.example/'; rm -rf ~'", { headers: { accept: 'text/html' } })).toBe(
    `curl -sS -i -H 'accept: text/html' 'https://a.example/'\\''; rm -rf ~'\\'''`,
  );
});

test('marks of secrets: the same for the same, and once is enough', () => {
  const headers = [
    ['cookie', 'a=secret; b=secret; c='],
    ['set-cookie', 'a=secret; Max-Age=0; Path=/'],
    ['accept', 'x'],
  ] as const;
  const once = redactHeaders(headers);
  const [, mark] = /a=(\[sha256:[0-9a-f]{16}\])/.exec(once[0]?.[1] ?? '') ?? [];
  expect(once).toEqual([
    ['cookie', `a=${mark}; b=${mark}; c=`],
    ['set-cookie', `a=${mark}; Max-Age=0; Path=/`],
    ['accept', 'x'],
  ]);
  expect(redactHeaders(once)).toEqual(once);
});
