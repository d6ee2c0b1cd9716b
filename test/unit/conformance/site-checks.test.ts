import { expect, test } from 'vitest';
import type { Check } from '../../conformance/checks/check.ts';
import { firstPageHoldsNoContent } from '../../conformance/checks/site/s-01-first-page-holds-no-content.ts';
import { deepLinksGated } from '../../conformance/checks/site/s-02-deep-links-gated.ts';
import { mediaRefused } from '../../conformance/checks/site/s-03-media-refused-without-session.ts';
import { disguiseGivesNoExemption } from '../../conformance/checks/site/s-06-disguise-gives-no-exemption.ts';
import { doubleBlindOptionOffered } from '../../conformance/checks/site/s-12-double-blind-option-offered.ts';
import { headersAndTransportHold } from '../../conformance/checks/site/s-16-headers-and-transport-hold.ts';
import { noForbiddenClaims } from '../../conformance/checks/site/s-17-no-forbidden-claims.ts';
import { adultLabelSent } from '../../conformance/checks/site/s-19-adult-label-sent.ts';
import type { EvidenceView } from '../../conformance/evidence/view.ts';
import { type Planted, type Planting, plant } from './build-evidence.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const SAFE = {
  ...HTML,
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};
const LEVEL = '<p>Level of protection: <b>double-blind</b></p>';
const gate = (more = '', level = LEVEL) =>
  `<html><head><title>Proof of age</title></head><body><h1>This page is for adults.</h1><img src="/logo.png"><ul><li><a href="/_age/go">Prove my age</a>${level}</li></ul>${more}</body></html>`;
const PASSAGE = '<p>A lake in the morning, filmed without haste.</p>';
const FILM = `<title>Film 3 · Site</title><h1>Film 3: the lake</h1>${PASSAGE}<video src="/v/3.mp4" poster="/t/3.jpg"></video>`;
const LIST = `<title>Site</title><h1>All films here</h1><a href="/films/3">Film 3: the lake</a><img src="/t/3.jpg">`;

const home =
  (body: string, status = 403, headers: Readonly<Record<string, string>> = SAFE) =>
  (p: Planted) =>
    void p.exchange({ label: 'home', url: '/', status, headers, body });
const withHome = (body = gate(), status = 403, headers: Readonly<Record<string, string>> = SAFE): Planting =>
  plant('site').probe('home', home(body, status, headers));

/** A visitor was let in, and saw two pages that a stranger was refused. */
const admit = (planting: Planting): Planting =>
  planting.probe('admitted', (p) => {
    for (const [url, body] of [
      ['/', LIST],
      ['/films/3', FILM],
    ] as const) {
      p.exchange({ label: 'admitted', by: 'robot', url, headers: SAFE, body });
      p.exchange({ label: 'stranger', url, status: 403, headers: SAFE, body: gate() });
    }
  });

const outcomeOf = (check: Check, view: EvidenceView) => {
  const { outcome, findings } = check.judge(view);
  return [outcome, ...findings.map(({ rule }) => rule)];
};

test.each([
  firstPageHoldsNoContent,
  deepLinksGated,
  mediaRefused,
  disguiseGivesNoExemption,
  doubleBlindOptionOffered,
  headersAndTransportHold,
  noForbiddenClaims,
  adultLabelSent,
])('$id is untested where nothing was seen, with the reason', (check) => {
  const view = check.probes.reduce((planting, name) => planting.untested(name, 'request-cap'), plant('site')).view();
  expect(check.judge(view)).toMatchObject({ outcome: 'untested', reason: 'request-cap', findings: [] });
});

test('S-01: a bare gate passes, with a visitor admitted to compare with or without', () => {
  expect(outcomeOf(firstPageHoldsNoContent, withHome().view())).toEqual(['passed']);
  expect(outcomeOf(firstPageHoldsNoContent, admit(withHome()).view())).toEqual(['passed']);
});

test.each([
  ['a film hidden in the page', gate('<div hidden><video src="/v/1.mp4"></video></div>'), 'media-in-first-page'],
  ['a film in inline JSON', gate('<script>var s={"f":"\\/v\\/1.m3u8"}</script>'), 'media-in-first-page'],
  [
    'a poster in structured data',
    gate('<script type="application/ld+json">{"@type":"VideoObject","thumbnailUrl":"/t/1.jpg"}</script>'),
    'media-in-first-page',
  ],
  [
    'a title in structured data',
    gate('<script type="application/ld+json">{"@type":"VideoObject","name":"Film 1"}</script>'),
    'text-in-first-page',
  ],
  [
    'a catalogue behind an overlay',
    gate([1, 2, 3, 4, 5, 6].map((n) => `<img src="/pictures/${n}.jpg">`).join('')),
    'catalogue-in-first-page',
  ],
])('S-01: %s is found without comparing', (_, body, rule) => {
  expect(outcomeOf(firstPageHoldsNoContent, withHome(body, 200).view())).toEqual(['failed', rule]);
});

test('S-01: what an admitted visitor alone is shown is found in a gate, as text and as a picture for networks', () => {
  const text = gate(`<div hidden><h2>Film 3: the lake</h2>${PASSAGE}</div>`);
  expect(outcomeOf(firstPageHoldsNoContent, admit(withHome(text)).view())).toEqual(['failed', 'text-in-first-page']);
  const shared = gate().replace('</head>', '<meta property="og:image" content="/t/3.jpg"></head>');
  const view = admit(plant('site').probe('home', home(shared))).view();
  expect(outcomeOf(firstPageHoldsNoContent, view)).toEqual(['failed', 'media-in-first-page']);
});

test('S-01: the frame of the site is no content, on the gate page either', () => {
  const frame = '<footer><p>A site of our own company</p><p>Written in Paris by us</p></footer>';
  const planting = withHome(gate(frame)).probe('admitted', (p) => {
    p.exchange({ label: 'admitted', by: 'robot', url: '/films/3', headers: SAFE, body: FILM + frame });
    p.exchange({ label: 'stranger', url: '/films/3', status: 403, headers: SAFE, body: gate(frame) });
  });
  expect(outcomeOf(firstPageHoldsNoContent, planting.view())).toEqual(['passed']);
});

test('S-01: cannot tell of a page without a gate, or of pictures that nothing says anything of', () => {
  expect(outcomeOf(firstPageHoldsNoContent, withHome('<h1>Welcome</h1>', 200).view())).toEqual(['cannot-tell']);
  expect(outcomeOf(firstPageHoldsNoContent, withHome(gate('<img src="/hero.jpg">')).view())).toEqual(['cannot-tell']);
});

const crawled = (plantLinks: (p: Planted) => void): Planting => withHome().probe('crawl', plantLinks);

test('S-02: refusals and ways out pass, absences alone tell nothing', () => {
  const refused = crawled((p) => {
    p.exchange({ label: 'link', url: '/films/3', status: 403, headers: SAFE, body: gate() });
    p.exchange({ label: 'link', url: '/films/4', status: 302, headers: { location: '/' } });
    p.exchange({ label: 'guess', url: '/legal', headers: HTML, body: '<h1>Legal notice</h1>' });
  });
  expect(outcomeOf(deepLinksGated, refused.view())).toEqual(['passed']);
  const absent = crawled((p) => p.exchange({ label: 'guess', url: '/feed', status: 404, headers: HTML, body: 'no' }));
  expect(outcomeOf(deepLinksGated, absent.view())).toEqual(['cannot-tell']);
});

const RSS = '<rss><channel><item><title>Film 3: the lake</title><enclosure url="/v/3.mp4"/></item></channel></rss>';
const VIDEO_MAP =
  '<urlset><url><loc>/films/3</loc><video:video><video:title>Film 3</video:title></video:video></url></urlset>';
test.each([
  ['page-open', '/films/3', 'text/html', FILM],
  ['embed-open', '/embed/1', 'text/html', FILM],
  [
    'search-open',
    '/search?q=a',
    'text/html',
    '<h1>Results</h1><h2>Film 3: the lake</h2><p>A lake in the morning, filmed without haste.</p>',
  ],
  ['feed-open', '/feed', 'application/rss+xml', RSS],
  ['sitemap-open', '/sitemap-video.xml', 'application/xml', VIDEO_MAP],
])('S-02: %s', (rule, url, type, body) => {
  const planting = admit(crawled((p) => p.exchange({ label: 'guess', url, headers: { 'content-type': type }, body })));
  expect(outcomeOf(deepLinksGated, planting.view())).toEqual(['failed', rule]);
});

const describe = (planting: Planting, change: object = {}): Planting => {
  const gated = ['/*', '!/about'];
  const options = [{ name: 'wallet', privacy: 'double-blind' }];
  const body = {
    version: 1,
    policy: 'fr-arcom',
    gated,
    canaries: ['/films/3', '/api/films', '/v/3.mp4'],
    options,
    issuer: 'i.example',
    leaseSeconds: 90,
    leaveSeconds: 15,
    ...change,
  };
  const headers = { 'content-type': 'application/json' };
  return planting.probe(
    'well-known',
    (p) =>
      void p.exchange({ label: 'age-gate', url: '/.well-known/age-gate.json', headers, body: JSON.stringify(body) }),
  );
};

test('S-02: an address that the site itself calls gated must be, whatever it holds; what it calls open may be', () => {
  const canary = describe(
    crawled((p) => p.exchange({ label: 'link', url: '/films/3', headers: HTML, body: '<h1>Hello there</h1>' })),
  );
  expect(outcomeOf(deepLinksGated, canary.view())).toEqual(['failed', 'page-open']);
  const open = describe(
    crawled((p) => {
      p.exchange({ label: 'link', url: '/about', headers: HTML, body: `<h2>Film 3: the lake</h2>${PASSAGE}` });
      p.exchange({ label: 'link', url: '/films/3', status: 403, headers: SAFE, body: gate() });
    }),
  );
  expect(outcomeOf(deepLinksGated, admit(open).view())).toEqual(['passed']);
});

const MP4 = new Uint8Array([0, 0, 0, 24, ...new TextEncoder().encode('ftypmp42'), ...new Uint8Array(900)]);
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, ...new Uint8Array(1000)]);
const direct = (planting: Planting, act: (p: Planted) => void): Planting => planting.probe('direct-media', act);
const refused = (p: Planted, url: string) => {
  p.exchange({ label: 'media', url, status: 401, headers: { 'content-type': 'application/problem+json' }, body: '{}' });
  p.exchange({ label: 'media-range', url, status: 401 });
  p.exchange({ label: 'media-head', method: 'HEAD', url, status: 401 });
};

test('S-03: refusals pass; without any address nothing can be told', () => {
  expect(outcomeOf(mediaRefused, direct(describe(withHome()), (p) => refused(p, '/v/3.mp4')).view())).toEqual([
    'passed',
  ]);
  const logo = direct(
    withHome(),
    (p) => void p.exchange({ label: 'media', url: '/logo.png', headers: { 'content-type': 'image/png' }, body: JPEG }),
  );
  expect(outcomeOf(mediaRefused, logo.view())).toEqual(['cannot-tell']);
});

test.each([
  ['media-served', 'media', 'GET', 200, MP4],
  ['range-served', 'media-range', 'GET', 206, MP4],
  ['head-answered', 'media-head', 'HEAD', 200, ''],
] as const)('S-03: %s', (rule, label, method, status, body) => {
  const planting = direct(describe(withHome()), (p) => {
    if (label !== 'media') p.exchange({ label: 'media', url: '/v/3.mp4', status: 401 });
    p.exchange({ label, method, url: '/v/3.mp4', status, headers: { 'content-type': 'video/mp4' }, body });
  });
  expect(outcomeOf(mediaRefused, planting.view())).toEqual(['failed', rule]);
});

test('S-03: data that name films, and thumbnails that an admitted visitor is shown', () => {
  const api = describe(
    withHome().probe('crawl', (p) => {
      p.exchange({
        label: 'link',
        url: '/api/films',
        headers: { 'content-type': 'application/json' },
        body: '{"films":[{"file":"/v/3.mp4"}]}',
      });
    }),
  );
  expect(outcomeOf(mediaRefused, api.view())).toEqual(['failed', 'data-served']);
  const thumb = direct(admit(describe(withHome())), (p) => {
    refused(p, '/v/3.mp4');
    p.exchange({ label: 'media', url: '/t/3.jpg', headers: { 'content-type': 'image/jpeg' }, body: JPEG });
  });
  expect(outcomeOf(mediaRefused, thumb.view())).toEqual(['failed', 'media-served']);
});

test('S-03: a gate page’s own large picture is counted and not judged; a catalogue’s is', () => {
  const headers = { 'content-type': 'image/jpeg', 'content-length': '80000' };
  const hero = direct(
    withHome(gate('<img src="/hero.jpg">')),
    (p) => void p.exchange({ label: 'media', url: '/hero.jpg', headers, body: JPEG }),
  );
  expect(outcomeOf(mediaRefused, hero.view())).toEqual(['cannot-tell']);
  const many = gate([1, 2, 3, 4, 5, 6].map((n) => `<img src="/pictures/${n}.jpg">`).join(''));
  const catalogue = direct(
    withHome(many, 200),
    (p) => void p.exchange({ label: 'media', url: '/pictures/1.jpg', headers, body: JPEG }),
  );
  expect(outcomeOf(mediaRefused, catalogue.view())).toEqual(['failed', 'media-served']);
});

const disguised = (status: number, body: string, plainStatus = 403, plainBody = gate()) =>
  plant('site').probe('spoofed', (p) => {
    const plain = p.exchange({ label: 'plain', url: '/', status: plainStatus, headers: HTML, body: plainBody });
    const exchange = p.exchange({
      label: 'spoof',
      url: '/',
      sent: { 'user-agent': 'Googlebot' },
      status,
      headers: HTML,
      body,
    });
    p.fact('disguise', { exchange, plain, name: 'Googlebot' });
  });

test('S-06: the gate for everybody passes, content for a crawler fails, and what has no gate tells nothing', () => {
  expect(outcomeOf(disguiseGivesNoExemption, disguised(403, gate()).view())).toEqual(['passed']);
  expect(outcomeOf(disguiseGivesNoExemption, disguised(200, '<h1>Just a moment</h1>').view())).toEqual(['passed']);
  const failed = disguised(200, FILM).view();
  expect(outcomeOf(disguiseGivesNoExemption, failed)).toEqual(['failed', 'exempted']);
  expect(disguiseGivesNoExemption.judge(failed).findings[0]?.reproduce).toContain("-H 'user-agent: Googlebot'");
  expect(outcomeOf(disguiseGivesNoExemption, disguised(200, FILM, 200, FILM).view())).toEqual(['cannot-tell']);
});

const methods = (planting: Planting, names: readonly string[]) =>
  planting.probe('methods', (p) => void p.fact('methods', { names }));

test('S-12: what is shown and counted passes; what cannot be counted is said', () => {
  expect(outcomeOf(doubleBlindOptionOffered, methods(withHome(), ['card', 'bank']).view())).toEqual(['passed']);
  expect(outcomeOf(doubleBlindOptionOffered, withHome().view())).toEqual(['cannot-tell']);
  expect(outcomeOf(doubleBlindOptionOffered, withHome('<h1>Welcome</h1>', 200).view())).toEqual(['cannot-tell']);
});

const VISIBLE = '<p>Whoever checks your age can learn that you are here</p>';
test.each([
  ['level-not-shown', gate('', ''), ['card', 'bank']],
  ['no-double-blind-option', gate('', VISIBLE), ['card', 'bank']],
  ['one-way-only', gate(), ['card']],
  ['no-warning', gate().replace('/_age/go', 'https://idv.example/start?redirect_uri=x'), ['card', 'bank']],
])('S-12: %s', (rule, body, names) => {
  expect(outcomeOf(doubleBlindOptionOffered, methods(withHome(body), names).view())).toEqual(['failed', rule]);
});

test('S-12: a warning beside the option is one', () => {
  const warned = gate('<div><a href="https://idv.example/start?client_id=1">Verify with a card</a>').replace(
    '</body>',
    `${VISIBLE}</div></body>`,
  );
  expect(outcomeOf(doubleBlindOptionOffered, methods(withHome(warned), ['card', 'bank']).view())).toEqual(['passed']);
});

test('S-16: a careful gate passes, on this machine without encryption', () => {
  const view = plant('site', 'http://site.localhost').probe('home', home(gate())).view();
  expect(outcomeOf(headersAndTransportHold, view)).toEqual(['passed']);
  expect(headersAndTransportHold.judge(view).notes.some(({ en }) => en.includes('do not apply'))).toBe(true);
  expect(outcomeOf(headersAndTransportHold, withHome().view())).toEqual(['failed', 'no-tls']);
});

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(SAFE).filter(([name]) => !names.includes(name)));
const HSTS = { ...SAFE, 'strict-transport-security': 'max-age=31536000' };
test.each([
  ['content-sniffed', without('x-content-type-options'), gate(), 403],
  ['can-be-framed', without('content-security-policy'), gate(), 403],
  ['referrer-sent', without('referrer-policy'), gate('<a href="https://idv.example/x">On</a>'), 403],
  ['gate-kept', without('cache-control'), gate(), 200],
  ['gate-kept', { ...SAFE, 'cache-control': 'public, max-age=60' }, gate(), 403],
])('S-16: %s', (rule, headers, body, status) => {
  const view = plant('site', 'http://site.localhost')
    .probe('home', home(body, status, headers))
    .view();
  expect(outcomeOf(headersAndTransportHold, view)).toEqual(['failed', rule]);
});

test('S-16: encryption, where the target is somebody’s', () => {
  const secure = (headers: Readonly<Record<string, string>>) =>
    plant('site', 'https://site.test').probe('home', home(gate(), 403, headers));
  expect(outcomeOf(headersAndTransportHold, secure(HSTS).view({ tlsVersion: 'TLSv1.3' }))).toEqual(['passed']);
  expect(outcomeOf(headersAndTransportHold, secure(SAFE).view({ tlsVersion: 'TLSv1.3' }))).toEqual([
    'failed',
    'no-hsts',
  ]);
  expect(outcomeOf(headersAndTransportHold, secure(HSTS).view({ tlsVersion: 'TLSv1.1' }))).toEqual([
    'failed',
    'old-tls',
  ]);
});

test('S-16: links without a referrer need no policy, and content may not be kept', () => {
  const headers = without('referrer-policy');
  const quiet = gate('<a rel="noreferrer" href="https://idv.example/x">On</a>');
  expect(
    outcomeOf(
      headersAndTransportHold,
      plant('site', 'http://site.localhost')
        .probe('home', home(quiet, 403, headers))
        .view(),
    ),
  ).toEqual(['passed']);
  const kept = plant('site', 'http://site.localhost')
    .probe('home', home(gate()))
    .probe('admitted', (p) => {
      p.exchange({ label: 'admitted', by: 'robot', url: '/films/3', headers: HTML, body: FILM });
      p.exchange({ label: 'stranger', url: '/films/3', status: 403, headers: SAFE, body: gate() });
    });
  expect(outcomeOf(headersAndTransportHold, kept.view())).toEqual(['failed', 'content-kept']);
});

test('S-17: claims are found in titles, descriptions and texts, denials are not', () => {
  const nameless = ['100 % anony', 'me'].join('');
  const approved = ['Certi', 'fié par l’Arcom.'].join('');
  expect(outcomeOf(noForbiddenClaims, withHome().view())).toEqual(['passed']);
  expect(outcomeOf(noForbiddenClaims, withHome(gate(`<p>${nameless}.</p>`)).view())).toEqual([
    'failed',
    'nameless-claimed',
  ]);
  const described = gate().replace('</head>', `<meta name="description" content="${approved}"></head>`);
  expect(outcomeOf(noForbiddenClaims, withHome(described).view())).toEqual(['failed', 'endorsement-claimed']);
  expect(outcomeOf(noForbiddenClaims, withHome(gate(`<p>Ce contrôle n’est pas ${nameless}.</p>`)).view())).toEqual([
    'passed',
  ]);
});

test('S-19: a label is noted, its absence never a failure', () => {
  const labelled = withHome(gate(), 403, { ...SAFE, rating: 'RTA-5042-1996-1400-1577-RTA' });
  expect(outcomeOf(adultLabelSent, labelled.view())).toEqual(['passed']);
  const meta = gate().replace('</head>', '<meta name="RATING" content="RTA-5042-1996-1400-1577-RTA"></head>');
  expect(outcomeOf(adultLabelSent, withHome(meta).view())).toEqual(['passed']);
  expect(outcomeOf(adultLabelSent, withHome().view())).toEqual(['cannot-tell']);
});
