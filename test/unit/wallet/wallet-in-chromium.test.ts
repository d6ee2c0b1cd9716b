import { formatHex, MODE, nullifierOf, parseBase64url, parseProof, readToken } from '@bauta/sdk/protocol';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, readStored, whyNoBrowser } from '../../browser/browser.ts';
import { problem } from './fake-room.ts';
import { HOUR, openPerson, type Person } from './presenting.ts';
import { startWorld, WEDNESDAY, type World } from './world.ts';

describe.skipIf(whyNoBrowser)(`the wallet in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let world: World;
  let person: Person;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    world = await startWorld();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  beforeEach(async () => {
    world.site.posts.length = 0;
    world.attester.interrupt = undefined;
    world.issuer.interrupt = undefined;
    person = await openPerson(browser, world);
    page = person.page;
  });
  afterEach(async () => {
    await person.close();
    // A blocked script, style or form says so on the console.
    expect(person.faults.splice(0)).toEqual([]);
  });

  const button = (name: string) => person.button(name);
  const heading = (name: string) => person.heading(name);
  const stored = () => readStored(page);

  /** The two fields of the n-th post, which must be exactly these two, once each. */
  function posted(n: number): { readonly token: string; readonly proof: string } {
    const fields = [...new URLSearchParams(world.site.posts[n])];
    expect(fields.map(([name]) => name)).toEqual(['token', 'dpop']);
    return { token: fields[0]?.[1] as string, proof: fields[1]?.[1] as string };
  }

  it('enrols, fetches 60 tokens, presents two of them, and shows none of them to anyone else', {
    timeout: 60_000,
  }, async () => {
    await person.enrol(0);
    await page.getByText('This wallet holds 60 visits.').waitFor();
    const before = await stored();
    expect(before.tokens).toHaveLength(60);
    expect(before.wraps).toHaveLength(1);
    expect(before.pending).toHaveLength(0);
    expect(new Set(before.tokens?.map(({ epoch }) => epoch))).toEqual(new Set(['2026-W47', '2026-W48']));

    // Fresh tokens are used on the person's word only.
    await person.comeFromSite();
    await button('Now all the same').waitFor();
    expect(await button('Yes, with my passkey').count()).toBe(0);
    await button('Now all the same').click();
    await page.waitForURL('**/welcome');
    const first = posted(0);
    expect(await world.site.verifier.redeem(first, MODE.form, world.now)).toHaveProperty('code');
    const after = await person.readWallet();
    expect(after.tokens).toHaveLength(59);

    // An hour later they are rested.
    await person.setClock(WEDNESDAY + 2 * HOUR);
    const asked = Object.values(world.rooms).map((room) => room.arrivals.length);
    await person.present();
    const second = posted(1);
    expect(await world.site.verifier.redeem(second, MODE.form, world.now)).toHaveProperty('code');
    // Wallet host, attester and issuer, in this order, heard nothing of it.
    expect(
      Object.values(world.rooms)
        .map((room) => room.arrivals.length)
        .slice(0, 3),
    ).toEqual(asked.slice(0, 3));

    const nullifiers = await Promise.all(
      [first, second].map(async ({ token }) => formatHex(await nullifierOf(readToken(parseBase64url(token))))),
    );
    expect(new Set(nullifiers).size).toBe(2);

    // What was at rest shows neither the tokens nor the keys that were presented.
    const atRest = Buffer.from(
      Object.values(before)
        .flat()
        .flatMap((record) => Object.values(record).filter((value) => typeof value === 'string'))
        .join(''),
      'latin1',
    ).toString('latin1');
    for (const { token, proof } of [first, second]) {
      const { nonce, authenticator } = readToken(parseBase64url(token));
      const { x, y } = parseProof(proof);
      for (const secret of [nonce, authenticator, x, y]) {
        expect(atRest).not.toContain(formatHex(secret.slice(0, 16)));
      }
    }
    // Nothing that left for the attester holds a member that WebAuthn's toJSON would have added.
    expect(JSON.stringify(world.attester.messages)).not.toMatch(/clientExtensionResults|prf|userHandle/);
    // And no request to anyone but the site names the site.
    const others = [world.rooms.wallet, world.rooms.attester, world.rooms.issuer].flatMap((room) => room.arrivals);
    expect(JSON.stringify(others.map(({ path, headers, body }) => [path, headers, body.toString()]))).not.toContain(
      world.rooms.site.name,
    );
  });

  it('sends nothing and takes nothing when the passkey does not verify its user', { timeout: 60_000 }, async () => {
    await person.enrol();
    await person.tab.setUserVerified(false);
    await person.comeFromSite();
    await button('Yes, with my passkey').click();
    await page.getByText('The passkey did not agree. Nothing was sent.').waitFor();
    expect(world.site.posts).toHaveLength(0);
    expect((await stored()).tokens).toHaveLength(60);
    expect(await button('Yes, with my passkey').isEnabled()).toBe(true);
  });

  it('sends once however often it is pressed, and nothing when the page comes back', { timeout: 60_000 }, async () => {
    await person.enrol();
    await person.comeFromSite();
    expect(page.url()).toBe(`${world.rooms.wallet.origin}/present`);
    // A fragment that somebody puts there later is not looked at.
    await page.evaluate((other) => location.replace(`#${other}`), await world.site.request(world.now - 300));
    await button('Yes, with my passkey').evaluate((pressed: HTMLButtonElement) => {
      for (let i = 0; i < 3; i++) pressed.click();
    });
    await page.waitForURL('**/welcome');
    // Back, out of the browser's memory.
    await person.travel(-1);
    await heading('Nothing more to do here');
    expect(await page.locator('form[action], input').count()).toBe(0);
    // The page that sent can post to that site alone, whatever should come to run in it.
    const blocked = await page.evaluate(async (elsewhere) => {
      const violation = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      });
      const form = document.createElement('form');
      form.method = 'post';
      form.action = elsewhere;
      document.body.append(form);
      form.submit();
      return violation;
    }, `${world.rooms.attester.origin}/elsewhere`);
    expect(blocked).toBe('form-action');
    person.faults.splice(0);
    await page.reload();
    await heading('No site is asking');
    expect(world.site.posts).toHaveLength(1);
    expect(parseProof(posted(0).proof).issuedAt).toBe(world.now);
    expect((await stored()).tokens).toHaveLength(59);
  });

  it('waits without tokens, notices those that another tab fetched, and offers them with the reason to wait', {
    timeout: 60_000,
  }, async () => {
    const waiting = await person.context.newPage();
    await waiting.goto(world.rooms.site.origin);
    await waiting.getByRole('link', { name: 'go' }).click();
    const link = waiting.getByRole('link', { name: 'Open my wallet in a new tab' });
    expect(await link.evaluate(({ href, target, rel }: HTMLAnchorElement) => ({ href, target, rel }))).toEqual({
      href: `${world.rooms.wallet.origin}/app/`,
      target: '_blank',
      rel: 'noopener noreferrer',
    });
    await page.bringToFront();
    await person.enrol(0);
    await waiting.getByRole('button', { name: 'Now all the same' }).waitFor();
    await waiting.getByText('The longer you wait, the deeper you are in the crowd.').waitFor();
  });

  it('finishes after a crash with the same bytes, and asks for no week twice', { timeout: 60_000 }, async () => {
    world.issuer.interrupt = () => ({ status: 503 });
    await person.openWallet();
    await button('Begin').click();
    world.attester.evidence = 'proved';
    await button('Make my passkey').click();
    await heading('The visits are not here yet');
    const granted = [...world.attester.granted];
    const tried = world.rooms.issuer.arrivals.filter(({ method, path }) => method === 'POST' && path === '/batches');
    world.issuer.interrupt = undefined;

    // The tab is closed and opened again.
    await person.openWallet();
    await page.getByText('Fetching visits was interrupted.').waitFor();
    expect((await stored()).pending).toHaveLength(2);
    await button('Finish fetching').click();
    await heading('Ready');
    expect((await stored()).tokens).toHaveLength(60);
    expect([...world.attester.granted]).toEqual(granted);
    const bodies = world.issuer.bodies.slice(-2).sort();
    expect(bodies).toEqual(
      tried
        .slice(-2)
        .map(({ body }) => formatHex(body))
        .sort(),
    );

    await person.openWallet();
    await heading('Your visits');
    expect(await button('Fetch visits').count()).toBe(0);
    await page.getByText('Nothing to do before Monday 23 November.').waitFor();
  });

  it('drops a record that was edited, says so, and sends nothing of it', { timeout: 60_000 }, async () => {
    await person.enrol();
    await page.evaluate(async () => {
      const opening = indexedDB.open('bauta');
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const tx = opening.result.transaction('tokens', 'readwrite');
      const store = tx.objectStore('tokens');
      const all = store.getAll();
      all.onsuccess = () => {
        for (const record of all.result) {
          record.ct[40] ^= 1;
          store.put(record);
        }
      };
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
    });
    await person.comeFromSite();
    await button('Yes, with my passkey').click();
    await page.getByText('One visit in this wallet had been changed from outside.').waitFor();
    expect(world.site.posts).toHaveLength(0);
    expect((await stored()).tokens).toHaveLength(59);
  });

  it('says how to go on when a proof is refused, and never what a person is', { timeout: 60_000 }, async () => {
    await person.openWallet();
    await button('Begin').click();
    world.attester.evidence = 'refused';
    await heading('This proof did not show the age');
    await page.getByText('k3J9fQ2x').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/minor|child|under/i);
    world.attester.evidence = 'waiting';
    await button('Try again').click();
    await heading('Show your proof of age');
  });

  it('stops with a passkey that keeps no secret, before an account is made of it', { timeout: 60_000 }, async () => {
    await person.tab.remove();
    await person.tab.addDevice('internal', false);
    await person.openWallet();
    await button('Begin').click();
    world.attester.evidence = 'proved';
    const enrolled = world.attester.messages.length;
    await button('Make my passkey').click();
    await heading('This passkey cannot protect the wallet');
    expect(world.attester.messages.slice(enrolled).map(({ path }) => path)).not.toContain('/accounts');
    expect((await stored()).wraps).toHaveLength(0);
  });

  it('asks for proof again when the attester knows the passkey no more', { timeout: 60_000 }, async () => {
    await person.openWallet();
    await button('Begin').click();
    world.attester.evidence = 'proved';
    world.attester.interrupt = () => problem(401, 'ERR_ACCOUNT');
    await button('Make my passkey').click();
    await page.getByText('The age checker does not know this passkey.').waitFor();
    world.attester.interrupt = undefined;
    await button('Prove my age again').click();
    // What the refused top-up left under way is kept for the new passkey.
    await button('Use my passkey').click();
    await button('Make my passkey').click();
    await heading('Ready');
    expect((await stored()).tokens).toHaveLength(60);
    expect((await stored()).wraps).toHaveLength(1);
  });

  it('refuses what is no request of its own with a sentence', async () => {
    const wallet = `${world.rooms.wallet.origin}/present`;
    const good = await world.site.request(world.now);
    const foreign = JSON.parse(Buffer.from(good, 'base64url').toString()) as Record<string, unknown>;
    const refused = {
      'This request is not one to answer': `${good}A`,
      'This site relies on another issuer': Buffer.from(
        JSON.stringify({ ...foreign, issuer: 'issuer.example' }),
      ).toString('base64url'),
    };
    for (const [sentence, fragment] of Object.entries(refused)) {
      await page.goto('about:blank');
      await page.goto(`${wallet}#${fragment}`);
      await heading(sentence);
      expect(page.url()).toBe(wallet);
    }
  });

  it('speaks French when asked, at once and from then on', async () => {
    await person.openWallet();
    await button('Français').click();
    await heading('Prouvez votre âge, une fois');
    await page.goto(`${world.rooms.wallet.origin}/`);
    await heading('Prouvez votre âge sans dire qui vous êtes');
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  });
});
