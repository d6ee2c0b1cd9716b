import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeUtf8 } from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../browser/browser.ts';
import { compileClockShim } from '../browser/clock-shim.ts';
import { createInjectedPasskey, type InjectedPasskey } from '../browser/injected-passkey.ts';
import { type NetLogEntry, readNetLog } from '../browser/net-log.ts';
import { type PlainChromium, startPlainChromium } from '../browser/plain-chromium.ts';
import { occursIn } from '../privacy/haystack.ts';
import { WEDNESDAY_NOON } from '../rooms/house.ts';
import { fillWallet, openSite } from './visits.ts';
import { bytesOf, linesOf, startWitnessedRooms, type WitnessedRooms } from './witnessed-rooms.ts';

/** How often a browser that was started afresh opens the site; more of it finds what happens seldom. */
const ROUNDS = Number(process.env.NO_TRACE_ROUNDS || 2);
/** How long a browser stays open after the site did: long enough for what is put off to idle moments. */
const QUIET_MS = Number(process.env.NO_TRACE_QUIET_MS || 1_000);
const HOUR = 3600;
const DAY = 86_400;

const why = whyNoBrowser;
const shim = compileClockShim();
/** Why no browser can live at another time than this machine's; undefined when it can. */
const whyNow = typeof shim === 'string' ? shim : undefined;
/** Without another time, the minute that the wallet waits before a second visit to one site really passes. */
const VISIT_MS = whyNow ? 120_000 : 45_000;

/** What a browser did between its start and its end. */
interface Watched {
  /** As `GET wallet/present`, in their order. */
  readonly requests: readonly string[];
  /** Connections to our rooms that were opened or used meanwhile, by whomever. */
  readonly connections: number;
  /** What its own log says of our rooms. */
  readonly netLog: readonly NetLogEntry[];
  /** The same of the site: a log that shows nothing of it would show nothing at all. */
  readonly ofSite: readonly NetLogEntry[];
}

describe.skipIf(why)(`a presentation leaves no trace at our rooms${why ? ` (skipped: ${why})` : ''}`, () => {
  let rooms: WitnessedRooms;
  let passkey: InjectedPasskey;
  let folder: string;
  let now = WEDNESDAY_NOON;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bauta-no-trace-'));
    rooms = await startWitnessedRooms(23_500, 'Checker A');
    passkey = createInjectedPasskey(rooms.origins.wallet);
    await setClock(now);
  }, 180_000);
  afterAll(async () => {
    await rooms?.stop();
    rmSync(folder, { recursive: true, force: true });
    if (typeof shim !== 'string') shim.remove();
  }, 30_000);

  /** Moves the rooms' time, and that of every browser to come; where no browser's can be moved, all stay in theirs. */
  async function setClock(time: number): Promise<void> {
    if (whyNow) return;
    now = time;
    await rooms.setClock(time);
  }

  /** One start of the browser on a profile, as somebody who sits down, does something and goes. */
  async function watch(act: (browser: PlainChromium) => Promise<void>, name = 'person'): Promise<Watched> {
    const profile = join(folder, name);
    prepareProfile(profile);
    const netLog = join(folder, 'net-log.json');
    const from = Date.now();
    const seconds = now - from / 1000;
    const environment = typeof shim === 'string' ? {} : shim.environment(seconds);
    const browser = await startPlainChromium({ profile, netLog, environment, prepare: passkey.giveTo });
    try {
      await act(browser);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    } finally {
      await browser.close();
    }
    const connections = rooms.connections(from);
    return {
      requests: linesOf(connections, from),
      connections: connections.length,
      netLog: readNetLog(netLog, rooms.hosts),
      ofSite: readNetLog(netLog, [new URL(rooms.origins.demoSite).host]),
    };
  }

  /** From the gate to the open site, by the tap at the gate and the passkey. */
  async function present(): Promise<Watched & { build: string | undefined }> {
    let build: string | undefined;
    const watched = await watch(async (browser) => {
      build = await openSite(browser, rooms.origins, VISIT_MS);
    });
    return { ...watched, build };
  }

  function expectNoTrace({ requests, connections, netLog, ofSite }: Watched): void {
    expect({ requests, connections, netLog }).toEqual({ requests: [], connections: 0, netLog: [] });
    expect(new Set(ofSite.map(({ kind }) => kind))).toEqual(new Set(['request', 'connection']));
  }

  /** The build that the wallet's host gives now, and the assets of its page of presentation. */
  async function served(): Promise<{ build: string; assets: string[] }> {
    const html = await (await loopbackFetch(`${rooms.origins.wallet}/present`)).text();
    const build = /<footer><p>([^<]+)<\/p><\/footer>/.exec(html)?.[1] ?? '';
    return { build, assets: [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path as string) };
  }

  it('a first visit fetches the page once, and no header of it names the site', { timeout: 60_000 }, async () => {
    const from = Date.now();
    const { requests, netLog } = await watch(async (browser) => {
      const tab = await browser.openTab();
      await tab.visit(`${rooms.origins.demoSite}/`);
      await tab.tap('a[href="/_age/go"]');
      await tab.until("location.pathname === '/present' && document.querySelector('h1')");
    }, 'stranger');
    const { assets } = await served();
    expect(requests[0]).toBe('GET wallet/present');
    expect([...requests].sort()).toEqual(['GET wallet/present', ...assets.map((path) => `GET wallet${path}`)].sort());
    // That the witness and the net log agree here is what makes their silence later worth something.
    expect(netLog.filter(({ kind }) => kind === 'request')).toHaveLength(requests.length);
    expect(netLog.some(({ kind }) => kind === 'connection')).toBe(true);
    const heads = Buffer.from(bytesOf(rooms.connections(from)))
      .toString('latin1')
      .toLowerCase();
    expect(heads).not.toMatch(/\r\n(referer: (?!http:\/\/wallet)|origin:|cookie:)/);
  });

  it('a direct link would open connections when the pointer goes down on it', { timeout: 60_000 }, async () => {
    const { connections, requests } = await watch(async (browser) => {
      const tab = await browser.openTab();
      await tab.visit(`${rooms.origins.demoSite}/`);
      await tab.until('document.querySelector(\'a[href="/_age/go"]\')');
      await tab.read(`document.querySelector('a[href="/_age/go"]').href = '${rooms.origins.wallet}/present#x', 0`);
      await tab.press(`a[href^="${rooms.origins.wallet}"]`);
    }, 'stranger');
    expect({ requests, isConnected: connections > 0 }).toEqual({ requests: [], isConnected: true });
  });

  it('enrolment lets the browser keep the page where a site’s redirect looks for it', { timeout: 90_000 }, async () => {
    const { requests } = await watch((browser) => fillWallet(browser, rooms.origins));
    expect(requests.filter((line) => line === 'GET wallet/present')).toHaveLength(1);
    expect(requests.at(-1)).toMatch(/^GET wallet\/(present$|assets\/)/);
  });

  it(`${ROUNDS} presentations, each by a browser started afresh, ask our rooms for nothing`, {
    timeout: 30_000 + ROUNDS * (VISIT_MS + 15_000),
  }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      // More than ten minutes between two visits to one site: sooner, the wallet would make the person wait.
      await setClock(WEDNESDAY_NOON + 2 * HOUR + round * 660);
      expectNoTrace(await present());
    }
  });

  it('a reload of the wallet’s page by the person fetches it once, and names nobody', { timeout: 60_000 }, async () => {
    await setClock(WEDNESDAY_NOON + 20 * HOUR);
    const from = Date.now();
    passkey.hold(true);
    const { requests } = await watch(async (browser) => {
      const tab = await browser.openTab();
      await tab.visit(`${rooms.origins.demoSite}/`);
      await tab.tap('a[href="/_age/go"]');
      await tab.until("location.pathname === '/present' && document.querySelector('h1')");
      await tab.read('document.title = "before", 0');
      await tab.send('Page.reload');
      await tab.until("document.title !== 'before' && document.querySelector('h1')");
    }).finally(() => passkey.hold(false));
    expect(requests).toEqual(['GET wallet/present']);
    const heads = Buffer.from(bytesOf(rooms.connections(from)))
      .toString('latin1')
      .toLowerCase();
    expect(heads).not.toMatch(/\r\n(referer|origin|cookie):/);
  });

  describe.skipIf(whyNow)(`at another time${whyNow ? ` (skipped: ${whyNow})` : ''}`, () => {
    it('asks for nothing 25 hours later', { timeout: 60_000 }, async () => {
      await setClock(WEDNESDAY_NOON + 25 * HOUR);
      expectNoTrace(await present());
    });

    it('keeps the old page while the host is away, or already has another', { timeout: 90_000 }, async () => {
      const before = await served();
      await watch(async (browser) => {
        const tab = await browser.openTab();
        await tab.visit(`${rooms.origins.wallet}/app/`);
        await tab.until("document.querySelector('h1')");
        await rooms.stopWallet();
        await tab.read("location.assign('/renew'), 0");
        await tab.until("location.protocol === 'chrome-error:'");
      });
      await rooms.serveWallet('Checker B');
      await setClock(WEDNESDAY_NOON + 26 * HOUR);
      const after = await served();
      expect(after.build).not.toBe(before.build);
      const gone = before.assets.filter((path) => !after.assets.includes(path));
      expect(gone.length).toBeGreaterThan(0);
      for (const path of gone) expect((await loopbackFetch(rooms.origins.wallet + path)).status).toBe(404);
      const presented = await present();
      expectNoTrace(presented);
      expect(presented.build).toBe(before.build);
    });

    it('brings the new page with the next top-up, and never with a presentation', { timeout: 120_000 }, async () => {
      await setClock(WEDNESDAY_NOON + 7 * DAY);
      const { requests } = await watch((browser) => fillWallet(browser, rooms.origins));
      expect(requests.filter((line) => /^GET wallet\/(present|renew|warm)$/.test(line))).toEqual([
        'GET wallet/renew',
        'GET wallet/present',
      ]);
      await setClock(now + 2 * HOUR);
      const presented = await present();
      expectNoTrace(presented);
      expect(presented.build).toBe((await served()).build);
    });

    it('says 300 days later that it is empty, and asks for nothing', { timeout: 60_000 }, async () => {
      await setClock(WEDNESDAY_NOON + 308 * DAY);
      expectNoTrace(
        await watch(async (browser) => {
          const tab = await browser.openTab();
          await tab.visit(`${rooms.origins.demoSite}/`);
          await tab.tap('a[href="/_age/go"]');
          await tab.until(`document.querySelector('#screen a[href="/app/"]')`);
        }),
      );
    });

    it('is left as it is by a top-up that finds no other, and is still asked for by nobody', {
      timeout: 120_000,
    }, async () => {
      const { requests } = await watch((browser) => fillWallet(browser, rooms.origins));
      expect(requests).toContain('GET wallet/warm');
      expect(requests.filter((line) => line === 'GET wallet/present')).toEqual([]);
      await setClock(now + 2 * HOUR);
      expectNoTrace(await present());
    });
  });

  it('opens the site with wallet, attester, issuer and phone stopped', { timeout: VISIT_MS + 30_000 }, async () => {
    const { demoSite } = rooms.origins;
    await rooms.stopOurs();
    await setClock(now + 660);
    await expect(loopbackFetch(`${rooms.origins.wallet}/present`)).rejects.toThrow(TypeError);
    expect((await loopbackFetch(`${demoSite}/healthz`)).status).toBe(200);
    expectNoTrace(await present());
  });

  it('no byte that ever came to our rooms names the site', () => {
    const all = bytesOf(rooms.connections());
    const { host } = new URL(rooms.origins.wallet);
    expect(occursIn(all, writeUtf8(host))).toBe(true);
    const { hostname } = new URL(rooms.origins.demoSite);
    const forms = [
      hostname,
      encodeURIComponent(rooms.origins.demoSite),
      ...[0, 1, 2].map((at) => inBase64(hostname, at)),
    ];
    expect(forms.filter((form) => occursIn(all, writeUtf8(form)))).toEqual([]);
  });
});

/** What is certain to stand in base64url wherever the text begins `at` bytes after a group of three. */
function inBase64(text: string, at: number): string {
  const bytes = Buffer.concat([Buffer.alloc(at), Buffer.from(text)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return whole.toString('base64url').slice(at === 0 ? 0 : 4);
}

/** Some distributors switch preloading off; most people's browsers have it on, and it is what could betray. */
function prepareProfile(profile: string): void {
  const folder = join(profile, 'Default');
  if (mkdirSync(folder, { recursive: true }) === undefined) return;
  writeFileSync(join(folder, 'Preferences'), JSON.stringify({ net: { network_prediction_options: 0 } }));
}
