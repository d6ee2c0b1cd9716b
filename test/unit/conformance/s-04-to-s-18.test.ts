import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../conformance/checks/check.ts';
import { nothingWithoutScript } from '../../conformance/checks/site/s-04-nothing-without-script.ts';
import { scriptSwapOpensNothing } from '../../conformance/checks/site/s-05-script-swap-opens-nothing.ts';
import { noSelfDeclaration } from '../../conformance/checks/site/s-07-no-self-declaration.ts';
import { nobodyElseTold } from '../../conformance/checks/site/s-08-nobody-else-told.ts';
import { grantEndsWithBrowser } from '../../conformance/checks/site/s-09-grant-ends-with-browser.ts';
import { closedWhenOthersAreDown } from '../../conformance/checks/site/s-11-closed-when-others-are-down.ts';
import { accessibleGate } from '../../conformance/checks/site/s-18-accessible-gate.ts';
import type { Json } from '../../conformance/evidence/observation.ts';
import type { EvidenceView } from '../../conformance/evidence/view.ts';
import { callbackAddresses } from '../../conformance/reading/callback-addresses.ts';
import { expectedGlobals } from '../../conformance/reading/expected-globals.ts';
import { flagsIn } from '../../conformance/reading/flags-in-scripts.ts';
import { readHtml } from '../../conformance/reading/html.ts';
import { formThatNames, namesOfSite } from '../../conformance/reading/names-site.ts';
import { saysVerified } from '../../conformance/reading/says-verified.ts';
import { type Planted, plant } from './build-evidence.ts';

const GATE = '<html lang="fr"><title>Contrôle</title><h1>Réservé aux adultes</h1><p>Prouvez votre âge.</p>';
const GATE_TEXT = 'Réservé aux adultes\nProuvez votre âge.';
const FILMS = `<html lang="fr"><title>Vidéos</title>${[1, 2, 3, 4, 5, 6].map((film) => `<a href="/film/${film}"><img src="/shots/${film}.jpg">${film}</a>`).join('')}`;
const HTML = { 'content-type': 'text/html; charset=utf-8' };

const shown = (given: object = {}): Json =>
  ({
    url: 'http://site.test/',
    media: [],
    passages: ['Réservé aux adultes'],
    overlays: 0,
    obscured: 0,
    ...given,
  }) as Json;
const picture = (at: number, host = 'http://site.test') => ({ url: `${host}/shots/${at}.jpg`, kind: 'picture' });
const judge = (check: Check, view: EvidenceView) => {
  const { outcome, findings, reason } = check.judge(view);
  return { outcome, rules: findings.map(({ rule }) => rule), ...(reason === undefined ? {} : { reason }) };
};
const passed = { outcome: 'passed', rules: [] };

describe('S-04', () => {
  const with_ = (body: string, status = 200) =>
    plant('site').probe('no-script', (p) =>
      p.exchange({ label: 'no-script', by: 'browser', url: '/', status, headers: HTML, body }),
    );
  test('a gate passes, with a refusal or without', () => {
    expect(judge(nothingWithoutScript, with_(GATE).view())).toEqual(passed);
    expect(judge(nothingWithoutScript, with_(GATE, 403).view())).toEqual(passed);
  });
  test('a catalogue is a finding', () => {
    expect(judge(nothingWithoutScript, with_(FILMS).view())).toEqual({
      outcome: 'failed',
      rules: ['content-without-script'],
    });
  });
  test('a film is a finding', () => {
    const view = plant('site').probe('no-script', (p) => {
      p.exchange({ label: 'no-script', url: '/', headers: HTML, body: GATE });
      p.exchange({
        label: 'no-script',
        url: '/a.mp4',
        status: 206,
        headers: { 'content-type': 'video/mp4' },
        body: 'x',
      });
    });
    expect(judge(nothingWithoutScript, view.view())).toEqual({ outcome: 'failed', rules: ['film-without-script'] });
  });
  test('a page that says nothing cannot be told, and no browser is untested', () => {
    expect(judge(nothingWithoutScript, with_('<title>Hi</title>').view()).outcome).toBe('cannot-tell');
    const none = plant('site').untested('no-script', 'no-browser').view();
    expect(judge(nothingWithoutScript, none)).toEqual({ outcome: 'untested', rules: [], reason: 'no-browser' });
  });
});

describe('S-05', () => {
  const swapped = (after: Json, afterText = GATE_TEXT, more: (p: Planted) => void = () => {}) =>
    plant('site')
      .probe('script-swap', (p) => {
        p.fact('reached-none', shown({ overlays: 1 }));
        p.page('after-none', { text: GATE_TEXT });
        p.fact('reached-overlay-removed', after);
        p.page('after-overlay-removed', { text: afterText });
        p.fact('known', { scripts: 1, globals: 2, flags: 3 });
        more(p);
      })
      .probe('callback-forgery', (p) => {
        p.exchange({ label: 'plain', url: '/', status: 403, headers: HTML, body: GATE });
        p.exchange({ label: 'after-forgery', url: '/', status: 403, headers: HTML, body: GATE });
        p.fact('forged', { addresses: ['http://site.test/age/callback'], tries: 5, cookies: 1 });
      });
  const opened = { outcome: 'failed', rules: ['opened-by-removing-the-overlay'] };
  test('nothing new passes, and so does one more picture or a stranger’s two', () => {
    expect(judge(scriptSwapOpensNothing, swapped(shown()).view())).toEqual(passed);
    expect(judge(scriptSwapOpensNothing, swapped(shown({ media: [picture(1)] })).view())).toEqual(passed);
    const strange = shown({ media: [picture(1, 'http://ads.test'), picture(2, 'http://ads.test')] });
    expect(judge(scriptSwapOpensNothing, swapped(strange).view())).toEqual(passed);
  });
  test('legal notices below a gate are no content, a long story is', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, at) => `${at} ${'mention légale '.repeat(at > 6 ? 9 : 3)}`);
    expect(judge(scriptSwapOpensNothing, swapped(shown({ passages: lines(6) })).view())).toEqual(passed);
    expect(judge(scriptSwapOpensNothing, swapped(shown({ passages: lines(14) }), 'Histoires').view())).toEqual(opened);
  });
  test('two pictures or a film of the site are findings', () => {
    expect(judge(scriptSwapOpensNothing, swapped(shown({ media: [picture(1), picture(2)] })).view())).toEqual(opened);
    const film = shown({ media: [{ url: 'blob:http://site.test/1', kind: 'film' }] });
    expect(judge(scriptSwapOpensNothing, swapped(film).view())).toEqual(opened);
  });
  test('what another site shows is nobody’s content', () => {
    const elsewhere = shown({ url: 'http://vendor.test/', media: [picture(1), picture(2)] });
    expect(judge(scriptSwapOpensNothing, swapped(elsewhere).view())).toEqual(passed);
  });
  test('bytes of a film that came only after', () => {
    const view = swapped(shown(), GATE_TEXT, (p) =>
      p.exchange({
        label: 'after-overlay-removed',
        url: '/a.mp4',
        status: 206,
        headers: { 'content-type': 'video/mp4' },
      }),
    );
    expect(judge(scriptSwapOpensNothing, view.view())).toEqual(opened);
  });
  test('a passage pair that only an admitted visitor is shown', () => {
    const view = swapped(shown({ passages: ['La baie au matin', 'Le col sous la neige'] })).probe('admitted', (p) =>
      p.exchange({
        label: 'admitted',
        by: 'robot',
        url: '/',
        headers: HTML,
        body: '<h2>La baie au matin</h2><h2>Le col sous la neige</h2>',
      }),
    );
    expect(judge(scriptSwapOpensNothing, view.view())).toEqual(opened);
  });
  test('a forged callback that opens the page', () => {
    const view = plant('site').probe('callback-forgery', (p) => {
      p.exchange({ label: 'plain', url: '/', status: 403, headers: HTML, body: GATE });
      p.exchange({ label: 'forgery', url: '/age/callback?status=success', status: 302 });
      p.exchange({ label: 'after-forgery', url: '/', headers: HTML, body: FILMS });
    });
    const judgement = scriptSwapOpensNothing.judge(view.untested('script-swap', 'no-browser').view());
    expect(judgement.findings.map(({ rule }) => rule)).toEqual(['opened-by-forged-callback']);
    expect(judgement.findings[0]?.observed.en).toContain('/age/callback');
  });
  test('no authority is untested; without a browser half of it cannot be told', () => {
    const none = plant('site').untested('script-swap', 'no-authority').untested('callback-forgery', 'no-authority');
    expect(judge(scriptSwapOpensNothing, none.view())).toEqual({
      outcome: 'untested',
      rules: [],
      reason: 'no-authority',
    });
    const half = plant('site')
      .untested('script-swap', 'no-browser')
      .probe('callback-forgery', (p) =>
        p.exchange({ label: 'plain', url: '/', status: 403, headers: HTML, body: GATE }),
      );
    expect(judge(scriptSwapOpensNothing, half.view()).outcome).toBe('cannot-tell');
  });
});

describe('S-07', () => {
  const declared = (after: Json, text: string) =>
    plant('site').probe('declaration', (p) => {
      p.fact('reached-declared-none', shown());
      p.page('after-declared-none', { text: GATE_TEXT });
      p.fact('declared-1', { label: 'Entrer', isPressed: true });
      p.fact('reached-declared-1', after);
      p.page('after-declared-1', { text });
    });
  const flagged =
    (body: string, status = 200) =>
    (p: Planted) => {
      p.exchange({ label: 'plain', url: '/', status: 403, headers: HTML, body: GATE });
      p.exchange({ label: 'flag', url: '/?age=1', status, headers: HTML, body });
    };
  test('a gate that stays passes', () => {
    expect(
      judge(noSelfDeclaration, declared(shown(), GATE_TEXT).probe('self-declared', flagged(GATE, 403)).view()),
    ).toEqual(passed);
  });
  test('content after a click, and after a flag', () => {
    const media = [picture(1), picture(2)];
    const view = declared(shown({ media }), 'Vidéos').probe('self-declared', flagged(FILMS)).view();
    expect(judge(noSelfDeclaration, view)).toEqual({
      outcome: 'failed',
      rules: ['opened-by-declaration', 'opened-by-flag'],
    });
  });
  test('a question that is gone with nothing in its place cannot be told', () => {
    const view = declared(shown({ passages: ['Choisissez'] }), 'Choisissez')
      .probe('self-declared', flagged(GATE, 403))
      .view();
    expect(judge(noSelfDeclaration, view).outcome).toBe('cannot-tell');
  });
});

describe('S-08', () => {
  const traffic = (sent: Readonly<Record<string, string>>, url = 'http://wallet.test/present') =>
    plant('site')
      .probe('browser-home', (p) => {
        p.exchange({ label: 'gate', by: 'browser', url: '/', status: 403, headers: HTML, body: GATE });
        p.exchange({ label: 'gate', by: 'browser', url: 'http://static.site.test/a.css' });
        p.page('gate', { dom: GATE, text: GATE_TEXT });
      })
      .probe('options-traffic', (p) => {
        p.exchange({ label: 'option-1', by: 'browser', url, sent });
        p.fact('option-1', { label: 'Prouver mon âge', landed: 'http://wallet.test/present', isPressed: true });
      });
  const told = { outcome: 'failed', rules: ['site-named-to-others'] };
  test('a wallet that is told nothing passes, its own address as Referer too', () => {
    expect(
      judge(nobodyElseTold, traffic({ referer: 'http://wallet.test/present', host: 'wallet.test' }).view()),
    ).toEqual(passed);
  });
  test.each([
    ['Referer', { referer: 'http://site.test/' }],
    ['Origin', { origin: 'http://site.test' }],
    ['another header', { 'x-rp': createHash('sha256').update('site.test').digest('hex') }],
  ])('%s', (_, sent) => {
    expect(judge(nobodyElseTold, traffic(sent).view())).toEqual(told);
  });
  test('somebody else during the gate, and before', () => {
    const during = traffic({}, 'http://stats.test/p');
    expect(judge(nobodyElseTold, during.view())).toEqual({ outcome: 'failed', rules: ['third-party-contacted'] });
    const before = plant('site').probe('browser-home', (p) =>
      p.exchange({ label: 'gate', by: 'browser', url: 'http://stats.test/p' }),
    );
    expect(judge(nobodyElseTold, before.view()).rules).toEqual(['third-party-contacted']);
  });
  test('a connection that is prepared', () => {
    const view = plant('site').probe('browser-home', (p) => {
      p.exchange({ label: 'gate', by: 'browser', url: '/' });
      p.page('gate', { dom: '<link rel="preconnect" href="https://vendor.test">' });
    });
    expect(judge(nobodyElseTold, view.view()).rules).toEqual(['third-party-hinted']);
  });
  test('without a way that could be pressed it cannot be told', () => {
    const view = plant('site').probe('browser-home', (p) => p.exchange({ label: 'gate', by: 'browser', url: '/' }));
    expect(judge(nobodyElseTold, view.view()).outcome).toBe('cannot-tell');
  });
});

describe('S-09', () => {
  const GRANT = { name: '__Host-age', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' };
  const withCookies = (cookies: Json, page: object = {}) =>
    plant('site', 'https://site.test')
      .probe('browser-home', (p) => p.page('gate', page))
      .probe('admitted', (p) => {
        p.exchange({ label: 'present-good', by: 'robot', url: '/_age/redeem', method: 'POST' });
        p.fact('session', { status: 303, cookies });
      })
      .probe('kept-grant', (p) => cameBack(p, 'gate'));
  const cameBack = (p: Planted, back: string) => {
    p.page('admitted', { text: 'films' });
    p.page('restored', { text: back });
    p.page('fresh', { text: 'gate' });
  };
  test('grant-restored', () => {
    const view = plant('site')
      .probe('browser-home', (p) => p.page('gate', {}))
      .probe('admitted', (p) => p.fact('session', { status: 303, cookies: [GRANT] }))
      .probe('kept-grant', (p) => cameBack(p, 'films'));
    expect(judge(grantEndsWithBrowser, view.view())).toEqual({ outcome: 'failed', rules: ['grant-restored'] });
  });
  test.each([
    ['/?age_token=V0r1a2b3c4d5e6f7a8b9', ['grant-in-address']],
    ['/films?page=2', []],
    ['/', []],
  ])('an address that the proof leads to, %s', (location, rules) => {
    const view = plant('site')
      .probe('browser-home', (p) => p.page('gate', {}))
      .probe('admitted', (p) => {
        p.exchange({ label: 'present-good', by: 'robot', url: '/_age/redeem', status: 303, headers: { location } });
        p.fact('session', { status: 303, cookies: [GRANT] });
      })
      .probe('kept-grant', (p) => cameBack(p, 'gate'));
    expect(judge(grantEndsWithBrowser, view.view())).toMatchObject({ rules });
  });
  test('a protected cookie that ends with the browser passes, beside one that is taken away', () => {
    const gone = { name: '__Host-age-pre', httpOnly: true, secure: true, sameSite: 'Lax', maxAge: 0 };
    expect(judge(grantEndsWithBrowser, withCookies([GRANT, gone]).view())).toEqual(passed);
  });
  test.each([
    ['persistent-grant', { ...GRANT, maxAge: 3600 }],
    ['persistent-grant', { ...GRANT, expires: 'Wed, 18 Nov 2026 13:00:00 GMT' }],
    ['grant-readable-by-scripts', { ...GRANT, httpOnly: false }],
    ['grant-sent-in-clear', { ...GRANT, secure: false }],
    ['grant-sent-across-sites', { ...GRANT, sameSite: 'None' }],
  ])('%s', (rule, cookie) => {
    expect(judge(grantEndsWithBrowser, withCookies([cookie]).view())).toEqual({ outcome: 'failed', rules: [rule] });
  });
  const cookie = { domain: 'site.test', path: '/', httpOnly: true, secure: true, sameSite: 'Lax', value: '' };
  const began = Date.parse('2026-11-18T12:00:00Z') / 1000;
  const storage = { origin: 'https://site.test', local: {}, session: {}, databases: [], caches: [], workers: [] };
  test('what a gate keeps for long under such a name is a finding, for ten minutes or under another name it is none', () => {
    const short = { ...cookie, name: '__Host-age-return', expires: began + 600 };
    const plain = { ...cookie, name: 'language', expires: began + 9e6 };
    expect(judge(grantEndsWithBrowser, withCookies([GRANT], { cookies: [short, plain], storage }).view())).toEqual(
      passed,
    );
    const long = { ...cookie, name: 'age_verified', expires: began + 9e6 };
    const kept = { outcome: 'failed', rules: ['age-kept-in-browser'] };
    expect(judge(grantEndsWithBrowser, withCookies([GRANT], { cookies: [long], storage }).view())).toEqual(kept);
    const local = { ...storage, local: { ageVerified: '' } };
    expect(judge(grantEndsWithBrowser, withCookies([GRANT], { storage: local }).view())).toEqual(kept);
  });
  test('without a token the grant is untested', () => {
    const view = plant('site')
      .probe('browser-home', (p) => p.page('gate', { storage }))
      .untested('admitted', 'no-tokens');
    expect(judge(grantEndsWithBrowser, view.view())).toEqual({ outcome: 'untested', rules: [], reason: 'no-tokens' });
  });
});

describe('S-11', () => {
  const down = (after: Json) =>
    plant('site').probe('dependencies', (p) => {
      p.fact('hosts', ['vendor.test']);
      for (const name of ['with-all', 'without-vendor.test', 'without-all']) {
        p.fact(`reached-${name}`, name === 'without-vendor.test' ? after : shown());
        p.page(`after-${name}`, { text: GATE_TEXT });
      }
    });
  test('a gate that stays passes; one that opens is a finding; what was not seen to its end cannot be told', () => {
    expect(judge(closedWhenOthersAreDown, down(shown()).view())).toEqual(passed);
    const open = judge(closedWhenOthersAreDown, down(shown({ media: [picture(1), picture(2)] })).view());
    expect(open).toEqual({ outcome: 'failed', rules: ['opens-when-provider-is-down'] });
    const half = plant('site').probe('dependencies', (p) => p.fact('hosts', ['vendor.test']));
    expect(judge(closedWhenOthersAreDown, half.view()).outcome).toBe('cannot-tell');
    const none = plant('site').untested('dependencies', 'no-browser').view();
    expect(judge(closedWhenOthersAreDown, none).reason).toBe('no-browser');
  });
});

describe('S-18', () => {
  const fault = (impact: string) => ({ rule: 'color-contrast', impact, help: '', targets: ['p'] });
  const looked = (
    page: object,
    tabs: Json = { stops: [{ role: 'a', name: 'Prouver' }], main: 'Prouver', reachesMain: true },
  ) =>
    plant('site').probe('browser-home', (p) => {
      p.page('gate', { access: [], ...page } as never);
      p.fact('tab-stops', tabs);
    });
  test('light faults pass, grave ones are findings', () => {
    expect(judge(accessibleGate, looked({ access: [fault('moderate')] }).view())).toEqual(passed);
    expect(judge(accessibleGate, looked({ access: [fault('serious')] }).view()).rules).toEqual([
      'serious-access-faults',
    ]);
    expect(judge(accessibleGate, looked({ access: [fault('critical')] }).view()).rules).toEqual([
      'critical-access-faults',
    ]);
  });
  test('no language, and an action that no key comes to', () => {
    expect(judge(accessibleGate, looked({ language: '' }).view()).rules).toEqual(['no-language']);
    const lost = { stops: [{ role: 'a', name: 'Aide' }], main: 'Prouver', reachesMain: false };
    expect(judge(accessibleGate, looked({}, lost).view()).rules).toEqual(['main-action-out-of-keyboard-reach']);
    const framed = { stops: [{ role: 'iframe', name: '' }], main: 'Prouver', reachesMain: false };
    expect(judge(accessibleGate, looked({}, framed).view())).toEqual(passed);
  });
});

describe('what is read', () => {
  test('names of a site in every form, and nobody else’s', () => {
    const names = namesOfSite(new URL('https://adult.example'), new URL('https://vendor.example'));
    const hash = createHash('sha256').update('https://adult.example');
    const texts = [
      'rp=https%253A%252F%252Fadult.example',
      Buffer.from('xadult.example!').toString('base64'),
      hash.digest('base64url'),
    ];
    expect(texts.map((text) => formThatNames(text, names))).toEqual(['plain', 'encoded', 'SHA-256']);
    expect(formThatNames('from=notadult.example', names)).toBeUndefined();
    expect(formThatNames('from=adult.example.org', names)).toBeUndefined();
    expect(formThatNames('You were at www.adult.example.', names)).toBe('plain');
  });
  test('hosts of one machine are told apart by their port alone', () => {
    const names = namesOfSite(new URL('http://127.0.0.1:4000'), new URL('http://127.0.0.1:4001'));
    expect(formThatNames('http://127.0.0.1:4001/', names)).toBeUndefined();
    expect(formThatNames('http://127.0.0.1:4000/', names)).toBe('plain');
  });
  test('flags, globals and callbacks in scripts', () => {
    const script = `if (localStorage.getItem('isOld') === 'yes') open(); Cookies.get("av"); sessionStorage.seen`;
    expect(flagsIn(script)).toEqual([{ name: 'isOld', value: 'yes' }, { name: 'seen' }, { name: 'av' }]);
    const globals = expectedGlobals(['Acme.init({}); new Checker(); const Own = 1; Own.start()']);
    expect(globals).toEqual(expect.arrayContaining(['Acme', 'Checker']));
    expect(globals).not.toContain('Own');
    const target = new URL('https://site.test');
    const page = readHtml(
      '<a href="https://v.test/?back=%2Fav%2Fdone-return">x</a><form action="/verify"></form>',
      target.href,
    );
    const found = callbackAddresses([page], ['post("/api/age-check?x=1"); load("/age/gate.js")'], target);
    expect(found.slice(0, 3)).toEqual([
      'https://site.test/av/done-return',
      'https://site.test/verify',
      'https://site.test/api/age-check',
    ]);
    expect(found.join()).not.toContain('gate.js');
  });
  test('names that say verified', () => {
    const said = [
      'age_verified',
      'ageGatePassed',
      'isAdult',
      'over18',
      'language',
      'page_token',
      'message',
      '__Host-age-return',
      'manage-ok',
    ];
    expect(said.filter(saysVerified)).toEqual(['age_verified', 'ageGatePassed', 'isAdult', 'over18']);
  });
});
