import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from './chromium.ts';

const executablePath = findChromium();

/** Why tests in a browser cannot run here; undefined when they can. */
export const whyNoBrowser: string | undefined = executablePath ? undefined : 'chromium is not installed';

export function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error(whyNoBrowser);
  // People's browsers keep pages that were left; automated ones do not unless told.
  return chromium.launch({ executablePath, args: CHROMIUM_ARGS, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
}

/** A device with passkeys, as a tab meets it. */
export interface Device {
  setUserVerified(isVerified: boolean): Promise<void>;
  /** While nobody is present, a question that comes to it stands unanswered, and stays so. */
  setPresent(isPresent: boolean): Promise<void>;
  /** Takes it away with all its passkeys. */
  remove(): Promise<void>;
}

/** A tab with passkeys of its own; its first device is the tab itself. */
export interface Tab extends Device {
  readonly page: Page;
  /** Puts another device beside those that are there. @param hasPrf whether it can keep a secret for the wallet. */
  addDevice(transport: 'internal' | 'usb', hasPrf?: boolean): Promise<Device>;
}

/** @param hasPrf whether its authenticator can keep a secret for the wallet. */
export async function openTab(context: BrowserContext, hasPrf = true): Promise<Tab> {
  return withPasskey(await context.newPage(), hasPrf);
}

/** Gives a tab that is open already an authenticator of its own. */
export async function withPasskey(page: Page, hasPrf = true): Promise<Tab> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const addDevice: Tab['addDevice'] = async (transport, withPrf = true) => {
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        hasPrf: withPrf,
      },
    });
    return {
      async setUserVerified(isUserVerified) {
        await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
      },
      async setPresent(enabled) {
        await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
      },
      async remove() {
        await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      },
    };
  };
  return { page, addDevice, ...(await addDevice('internal', hasPrf)) };
}

/** A record of the wallet with its bytes in hexadecimal. */
export type StoredRecord = Readonly<Record<string, string | number>>;

/** Everything that lies in the database `bauta` of the page's origin. */
export function readStored(page: Page): Promise<Readonly<Record<string, readonly StoredRecord[]>>> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('bauta');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const stored: Record<string, Record<string, string | number>[]> = {};
    for (const name of database.objectStoreNames) {
      const all = await new Promise<Record<string, unknown>[]>((resolve, reject) => {
        const asking = database.transaction(name).objectStore(name).getAll();
        asking.onsuccess = () => resolve(asking.result);
        asking.onerror = () => reject(asking.error);
      });
      stored[name] = all.map((record) => {
        for (const [member, value] of Object.entries(record)) {
          if (!(value instanceof Uint8Array)) continue;
          record[member] = Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
        }
        return record as Record<string, string | number>;
      });
    }
    database.close();
    return stored;
  });
}
