import { randomBytes } from 'node:crypto';
import { type HeldToken, importDataKey, openToken, sealToken, type TokenRecord } from '@bauta/sdk/client';
import { readDirectory } from '@bauta/sdk/protocol';
import { readAgeGateDescription } from '../../conformance/reading/age-gate-description.ts';
import { createHeadlessBrowser } from '../../flow/browser.ts';
import { drawGrants, enrol, type FlowRooms, mintAll, openSite } from '../../flow/flow.ts';
import { answerParent } from '../../programs/child.ts';

// A wallet on the SDK of the tree that it stands in. It is asked by the names of its methods, from this tree or another:
// a method or a member of what it gives is added, and never changed.

const HTML = { accept: 'text/html' };
const now = (): number => Math.floor(Date.now() / 1000);

/** A stock at rest, as one wallet leaves it to the next. */
export interface Stock {
  /** 32 bytes. */
  readonly dataKey: Uint8Array<ArrayBuffer>;
  readonly records: readonly TokenRecord[];
}

/** Proves an age, makes an account, draws the grants of all open weeks and trades the first for tokens. */
async function mint(rooms: FlowRooms): Promise<Stock> {
  const { browser, passkey } = await enrol(rooms);
  const { pending, grants, issuerDirectory } = await drawGrants(browser, rooms, passkey, now());
  const [first] = pending;
  if (!first) throw new Error('no week is open');
  const { epoch, threshold } = first;
  const dataKey = new Uint8Array(randomBytes(32));
  const key = await importDataKey(dataKey);
  const records: TokenRecord[] = [];
  for (const held of await mintAll(browser, { pending: [first], grants, issuerDirectory })) {
    const place = { id: new Uint8Array(randomBytes(16)), epoch, threshold, minted: now() };
    records.push(await sealToken(key, held, place));
  }
  return { dataKey, records };
}

const unseal = async ({ dataKey, records }: Stock): Promise<HeldToken> =>
  openToken(await importDataKey(dataKey), records[0] as TokenRecord);

/**
 * Shows the first token of a stock at a site. @returns the statuses that it ends at: with the token, with the session that
 * came of it, and of somebody else with the same token.
 */
async function show(rooms: FlowRooms, stock: Stock): Promise<readonly [number, number, number]> {
  const held = await unseal(stock);
  const browser = createHeadlessBrowser();
  const opened = await openSite(browser, rooms, held);
  const again = await browser.fetch(`${rooms.demoSite}/film`, { headers: HTML });
  return [opened, again.status, await openSite(createHeadlessBrowser(), rooms, held)];
}

/** Reads the directories of attester and issuer. @returns how many keys each lists that this SDK understands. */
function readDirectories(texts: Readonly<Record<string, string>>): Promise<readonly number[]> {
  return Promise.all(Object.entries(texts).map(async ([name, text]) => (await readDirectory(text, name)).keys.length));
}

/** Reads what a site says of itself. @returns the members that are not as this tree wants them. */
const readDescription = (text: string): readonly string[] => readAgeGateDescription(text).faults;

/** Where the SDK lies that this is built on: an address of a file in it. */
const findSdk = (): string => import.meta.resolve('@bauta/sdk/client');

const methods = { findSdk, mint, show, readDirectories, readDescription };
export type WalletProgram = typeof methods;
answerParent(methods, () => {});
