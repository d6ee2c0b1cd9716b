import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../browser/chromium.ts';
import type { Check, Judgement } from '../../conformance/checks/check.ts';
import { nothingWithoutScript } from '../../conformance/checks/site/s-04-nothing-without-script.ts';
import { scriptSwapOpensNothing } from '../../conformance/checks/site/s-05-script-swap-opens-nothing.ts';
import { noSelfDeclaration } from '../../conformance/checks/site/s-07-no-self-declaration.ts';
import { nobodyElseTold } from '../../conformance/checks/site/s-08-nobody-else-told.ts';
import { closedWhenOthersAreDown } from '../../conformance/checks/site/s-11-closed-when-others-are-down.ts';
import { accessibleGate } from '../../conformance/checks/site/s-18-accessible-gate.ts';
import type { BrowserDoor } from '../../conformance/collect/browser/browser-door.ts';
import { openBrowserDoor } from '../../conformance/collect/browser/open-browser-door.ts';
import { openHttpDoor } from '../../conformance/collect/http/open-http-door.ts';
import type { ProbeAct } from '../../conformance/collect/probe-act.ts';
import { browserHome } from '../../conformance/collect/site/browser-home.ts';
import { callbackForgery } from '../../conformance/collect/site/callback-forgery.ts';
import { declaration } from '../../conformance/collect/site/declaration.ts';
import { dependencies } from '../../conformance/collect/site/dependencies.ts';
import { noScript } from '../../conformance/collect/site/no-script.ts';
import { optionsTraffic } from '../../conformance/collect/site/options-traffic.ts';
import { scriptSwap } from '../../conformance/collect/site/script-swap.ts';
import type { Probe } from '../../conformance/evidence/observation.ts';
import { createProbeRecorder } from '../../conformance/evidence/recorder.ts';
import { type EvidenceView, viewEvidence } from '../../conformance/evidence/view.ts';
import { CIRCUMSTANCES } from './build-evidence.ts';

const executable = findChromium();
/** Some twenty visits, each of which waits for its page, also on a machine that has much else to do. ms. */
const LONG = 180_000;
const NO_BROWSER = executable ? undefined : 'chromium is not installed';

/** What a page of a planted site is: its status, what it says, cookies that it sets. */
interface Page {
  readonly status?: number;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
type Answer = (path: string, request: IncomingMessage) => Page | undefined;

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="teal"/></svg>';
const CATALOGUE = `<html lang="fr"><title>Vidéos</title><main>${[1, 2, 3, 4, 5, 6, 7, 8]
  .map(
    (film) =>
      `<a href="/film/${film}"><img src="/shot-${film}.jpg" width="200" height="150" alt="${film}">Une longue histoire ${film}</a>`,
  )
  .join('')}</main>`;
const GATE = `<html lang="fr"><title>Contrôle</title><img src="/logo.svg" width="60" alt="">
  <h1>Ce site est réservé aux adultes</h1><p>Prouvez votre âge pour entrer.</p>`;

describe.skipIf(NO_BROWSER)('gates in a browser', () => {
  let browser: BrowserDoor;
  const servers: Server[] = [];
  beforeAll(async () => {
    browser = await openBrowserDoor({ executable: executable ?? '', count: () => {} });
  });
  afterAll(() => browser?.close());
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(host: string, answer: Answer): Promise<string> {
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      if (/\.(jpg|svg)$/.test(path))
        return void response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(PICTURE);
      const { status = 200, html = '', headers = {} } = answer(path, request) ?? { status: 404 };
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://${host}:${(server.address() as AddressInfo).port}`;
  }

  async function collect(origin: string, ...acts: readonly ProbeAct[]): Promise<EvidenceView> {
    const blobs = new Map<string, Uint8Array>();
    const store = {
      put: (sha256: string, bytes: Uint8Array) => void blobs.set(sha256, bytes),
      get: (sha256: string) => blobs.get(sha256) ?? new Uint8Array(),
    };
    const probes: Probe[] = [];
    const target = new URL(origin);
    const seen = () => viewEvidence({ plan: 'site', target: origin, circumstances: CIRCUMSTANCES, probes }, store.get);
    for (const act of acts) {
      const record = createProbeRecorder(act.name, probes.length + 1, store, Date.now);
      const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const random = (length: number) => 'x'.repeat(length);
      const given = {
        target,
        record,
        seen: seen(),
        http: openHttpDoor(),
        browser,
        wait,
        random,
        isLong: false,
        progress: () => {},
        openGrants: async () => undefined,
      };
      await act.run(given);
      probes.push(record.end());
    }
    return seen();
  }

  const rulesOf = ({ findings }: Judgement) => findings.map(({ rule }) => rule).sort();
  const judge = (check: Check, view: EvidenceView) => {
    const judgement = check.judge(view);
    return { outcome: judgement.outcome, rules: rulesOf(judgement) };
  };

  /** The one line that a vendor sells: it covers and blurs, and calls the page when it is satisfied. */
  const CHECKER = `addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style');
    style.textContent = 'main { filter: blur(20px) }';
    const over = document.createElement('div');
    over.style.cssText = 'position:fixed;inset:0;background:#fff;z-index:999';
    over.innerHTML = '<h1>Vérification de l’âge</h1><p>Prouvez votre âge pour entrer.</p><button>Vérifier mon âge</button>';
    document.head.append(style);
    document.body.append(over);
    window.vendorOpen = () => {};
    const open = () => { style.remove(); over.remove(); };
    addEventListener('message', ({ data }) => { if (data && data.type === 'age-verified') open(); });
    if (localStorage.getItem('ageVerified') === 'yes-it-is') open();
    fetch('/state').then((answer) => answer.json()).then(({ verified }) => { if (verified) open(); }).catch(() => {});
  });`;

  async function clientSideGate(): Promise<string> {
    const vendor = await serve('vendor.localhost', (path) =>
      path === '/checker.js' ? { html: CHECKER, headers: { 'content-type': 'text/javascript' } } : undefined,
    );
    const script = `<script src="${vendor}/checker.js?key=1"></script>`;
    return serve('site.localhost', (path) => {
      if (path === '/state') return { html: '{"verified":false}', headers: { 'content-type': 'application/json' } };
      return path === '/' ? { html: CATALOGUE.replace('<main>', `${script}<main>`) } : undefined;
    });
  }

  test(
    'a gate that is only in the page is opened in every way there is',
    async () => {
      const origin = await clientSideGate();
      const view = await collect(origin, browserHome, scriptSwap, callbackForgery, dependencies, noScript);
      expect(judge(scriptSwapOpensNothing, view)).toEqual({
        outcome: 'failed',
        rules: [
          'opened-by-blocking-scripts',
          'opened-by-forging-success',
          'opened-by-removing-the-overlay',
          'opened-by-replacing-the-script',
          'opened-by-rewriting-answers',
          'opened-by-setting-flags',
        ],
      });
      expect(judge(closedWhenOthersAreDown, view)).toEqual({
        outcome: 'failed',
        rules: ['opens-when-provider-is-down'],
      });
      expect(judge(nothingWithoutScript, view)).toEqual({ outcome: 'failed', rules: ['content-without-script'] });
      expect(judge(nobodyElseTold, view).rules).toEqual(['site-named-to-others', 'third-party-contacted']);
    },
    LONG,
  );

  test(
    'a server that believes whoever comes back is opened by coming back',
    async () => {
      const origin = await serve('site.localhost', (path, { headers, url }) => {
        if (path === '/age/return' && /status=success/.test(url ?? '')) {
          return { status: 302, headers: { location: '/', 'set-cookie': 'in=1; HttpOnly; SameSite=Lax' } };
        }
        if (path !== '/') return undefined;
        if (/\bin=1/.test(headers.cookie ?? '')) return { html: CATALOGUE };
        const back = encodeURIComponent('/age/return');
        return {
          status: 403,
          html: `${GATE}<a href="https://vendor.example/verify?back=${back}">Vérifier mon âge</a>`,
        };
      });
      const view = await collect(origin, browserHome, callbackForgery, scriptSwap);
      const judgement = scriptSwapOpensNothing.judge(view);
      expect(rulesOf(judgement)).toEqual(['opened-by-forged-callback']);
      expect(judgement.findings[0]?.observed.en).toContain('/age/return');
      expect(judgement.findings[0]?.reproduce).toContain(`${origin}/age/return`);
    },
    LONG,
  );

  test(
    'a gate on the server gives nothing away, whatever its page does',
    async () => {
      const vendor = await serve('vendor.localhost', () => ({
        html: CHECKER,
        headers: { 'content-type': 'text/javascript' },
      }));
      const origin = await serve('site.localhost', (path) => {
        if (path === '/state')
          return { status: 403, html: '{"verified":false}', headers: { 'content-type': 'application/json' } };
        const script = `<script src="${vendor}/checker.js"></script>`;
        return {
          status: 401,
          html: `${GATE}${script}<button>Vérifier mon âge</button><footer>Mentions légales</footer>`,
        };
      });
      const acts = [browserHome, noScript, declaration, scriptSwap, callbackForgery, dependencies];
      const view = await collect(origin, ...acts);
      expect(judge(scriptSwapOpensNothing, view)).toEqual({ outcome: 'passed', rules: [] });
      expect(judge(closedWhenOthersAreDown, view)).toEqual({ outcome: 'passed', rules: [] });
      expect(judge(nothingWithoutScript, view)).toEqual({ outcome: 'passed', rules: [] });
      expect(judge(noSelfDeclaration, view).rules).toEqual([]);
    },
    LONG,
  );

  test.each([
    ['a button', '<button onclick="enter()">J’ai plus de 18 ans</button>'],
    ['a link', '<a href="#" onclick="enter()">Entrer</a>'],
    [
      'a box and a button',
      '<form onsubmit="event.preventDefault(); if (ok.checked) enter()"><input id="ok" type="checkbox"><button>Valider</button></form>',
    ],
    [
      'a date of birth',
      '<form onsubmit="event.preventDefault(); if (dob.value < \'2000\') enter()"><input id="dob" type="date"><button>OK</button></form>',
    ],
  ])('a declaration is found out: %s', async (_, control) => {
    const over = `<div id="over" style="position:fixed;inset:0;background:#fff;z-index:9"><h1>Réservé aux adultes</h1>${control}
      <a href="https://elsewhere.example/">Quitter</a></div><script>function enter() { over.remove(); }</script>`;
    const origin = await serve('site.localhost', (path) => (path === '/' ? { html: CATALOGUE + over } : undefined));
    const view = await collect(origin, browserHome, declaration);
    expect(judge(noSelfDeclaration, view)).toEqual({ outcome: 'failed', rules: ['opened-by-declaration'] });
    const asked = view
      .probe('declaration')
      .exchanges()
      .map(({ request }) => new URL(request.url).host);
    expect(asked).not.toContain('elsewhere.example');
  });

  test.each([
    ['in an address', (site: string) => `?from=${encodeURIComponent(site)}`],
    ['as base64url', (site: string) => `?state=${Buffer.from(`{"rp":"${site}"}`).toString('base64url')}`],
  ])('a way of proving that tells the site’s name is found out: %s', async (_, query) => {
    const vendor = await serve('vendor.localhost', () => ({ html: '<title>v</title>Choisissez' }));
    const origin: string = await serve('site.localhost', (path, { headers }) => ({
      status: 403,
      headers: { 'referrer-policy': 'no-referrer' },
      html: path === '/' ? `${GATE}<a href="${vendor}/${query(`http://${headers.host}`)}">Vérifier mon âge</a>` : '',
    }));
    const view = await collect(origin, browserHome, optionsTraffic);
    expect(judge(nobodyElseTold, view)).toEqual({ outcome: 'failed', rules: ['site-named-to-others'] });
  });

  test('a way of proving that tells nothing passes, with what it says after # kept in the browser', async () => {
    const vendor = await serve('vendor.localhost', () => ({ html: '<title>v</title>Choisissez' }));
    const origin: string = await serve('site.localhost', (_, { headers }) => ({
      status: 403,
      headers: { 'referrer-policy': 'no-referrer' },
      html: `${GATE}<a href="${vendor}/present#http://${headers.host}">Vérifier mon âge</a>`,
    }));
    const view = await collect(origin, browserHome, optionsTraffic);
    expect(judge(nobodyElseTold, view)).toEqual({ outcome: 'passed', rules: [] });
    expect(view.probe('options-traffic').fact('option-1')).toMatchObject({
      landed: `${vendor}/present`,
      isPressed: true,
    });
  });

  test('faults of access and a way that no key comes to', async () => {
    const origin = await serve('site.localhost', () => ({
      status: 403,
      html: `<title>x</title><h1>Adults only</h1><img src="/x.jpg"><button tabindex="-1">Verify my age</button>`,
    }));
    const view = await collect(origin, browserHome);
    const { outcome, rules } = judge(accessibleGate, view);
    expect(outcome).toBe('failed');
    expect(rules).toContain('critical-access-faults');
    expect(rules).toContain('main-action-out-of-keyboard-reach');
  });
});
