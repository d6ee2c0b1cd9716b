import {
  calendarOf,
  DIRECTORY_PATH,
  formatBase64url,
  formatLogEntry,
  formatNoteKey,
  type KeyRole,
  type NoteKey,
  type PublishedKey,
} from '@bauta/sdk/protocol';
import { accountChallenge, createAttester } from '../../services/wallet/pages/enrol/attester.ts';
import type { Method } from '../../services/wallet/pages/enrol/method.ts';
import { methodsOf } from '../../services/wallet/pages/enrol/methods.ts';
import { seenInBrowser } from '../../services/wallet/pages/keep/seen-log.ts';
import { createWalletMark } from '../../services/wallet/pages/keep/wallet-mark.ts';
import { createKeyCheck } from '../../services/wallet/pages/stock/check-keys.ts';
import { type TopUpOutcome, topUp } from '../../services/wallet/pages/stock/top-up.ts';
import { actAsAttester } from '../unit/wallet/fake-attester.ts';
import { actAsIssuer } from '../unit/wallet/fake-issuer.ts';
import { sha256 } from '../unit/wallet/fake-keys.ts';
import { createOfflineRoom, fetchFrom } from '../unit/wallet/fake-room.ts';
import { createMemoryStore, createSoftPasskeys } from '../unit/wallet/memory-wallet.ts';
import { type CrookedOptions, crookedLog } from './crooked-log.ts';
import { LOG, NOON, WITNESSES } from './ground.ts';
import { LOG_URL } from './log-ground.ts';
import { proofOf } from './stapled.ts';

const [AGE_APP] = methodsOf([{ name: 'eu-wallet' }]) as [Method];

const WALLET = 'http://wallet.localhost:4999';
const rooms = { attester: createOfflineRoom('attester'), issuer: createOfflineRoom('issuer') };
const reach = fetchFrom(Object.values(rooms));
export const attester = actAsAttester(rooms.attester, { now: () => NOON, wallet: WALLET });
export const issuer = actAsIssuer(rooms.issuer, { now: () => NOON, wallet: WALLET, attester: () => attester });

const SETTING = {
  url: LOG_URL,
  key: formatNoteKey(LOG.key),
  witnesses: WITNESSES.map(({ key }) => ({ key: formatNoteKey(key), url: 'https://w.example', independent: true })),
  quorum: 2,
};

/** The log's entry of one key. */
export function entryOf(role: KeyRole, { threshold, epoch, generation, spki }: PublishedKey): string {
  const { from: notBefore, to: notAfter } = calendarOf(epoch).published;
  const keys = [{ threshold, generation, notBefore, notAfter, keyId: sha256(spki), spki }];
  return formatLogEntry({ kind: 'keys', role, name: rooms[role].name, epoch, exception: 'genesis', keys });
}

/** What an honest log holds: the attester's keys and the issuer's, this week's first. */
export const HONEST: readonly string[] = [
  ...attester.keys.map((key) => entryOf('attester', key)),
  ...issuer.keys.map((key) => entryOf('issuer', key)),
];

/** What a wallet meets. */
export interface Scene {
  /** What the log holds, and how it is crooked. */
  readonly entries?: readonly string[];
  readonly log?: CrookedOptions;
  /** In place of what the log answers for this path; undefined leaves it. */
  readonly answer?: (path: string) => Response | Promise<Response> | undefined;
  /** In place of the issuer's listing. */
  readonly listing?: (listing: Listing) => Listing;
}

export interface Listing {
  readonly 'token-keys': readonly Readonly<Record<string, unknown>>[];
  readonly proof: Readonly<Record<string, string>>;
}

/** The listing with these keys in place of its own, in their order. */
export function withKeys(listing: Listing, keys: readonly PublishedKey[]): Listing {
  const listed = listing['token-keys'].map((one, i) => ({
    ...one,
    'token-key': formatBase64url((keys[i] as PublishedKey).spki),
  }));
  return { ...listing, 'token-keys': listed };
}

/** A wallet with an account, and all that it keeps. */
export async function openTopUpGround() {
  const store = createMemoryStore();
  const passkeys = createSoftPasskeys(WALLET);
  const seen = new Map<string, unknown>();
  const place = {
    read: async (origin: string) => seen.get(origin),
    write: async (record: { readonly origin: string }) => void seen.set(record.origin, record),
  };
  const enrolling = createAttester(rooms.attester.name, reach);
  const { session } = await enrolling.beginEvidence(AGE_APP);
  const made = await passkeys.make(await accountChallenge(session));
  if (made) await enrolling.enrol(session, made.registration);
  // Of the log when nothing was wrong with it.
  const proofs = await Promise.all(HONEST.map((_, i) => proofOf(HONEST, i)));
  const asked: string[] = [];
  let marked: string | undefined;
  const mark = createWalletMark([
    {
      read: async () => marked,
      async write(written) {
        marked = written;
      },
    },
  ]);

  async function run({ entries = HONEST, log = {}, answer, listing }: Scene = {}): Promise<TopUpOutcome> {
    const shown = await crookedLog(entries, log);
    const fetch = async (url: string, init?: RequestInit): Promise<Response> => {
      const { origin, pathname } = new URL(url);
      asked.push(`${init?.method ?? 'GET'} ${url}`);
      if (origin === LOG_URL) return answer?.(pathname) ?? shown(url, init);
      const response = await reach(url, init);
      if (pathname !== DIRECTORY_PATH) return response;
      const isIssuer = origin === rooms.issuer.origin;
      const stapled = attester.keys.map(({ epoch }, i) => [epoch, proofs[isIssuer ? i + 2 : i]]);
      const json = { ...(await response.json()), proof: Object.fromEntries(stapled) };
      return Response.json(isIssuer && listing ? listing(json) : json);
    };
    const checkKeys = createKeyCheck(SETTING, fetch, (key: NoteKey) => seenInBrowser(key, place));
    const parties = { attester: rooms.attester.name, issuer: rooms.issuer.name };
    return topUp(parties, { store, passkeys, fetch, now: () => NOON, onStage: () => {}, checkKeys, mark });
  }

  /** What attester and issuer were asked for, beside their directories. */
  const posted = (): string[] => asked.filter((one) => one.startsWith('POST'));
  return { store, passkeys, asked, posted, run };
}
