import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { tokenChallengeOf, tokensInBytes, tokensInText } from '../../reading/token-in-clear.ts';
import { inPage } from '../browser/in-page.ts';

/** How much an origin keeps, and what of it a thief could use at once. Nothing that it keeps is in here. */
export type StoredSummary = {
  /** Records in each store of each database: `bauta/tokens` → 60. */
  readonly stores: Readonly<Record<string, number>>;
  readonly local: number;
  readonly session: number;
  readonly cookies: number;
  /** Values that were looked at, and their bytes. */
  readonly values: number;
  readonly bytes: number;
  /** Where tokens lie that anyone can read: `localStorage`, `indexedDB bauta/tokens`, each with how many. */
  readonly inClear: Readonly<Record<string, number>>;
  readonly keys: readonly {
    readonly place: string;
    readonly extractable: boolean;
    readonly usages: readonly string[];
  }[];
};

/** One value at the place where it lies: text as it is, bytes in base64. */
interface Leaf {
  readonly place: string;
  readonly text?: string;
  readonly bytes?: string;
}

/** Reads all that the page's origin keeps in this browser. @param issuer by its name */
export async function readStorage(page: Page, issuer: string): Promise<StoredSummary> {
  const digest = createHash('sha256').update(tokenChallengeOf(issuer)).digest();
  const { leaves, stores, keys, local, session } = await page.evaluate<Dump>(inPage(dump));
  const cookies = await page.context().cookies(page.url());
  for (const { value } of cookies) leaves.push({ place: 'cookie', text: value });
  const inClear: Record<string, number> = {};
  let bytes = 0;
  for (const { place, text, bytes: coded } of leaves) {
    const raw = coded === undefined ? undefined : Buffer.from(coded, 'base64');
    bytes += raw?.length ?? text?.length ?? 0;
    const found = raw === undefined ? tokensInText(text ?? '', digest) : tokensInBytes(raw, digest);
    if (found > 0) inClear[place] = (inClear[place] ?? 0) + found;
  }
  return { stores, local, session, cookies: cookies.length, values: leaves.length, bytes, inClear, keys };
}

type Dump = Awaited<ReturnType<typeof dump>>;

/** Runs in the page. */
async function dump() {
  const leaves: Leaf[] = [];
  const stores: Record<string, number> = {};
  const keys: { place: string; extractable: boolean; usages: string[] }[] = [];
  const asked = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const walk = (place: string, value: unknown, depth: number): void => {
    if (typeof value === 'string') leaves.push({ place, text: value });
    else if (value instanceof CryptoKey)
      keys.push({ place, extractable: value.extractable, usages: [...value.usages] });
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes =
        value instanceof ArrayBuffer
          ? new Uint8Array(value)
          : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      leaves.push({ place, bytes: btoa(binary) });
    } else if (typeof value === 'object' && value !== null && depth < 6) {
      for (const inner of Object.values(value)) walk(place, inner, depth + 1);
    }
  };
  for (const [place, storage] of [
    ['localStorage', localStorage],
    ['sessionStorage', sessionStorage],
  ] as const) {
    for (let i = 0; i < storage.length; i++) leaves.push({ place, text: storage.getItem(storage.key(i) ?? '') ?? '' });
  }
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const records = await asked(database.transaction(store).objectStore(store).getAll());
      stores[`${name}/${store}`] = records.length;
      walk(`indexedDB ${name}/${store}`, records, 0);
    }
    database.close();
  }
  return { leaves, stores, keys, local: localStorage.length, session: sessionStorage.length };
}

/** Takes all tokens out of database `bauta`, store `tokens` (protocol.md §5). @returns how many there were */
export function emptyStock(page: Page): Promise<number> {
  return page.evaluate<number>(inPage(countRecords, true));
}

/** Records in database `bauta`, store `tokens`; 0 where there is none. */
export function countTokens(page: Page): Promise<number> {
  return page.evaluate<number>(inPage(countRecords, false)).catch(() => 0);
}

/** Runs in the page. */
async function countRecords(isEmptied: boolean): Promise<number> {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes('bauta')) return 0;
  const asked = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await asked(indexedDB.open('bauta'));
  try {
    if (!database.objectStoreNames.contains('tokens')) return 0;
    const store = database.transaction('tokens', isEmptied ? 'readwrite' : 'readonly').objectStore('tokens');
    const count = await asked(store.count());
    if (isEmptied) await asked(store.clear());
    return count;
  } finally {
    database.close();
  }
}
