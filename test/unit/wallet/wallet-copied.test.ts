import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, readStored, type StoredRecord, whyNoBrowser } from '../../browser/browser.ts';
import { openPerson, type Person } from './presenting.ts';
import { startWorld, type World } from './world.ts';

const YES = 'Yes, with my passkey';
type Stored = Readonly<Record<string, readonly StoredRecord[]>>;
type Edit = (record: Record<string, string | number>, all: readonly StoredRecord[], i: number) => void;

/** Replaces all that lies in the wallet, as somebody with the profile's files could. */
async function writeStored(page: Page, stored: Stored): Promise<void> {
  await page.evaluate(async (all) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('bauta');
      opening.onsuccess = () => resolve(opening.result);
    });
    const bytes = new Set(['id', 'iv', 'ct', 'credentialId', 'local', 'mac']);
    const names = [...database.objectStoreNames];
    const tx = database.transaction(names, 'readwrite');
    for (const name of names) {
      const store = tx.objectStore(name);
      store.clear();
      for (const record of all[name] ?? []) {
        const entries = Object.entries(record).map(([member, value]) => {
          if (!bytes.has(member)) return [member, value];
          return [member, Uint8Array.from(String(value).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))];
        });
        store.put(Object.fromEntries(entries));
      }
    }
    await new Promise((resolve) => {
      tx.oncomplete = resolve;
    });
    database.close();
  }, stored);
}

const flipped = (hex: string | number | undefined): string => `${hex}`.replace(/^./, (c) => (c === '0' ? '1' : '0'));
const edited = (stored: Stored, store: string, edit: Edit): Stored => ({
  ...stored,
  [store]: (stored[store] ?? []).map((record, i, all) => {
    const copy = { ...record };
    edit(copy, all, i);
    return copy;
  }),
});

describe.skipIf(whyNoBrowser)(
  `a wallet from elsewhere${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  {
    timeout: 60_000,
  },
  () => {
    let browser: Browser;
    let world: World;
    let owner: Person;
    let kept: Stored;
    const people: Person[] = [];

    beforeAll(async () => {
      browser = await launchBrowser();
      world = await startWorld();
      owner = await openPerson(browser, world);
      await owner.enrol();
      kept = await owner.readWallet();
      expect([kept.wraps?.length, kept.tokens?.length]).toEqual([1, 60]);
    });
    afterAll(async () => {
      await browser?.close();
      await world?.close();
    });
    afterEach(async () => {
      for (const person of people.splice(0)) await person.close();
    });

    async function openOther(): Promise<Person> {
      const now = world.now;
      const other = await openPerson(browser, world);
      people.push(other);
      await other.setClock(now);
      return other;
    }

    /** Nothing was sent, and so many tokens are left. */
    async function expectLeft(page: Page, tokens: number): Promise<void> {
      expect(world.site.posts).toEqual([]);
      expect((await readStored(page)).tokens).toHaveLength(tokens);
    }

    it('gives nothing to a browser without its passkey, and says that a copy opens nowhere else', async () => {
      const thief = await openOther();
      await thief.page.goto(`${world.rooms.wallet.origin}/app/`);
      await thief.heading('Prove your age, once');
      await writeStored(thief.page, kept);
      await thief.comeFromSite();
      await thief.button(YES).click();
      await thief.page.getByText('The passkey did not agree. Nothing was sent.').waitFor();
      await thief.page
        .getByText('A wallet that was copied from another browser or device opens nowhere but there.')
        .waitFor();
      await expectLeft(thief.page, 60);
    });

    it('gives nothing to a browser that has a wallet of its own, and a passkey', async () => {
      const thief = await openOther();
      await thief.enrol();
      const own = await thief.readWallet();
      // The owner's tokens under the thief's data key.
      await writeStored(thief.page, { ...own, tokens: kept.tokens ?? [] });
      await thief.comeFromSite();
      for (let left = 59; left >= 58; left--) {
        await thief.press(YES);
        await thief.page.getByText('One visit in this wallet had been changed from outside.').waitFor();
        await expect.poll(async () => (await readStored(thief.page)).tokens?.length).toBe(left);
      }
      // The owner's wrap under the name of the thief's passkey.
      await writeStored(thief.page, {
        ...kept,
        wraps: (kept.wraps ?? []).map((wrap) => ({ ...wrap, credentialId: own.wraps?.[0]?.credentialId as string })),
      });
      await thief.comeFromSite();
      await thief.button(YES).click();
      await thief.heading('This passkey does not open this wallet');
      await thief.page.getByText('Go back to the site and try the other passkey').waitFor();
      await expectLeft(thief.page, 60);
    });

    const WRAPS: Readonly<Record<string, Edit>> = {
      text: (record) => Object.assign(record, { ct: flipped(record.ct) }),
      iv: (record) => Object.assign(record, { iv: flipped(record.iv) }),
      'a half for the age checker': (record) => Object.assign(record, { local: '00'.repeat(32) }),
    };
    it.each(Object.keys(WRAPS))('opens to nothing, to its owner either, when a wrap was edited: %s', async (name) => {
      await owner.readWallet();
      await writeStored(owner.page, edited(kept, 'wraps', WRAPS[name] as Edit));
      await owner.comeFromSite();
      if (name.startsWith('a half')) {
        // Such a wallet would need the age checker: it says so before anybody is asked, and this page asks nobody.
        await owner.page.getByText('Your passkey needs your age checker').waitFor();
      } else {
        await owner.button(YES).click();
        await owner.heading('This passkey does not open this wallet');
      }
      await expectLeft(owner.page, 60);
    });

    const TOKENS: Readonly<Record<string, Edit>> = {
      text: (record) => Object.assign(record, { ct: flipped(record.ct) }),
      iv: (record) => Object.assign(record, { iv: flipped(record.iv) }),
      'when it was made': (record) => Object.assign(record, { minted: (record.minted as number) - 3600 }),
      'its week': (record) => Object.assign(record, { epoch: record.epoch === '2026-W47' ? '2026-W48' : '2026-W47' }),
      'its name': (record) => Object.assign(record, { id: flipped(record.id) }),
      'two swapped': (record, all, i) => {
        const { iv, ct } = all[i ^ 1] as StoredRecord;
        Object.assign(record, { iv, ct });
      },
    };
    it.each(Object.keys(TOKENS))('drops a token that was edited, and says so: %s', async (name) => {
      await owner.readWallet();
      await writeStored(owner.page, edited(kept, 'tokens', TOKENS[name] as Edit));
      await owner.comeFromSite();
      await owner.button(YES).click();
      await owner.page.getByText('One visit in this wallet had been changed from outside.').waitFor();
      await expectLeft(owner.page, 59);
    });

    it('offers nothing of another form', async () => {
      await owner.readWallet();
      await writeStored(
        owner.page,
        edited(kept, 'tokens', (record) => Object.assign(record, { more: 1 })),
      );
      await owner.page.goto(world.rooms.site.origin);
      await owner.page.getByRole('link', { name: 'go' }).click();
      await owner.page.getByText('There is no visit in this wallet').waitFor();
      expect(world.site.posts).toEqual([]);
    });

    it('still opens to its owner as it was', async () => {
      await owner.readWallet();
      await writeStored(owner.page, kept);
      await owner.comeFromSite();
      await owner.button(YES).click();
      await owner.page.waitForURL('**/welcome');
      expect(world.site.posts).toHaveLength(1);
    });
  },
);
