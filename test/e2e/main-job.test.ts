import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { concat, parseBase64url, readUtf8, writeUtf8 } from '@bauta/sdk/protocol';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { launchBrowser, openTab, readStored, type Tab, whyNoBrowser, withPasskey } from '../browser/browser.ts';
import { occursIn } from '../privacy/haystack.ts';
import { WEDNESDAY_NOON } from '../rooms/house.ts';
import { panelOf, receivedBy } from './panel.ts';
import { type RunningRooms, startRooms } from './running-rooms.ts';

const SHOTS = join(import.meta.dirname, '../results/e2e');

describe.skipIf(whyNoBrowser)(`the main job in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let rooms: RunningRooms;
  let browser: Browser;
  let context: BrowserContext;
  let site: Tab;
  let wallet: Page;
  let passkey: Tab;
  const prfSecrets: Uint8Array[] = [];
  const sent: Uint8Array[] = [];
  const faults: string[] = [];
  const trail: string[] = [];
  // What the browser went through is the first thing to ask when a step fails.
  beforeEach(() => onTestFailed(() => console.error(trail.slice(-25).join('\n'))));

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    rooms = await startRooms(21_500);
    browser = await launchBrowser();
    context = await browser.newContext({ locale: 'en-GB' });
    await setClock(WEDNESDAY_NOON);
    // The one place where a PRF secret can be seen: between the authenticator and the wallet's own script.
    await context.exposeBinding('keepPrf', (_, secret: number[]) => void prfSecrets.push(Uint8Array.from(secret)));
    await context.addInitScript(() => {
      if (!('CredentialsContainer' in window)) return;
      const keep = (credential: Credential | null): void => {
        const results = (credential as PublicKeyCredential | null)?.getClientExtensionResults();
        const first = results?.prf?.results?.first;
        const world = window as unknown as { keepPrf(secret: number[]): void };
        if (first) world.keepPrf([...new Uint8Array(first as ArrayBuffer)]);
      };
      for (const act of ['create', 'get'] as const) {
        const original = CredentialsContainer.prototype[act];
        CredentialsContainer.prototype[act] = async function (this: CredentialsContainer, options?: object) {
          const credential = await original.call(this, options);
          keep(credential);
          return credential;
        };
      }
    });
    context.on('request', (request) => {
      sent.push(
        writeUtf8(`${request.url()}\n${JSON.stringify(request.headers())}\n`),
        request.postDataBuffer() ?? new Uint8Array(),
      );
    });
    context.on('response', (answer) => {
      trail.push(`${answer.request().method()} ${answer.status()} ${answer.url().slice(0, 100)}`);
    });
    context.on('weberror', (error) => faults.push(String(error.error())));
    site = await openTab(context);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await rooms?.stop();
  });

  async function setClock(now: number): Promise<void> {
    await rooms.setClock(now);
    await context.clock.setFixedTime(now * 1000);
  }
  /** Keeps a picture of the page, and lets axe look at it: WCAG 2.2 AA has no violation on any step of the way. */
  async function shoot(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  }
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor();

  it('meets the gate, which withholds everything and asks nobody', async () => {
    const response = await site.page.goto(`${rooms.origins.demoSite}/`);
    expect(response?.status()).toBe(403);
    await heading(site.page, 'This page is for adults.');
    expect(await site.page.content()).not.toMatch(/film|landscape/i);
    expect(trail.every((line) => line.includes(` ${rooms.origins.demoSite}/`))).toBe(true);
    await shoot(site.page, '1-gate');
  });

  it('comes to a wallet without visits, which opens a tab that is not told what for', { timeout: 60_000 }, async () => {
    await site.page.getByRole('link', { name: 'Prove my age' }).click();
    await heading(site.page, 'There is no visit in this wallet');
    expect(new URL(site.page.url()).hash).toBe('');
    await shoot(site.page, '2-wallet-empty');
    const opened = context.waitForEvent('page');
    await site.page.getByText('Open my wallet in a new tab').click();
    wallet = await opened;
    passkey = await withPasskey(wallet);
    await heading(wallet, 'Prove your age, once');
    expect(wallet.url()).toBe(`${rooms.origins.wallet}/app/`);
    expect(await wallet.evaluate(() => [document.referrer, window.opener, window.name])).toEqual(['', null, '']);
    await shoot(wallet, '3-wallet-begin');
  });

  it('proves the age with the phone, makes a passkey and gets 30 tokens for each week', {
    timeout: 60_000,
  }, async () => {
    await wallet.getByRole('button', { name: 'Begin' }).click();
    await heading(wallet, 'How do you want to prove your age?');
    await shoot(wallet, '4-wallet-methods');
    await wallet.getByRole('button', { name: 'Go on with: Age app' }).click();
    await heading(wallet, 'Show your proof of age');
    await wallet.getByRole('img', { name: 'QR code of the request for a proof of age' }).waitFor();
    await shoot(wallet, '4-wallet-prove');
    const opened = context.waitForEvent('page');
    await wallet.getByRole('link', { name: 'Open the simulated phone' }).click();
    const phone = await opened;
    await phone.getByRole('button', { name: 'Share' }).waitFor();
    await shoot(phone, '5-phone');
    await phone.getByRole('button', { name: 'Share' }).click();
    await phone
      .getByText(/go back/i)
      .first()
      .waitFor();
    await shoot(phone, '6-phone-shared');
    await phone.close();
    await heading(wallet, 'Protect it with a passkey');
    await shoot(wallet, '7-wallet-protect');
    await wallet.getByRole('button', { name: 'Make my passkey' }).click();
    await heading(wallet, 'Ready');
    await wallet.getByText('This wallet holds 60 visits.').waitFor();
    await shoot(wallet, '8-wallet-ready');
    const { tokens = [] } = await readStored(wallet);
    expect(tokens.filter(({ epoch }) => epoch === '2026-W47')).toHaveLength(30);
    expect(tokens.filter(({ epoch }) => epoch === '2026-W48')).toHaveLength(30);
  });

  it('offers the waiting tab to use one now, and says why waiting is better', async () => {
    await heading(site.page, 'Your visits are very new');
    await site.page.getByRole('button', { name: 'Now all the same' }).waitFor();
    await shoot(site.page, '9-wallet-fresh');
  });

  it('opens the very page that was asked for, with its film', { timeout: 60_000 }, async () => {
    // The virtual passkey belongs to the tab that made it, unlike a real one: the visit goes on there.
    await wallet.goto(`${rooms.origins.demoSite}/films/3`);
    await wallet.getByRole('link', { name: 'Prove my age' }).click();
    await heading(wallet, rooms.origins.demoSite);
    await wallet.getByRole('button', { name: 'Now all the same' }).click();
    await wallet.waitForURL(`${rooms.origins.demoSite}/films/3`);
    await shoot(wallet, '10-site-film');
    const duration = await wallet.evaluate(async () => {
      const video = document.querySelector('video') as HTMLVideoElement;
      video.muted = true;
      await video.play();
      return video.duration;
    });
    expect(duration).toBeGreaterThan(0);
    const cookies = await context.cookies(rooms.origins.demoSite);
    const session = cookies.find(({ name }) => name === '__Host-age');
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', expires: -1, path: '/' });
  });

  it('opens the next visit with one tap at the gate and one gesture', { timeout: 60_000 }, async () => {
    // The film is left first: its page would load itself again as soon as its session is over, into the next steps.
    await wallet.goto('about:blank');
    await setClock(WEDNESDAY_NOON + 2 * 3600);
    await wallet.goto(`${rooms.origins.demoSite}/`);
    await passkey.setPresent(false);
    await wallet.getByRole('link', { name: 'Prove my age' }).click();
    await heading(wallet, rooms.origins.demoSite);
    // The passkey is asked at once; the question stands behind its prompt as it did the first time.
    await wallet.getByRole('button', { name: 'Refuse' }).waitFor();
    await shoot(wallet, '11-wallet-present');
    await passkey.setPresent(true);
    const response = await wallet.goto(`${rooms.origins.demoSite}/`);
    expect(response?.status()).toBe(403);
    await wallet.getByRole('link', { name: 'Prove my age' }).click();
    await wallet.getByText(/^Film 1$/).waitFor();
    expect(wallet.url()).toBe(`${rooms.origins.demoSite}/`);
    // The gate has the same address: only what it withholds shows that the door is open.
    await expect.poll(() => wallet.getByText(/^Film \d$/).count()).toBe(6);
    await shoot(wallet, '12-site');
    await wallet.goto(`${rooms.origins.wallet}/app/`);
    expect((await readStored(wallet)).tokens).toHaveLength(58);
  });

  it('kept the secret of the passkey between passkey and wallet', () => {
    expect(prfSecrets.length).toBeGreaterThan(1);
    const stores = readdirSync(rooms.dataDir)
      .filter((name) => name.includes('.db'))
      .map((name) => readFileSync(join(rooms.dataDir, name)));
    const haystack = concat(...stores, ...sent, writeUtf8(rooms.output()));
    expect(prfSecrets.some((secret) => occursIn(haystack, secret))).toBe(false);
  });

  it('told nobody but the site which site it was', () => {
    const ofSite = writeUtf8(new URL(rooms.origins.demoSite).host);
    const stores = ['attester', 'issuer'].flatMap((room) =>
      readdirSync(rooms.dataDir)
        .filter((name) => name.startsWith(`${room}.db`))
        .map((name) => readFileSync(join(rooms.dataDir, name))),
    );
    expect(occursIn(concat(...stores), ofSite)).toBe(false);
    expect(faults).toEqual([]);
  });

  it('shows in wallet and site who knows what, as the bytes of every room have it', { timeout: 60_000 }, async () => {
    // Nobody goes to the bank here, and it keeps no list of what it received: `methods.test.ts` looks at its bytes.
    const { provider: _, ...origins } = rooms.origins;
    const { demoSite, wallet: walletOrigin, ...others } = origins;
    for (const [name, address] of [
      ['13-wallet-knows', `${walletOrigin}/knows`],
      ['14-site-knows', `${demoSite}/who-knows-what`],
    ] as const) {
      await wallet.goto(address);
      await wallet.locator('[data-room="demo-site"] [data-kind="token"][data-found="2"]').waitFor();
      const { learnt, pairs } = await panelOf(wallet);
      expect(Object.fromEntries(Object.entries(learnt).map(([room, kinds]) => [room, Object.keys(kinds)]))).toEqual({
        'demo-site': ['address', 'site', 'token', 'nullifier', 'holder', 'session'],
        wallet: ['address'],
        issuer: ['address', 'sealed', 'grant'],
        attester: ['address', 'method', 'proofOfAge', 'passkey', 'gesture', 'account', 'sealed'],
        phone: ['address', 'asker'],
      });
      for (const other of ['wallet', 'issuer', 'attester', 'phone']) {
        expect([other, pairs[`demo-site ${other}`]]).toEqual([
          other,
          { state: 'nothing', common: 0, said: expect.stringContaining('Nothing in common') },
        ]);
      }
      await shoot(wallet, name);
    }

    // Whoever reads there what the site received can use none of its sessions, and no other room has a cookie at all.
    await wallet.getByText('The values of cookies are struck out: whoever saw one could use it.').waitFor();
    const values = (await context.cookies()).map(({ name, value }) => [name, value] as const);
    expect(values.map(([name]) => name)).toContain('__Host-age');
    for (const origin of Object.values(origins)) {
      const { all } = await receivedBy(origin);
      expect([origin, values.filter(([, value]) => occursIn(all, writeUtf8(value)))]).toEqual([origin, []]);
      expect([origin, Buffer.from(all).includes('"cookie":"')]).toEqual([origin, origin === demoSite]);
    }

    // The same without the panel: what the site was shown stands in nobody else's bytes, nor theirs in the site's.
    const shown = (await receivedBy(demoSite)).forms('/_age/redeem');
    expect(shown).toHaveLength(2);
    for (const origin of [walletOrigin, ...Object.values(others)]) {
      const { all } = await receivedBy(origin);
      expect(all.length).toBeGreaterThan(500);
      for (const form of shown) {
        const token = parseBase64url(form.get('token') as string);
        const [, payload, signature] = (form.get('dpop') as string).split('.').map(parseBase64url);
        const challenge = parseBase64url(JSON.parse(readUtf8(payload as Uint8Array)).nonce);
        const parts = [token.slice(2, 34), token.slice(98, 162), challenge.slice(-32), signature as Uint8Array];
        expect([origin, parts.filter((part) => occursIn(all, part))]).toEqual([origin, []]);
      }
    }
  });
});
