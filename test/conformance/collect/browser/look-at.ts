import { createHash } from 'node:crypto';
import type { Cookie, Page } from 'playwright-core';
import type { Storage, StoredCookie } from '../../evidence/observation.ts';
import type { ProbeRecorder } from '../../evidence/recorder.ts';
import { inPage } from './in-page.ts';
import { lookForAccessFaults } from './look-for-access-faults.ts';

/** Of a document, in characters: more is nobody's page. */
const MOST_OF_DOM = 2_000_000;
/** One step of looking may hang with its page. ms. */
const PATIENCE = 10_000;

export interface What {
  readonly screenshot?: boolean;
  readonly access?: boolean;
  readonly storage?: boolean;
}

/** Records how a page stands. @returns the observation's id */
export async function lookAt(page: Page, record: ProbeRecorder, label: string, what: What): Promise<string> {
  const text = new TextEncoder();
  const dom = (await page.content().catch(() => '')).slice(0, MOST_OF_DOM);
  const seen = await page.evaluate<ReturnType<typeof readDocument>>(inPage(readDocument)).catch(() => EMPTY);
  const screenshot = what.screenshot ? await takeScreenshot(page) : undefined;
  const storage = what.storage ? await readStorage(page) : undefined;
  const access = what.access ? await lookForAccessFaults(page) : undefined;
  return record.add({
    kind: 'page',
    label,
    // What follows `#` can hold a secret between the page and its browser.
    url: page.url().split('#', 1)[0] ?? '',
    title: seen.title,
    language: seen.language,
    dom: record.keep(text.encode(dom), 'text/html'),
    text: record.keep(text.encode(seen.text), 'text/plain'),
    width: page.viewportSize()?.width ?? 0,
    cookies: (await page.context().cookies()).map(readCookie),
    ...(screenshot === undefined ? {} : { screenshot: record.keep(screenshot, 'image/png') }),
    ...(storage === undefined ? {} : { storage }),
    ...(access === undefined ? {} : { access }),
  });
}

const EMPTY = { text: '', title: '', language: '' };

/** Runs in the page. */
function readDocument(): { text: string; title: string; language: string } {
  const { title, documentElement, body } = document;
  return { text: body?.innerText ?? '', title, language: documentElement?.lang ?? '' };
}

async function takeScreenshot(page: Page): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await page.screenshot({ type: 'png', timeout: PATIENCE, animations: 'disabled' }));
  } catch {
    return undefined;
  }
}

function readCookie({ name, domain, path, expires, httpOnly, secure, sameSite, value }: Cookie): StoredCookie {
  const kept = { name, domain, path, httpOnly, secure, sameSite, value: digest(value) };
  return expires < 0 ? kept : { ...kept, expires };
}

async function readStorage(page: Page): Promise<Storage | undefined> {
  try {
    const { local, session, ...rest } = await page.evaluate<Awaited<ReturnType<typeof readKept>>>(inPage(readKept));
    return { ...rest, local: digests(local), session: digests(session) };
  } catch {
    return undefined;
  }
}

const digest = (value: string): string => createHash('sha256').update(value).digest('hex');
const digests = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, digest(value)]));

/** Runs in the page. Each kind of storage may be refused by itself, for instance in a frame without an origin. */
async function readKept(): Promise<{
  origin: string;
  local: Record<string, string>;
  session: Record<string, string>;
  databases: string[];
  caches: string[];
  workers: string[];
}> {
  const tried = async <Value>(read: () => Value | Promise<Value>, otherwise: Value): Promise<Value> => {
    try {
      return await read();
    } catch {
      return otherwise;
    }
  };
  return {
    origin: location.origin,
    local: await tried<Record<string, string>>(() => ({ ...localStorage }), {}),
    session: await tried<Record<string, string>>(() => ({ ...sessionStorage }), {}),
    databases: await tried(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''), []),
    caches: await tried(() => caches.keys(), []),
    workers: await tried(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope), []),
  };
}
