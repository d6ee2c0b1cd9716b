import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { formatHex, MODE, nullifierOf, parseBase64url, readToken } from '@bauta/sdk/protocol';
import type { Page } from 'playwright-core';
import { readStored } from '../../browser/browser.ts';
import { actAsSite, type FakeSite } from '../../unit/wallet/fake-site.ts';
import { askByButton } from '../../unit/wallet/presenting.ts';
import { startWorld, WEDNESDAY, type World } from '../../unit/wallet/world.ts';
import { watchCutPoints } from './cut-points.ts';
import { createDevicePasskeys, type DevicePasskeys } from './device-passkeys.ts';
import { type MortalBrowser, startMortalBrowser } from './mortal-browser.ts';
import { bringWalletToRest } from './wallet-journeys.ts';

/** In the first ten minutes of the week nothing can be fetched for the next: on Wednesday there is something to do. */
const MONDAY = WEDNESDAY - 2.5 * 86_400 + 300;
const PATIENCE = 60_000;

/** Something that a person does in one page of the wallet. */
export interface Act {
  /** Path of the page. */
  readonly path: string;
  /** Whether there is a wallet with 30 visits of this week before. */
  readonly hasWallet: boolean;
  /** Whether a passkey gives its secret when it is made. */
  readonly givesSecretAtOnce?: boolean;
  readonly run: (page: Page, world: World) => Promise<void>;
}

/** A browser on the profile that a killed one left. */
export interface Survivor {
  readonly page: Page;
  setClock(now: number): Promise<void>;
  /** How many records lie in each store of the wallet. */
  count(): Promise<Readonly<Record<string, number>>>;
  end(): Promise<void>;
}

/** A world in which browsers die and are started again. */
export interface CrashGround {
  readonly world: World;
  /** Does an act once undisturbed. @returns the moments at which it can be cut off. */
  momentsOf(act: Act): Promise<readonly string[]>;
  /** Does an act up to a moment, kills the browser there with all its processes, and starts another on its profile. */
  dieAt(moment: string, act: Act): Promise<Survivor>;
  /** What arrived at the site, answered or not. */
  posts(): readonly URLSearchParams[];
  /** What identifies each token among them. */
  posted(): Promise<readonly string[]>;
  /** The site, which has redeemed nothing before, redeems the last of them. @throws AgeError */
  redeemLast(): Promise<void>;
  close(): Promise<void>;
}

export async function openCrashGround(): Promise<CrashGround> {
  const world = await startWorld();
  const { wallet, attester, issuer, site: room } = world.rooms;
  const profiles = await mkdtemp(join(tmpdir(), 'bauta-profiles-'));
  const [withWallet, dying] = [join(profiles, 'with-wallet'), join(profiles, 'dying')];
  const ownPasskeys = createDevicePasskeys(wallet.origin, false);
  let passkeys: DevicePasskeys = ownPasskeys;
  let site: FakeSite = world.site;

  world.now = MONDAY;
  const first = await start(withWallet);
  await passkeys.install(first.browser.context);
  await bringWalletToRest(first.page, world);
  await first.browser.close();

  async function start(profile: string): Promise<{ readonly browser: MortalBrowser; readonly page: Page }> {
    const browser = await startMortalBrowser(profile);
    await browser.context.clock.setFixedTime(world.now * 1000);
    // Whether a killed browser kept that a site was answered is chance; a button must not be chance.
    await askByButton(browser.context);
    return { browser, page: browser.context.pages()[0] ?? (await browser.context.newPage()) };
  }

  async function prepare({ hasWallet, givesSecretAtOnce = false }: Act): Promise<void> {
    world.now = WEDNESDAY;
    world.attester.evidence = 'waiting';
    world.attester.granted.clear();
    world.issuer.bodies.length = 0;
    room.arrivals.length = 0;
    // The same tokens lie in each copy of the profile: the site must be one that has seen none of them.
    const now = (): number => world.now;
    site = await actAsSite(room, { now, wallet: wallet.origin, issuer, issuerKeys: world.issuer.keys });
    passkeys = hasWallet ? ownPasskeys : createDevicePasskeys(wallet.origin, givesSecretAtOnce);
    await rm(dying, { recursive: true, force: true });
    if (!hasWallet) return;
    await cp(withWallet, dying, { recursive: true, filter: (source) => !/Singleton|DevTools/.test(source) });
  }

  async function watch(act: Act, cut?: string) {
    await prepare(act);
    const { browser, page } = await start(dying);
    const watched = { path: act.path, passkeys, rooms: { attester, issuer, site: room }, cut };
    return { browser, page, points: await watchCutPoints(browser.context, watched) };
  }

  const posts = (): URLSearchParams[] =>
    room.arrivals.filter(({ method }) => method === 'POST').map(({ body }) => new URLSearchParams(body.toString()));

  return {
    world,

    async momentsOf(act) {
      const { browser, page, points } = await watch(act);
      await act.run(page, world);
      points.release();
      await browser.kill();
      return [...new Set(points.seen)];
    },

    async dieAt(moment, act) {
      const dead = await watch(act, moment);
      const ended = act.run(dead.page, world).then(
        () => 'to its end',
        (error: unknown) => `until ${error}`,
      );
      const wentOn = await Promise.race([
        dead.points.reached,
        ended,
        pause(PATIENCE, 'and on without reaching it', { ref: false }),
      ]);
      await dead.browser.kill();
      dead.points.release();
      if (wentOn !== undefined) throw new Error(`${moment}: the act went on ${wentOn}`);

      const { browser, page } = await start(dying);
      await passkeys.install(browser.context);
      return {
        page,
        async setClock(now) {
          world.now = now;
          await browser.context.clock.setFixedTime(now * 1000);
        },
        async count() {
          if (!page.url().startsWith(wallet.origin)) await page.goto(`${wallet.origin}/`);
          const stored = Object.entries(await readStored(page));
          return Object.fromEntries(stored.map(([name, records]) => [name, records.length]));
        },
        end: () => browser.kill(),
      };
    },

    posts,
    posted: () =>
      Promise.all(
        posts().map(async (fields) =>
          formatHex(await nullifierOf(readToken(parseBase64url(fields.get('token') as string)))),
        ),
      ),
    async redeemLast() {
      const fields = posts().at(-1);
      const presentation = { token: fields?.get('token') ?? '', proof: fields?.get('dpop') ?? '' };
      await site.verifier.redeem(presentation, MODE.form, world.now);
    },

    async close() {
      await world.close();
      await rm(profiles, { recursive: true, force: true });
    },
  };
}
