import {
  challengeForMints,
  type Fetch,
  fetchGrantNonce,
  importDataKey,
  loadDirectory,
  mint,
  requestGrants,
  sealPending,
  sealToken,
  slotsToAsk,
  type WrapRecord,
} from '@bauta/sdk/client';
import { AgeError, type Bytes, check, type Epoch, type ErrorCode } from '@bauta/sdk/protocol';
import type { WalletStore } from '../keep/store.ts';
import { type DataKey, drawDataKey, openDataKey, type PasskeySecret, wrapFor, wrapOf } from '../keep/vault.ts';
import type { WalletMark } from '../keep/wallet-mark.ts';
import { makeOnlineSecret } from '../passkey/open-wallet.ts';
import type { PasskeyAnswer, Passkeys } from '../passkey/passkey.ts';
import { type NotOpened, unlockForTopUp } from '../passkey/unlock-top-up.ts';
import { dueSlots } from './due-slots.ts';
import { beginBatch, compareUnderway, drawId, resumeBatches, type Underway } from './underway.ts';

/** How far a top-up is, for whoever waits. */
export type TopUpStage = 'preparing' | 'unlocking' | 'agreeing' | 'granting' | 'signing';

/** What a top-up needs of the world. */
export interface TopUpPorts {
  readonly store: WalletStore;
  readonly passkeys: Passkeys;
  readonly fetch: Fetch;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  readonly onStage: (stage: TopUpStage) => void;
  /** Absent: nothing is known of earlier weeks, and a week without visits counts as not fetched yet. */
  readonly mark?: WalletMark;
}

/** From whom, and with which passkey. */
export interface TopUpParties {
  /** The attester's name. */
  readonly attester: string;
  /** The issuer's name. */
  readonly issuer: string;
  /** A passkey made just now. Unless a wrap for it is kept already, its secret comes with its first answer. */
  readonly made?: { readonly credentialId: Bytes; readonly dataKey: DataKey };
  /** A week to draw one more batch of, on the person's explicit act, while few of its visits are left. */
  readonly more?: Epoch;
  /** A passkey without PRF may begin a wallet: the person knows that the attester then sees when they present. */
  readonly takesOnline?: boolean;
}

/** What came of one batch. */
export type BatchOutcome = { readonly threshold: number; readonly epoch: Epoch } & (
  | { readonly tokens: number }
  /** Declined for good: it is not under way any more. */
  | { readonly refused: ErrorCode }
  /** Still under way: the next top-up repeats it byte for byte, and it costs nothing more. */
  | { readonly failed: ErrorCode }
);

export type TopUpOutcome =
  /** The person, or the passkey's check of them, did not go through with it. Nothing was asked for. */
  | { readonly kind: 'declined' }
  /** This passkey cannot keep a secret for the wallet. */
  | { readonly kind: 'no-prf' }
  /** Every open week has its tokens already. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'done'; readonly batches: readonly BatchOutcome[] };

/** Refusals after which the same bytes can never be answered. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['ERR_SLOT', 'ERR_REQUEST_MALFORMED']);

/**
 * One batch for each open week and age that none was fetched for, and on the person's word one more of `more`; what a
 * crash left under way is taken up first, with the same bytes. The order is protocol.md §2's: requests are built, the
 * passkey agrees to exactly these, they are kept, and only then anything is asked for.
 * @throws AgeError when a party cannot be reached or understood. What was kept stays for the next time.
 */
export async function topUp(parties: TopUpParties, ports: TopUpPorts): Promise<TopUpOutcome> {
  const { store, passkeys, fetch, now, onStage, mark } = ports;
  onStage('preparing');
  const [attester, issuer] = await Promise.all([
    loadDirectory(parties.attester, fetch),
    loadDirectory(parties.issuer, fetch),
  ]);
  const open = slotsToAsk(attester, issuer, now());
  check(open.length > 0, 'ERR_SLOT', 'no key of this week or the next, by this clock');

  const kept = await store.readWraps();
  // What lies there without a wrap opens never again: the browser, or someone, took the wraps away.
  if (kept.length === 0 && !parties.made) await store.clear();
  const wraps = kept.filter((wrap) => wrap.attester === parties.attester);
  const passkeyIds = parties.made ? [parties.made.credentialId] : wraps.map(({ credentialId }) => credentialId);
  // A wallet that begins, or begins afresh, has nothing of earlier fetches, whatever is remembered of them.
  const until = parties.made || kept.length === 0 ? undefined : await mark?.read();

  const left = await store.readPending();
  const due = async () => {
    const [tokens, pending] = [await store.readTokens(), await store.readPending()];
    return dueSlots(open, { tokens, pending, until, more: parties.more, now: now() });
  };
  if (left.length === 0 && (await due()).length === 0) return { kind: 'nothing' };

  let dataKey = parties.made?.dataKey;
  const isOnline = wraps.length > 0 && wraps.every(({ local }) => local !== undefined);
  if (dataKey === undefined && (left.length > 0 || isOnline)) {
    onStage('unlocking');
    const opened = await unlockForTopUp(parties.attester, wraps, passkeyIds, ports);
    if (typeof opened === 'string') return { kind: opened };
    dataKey = opened;
  }
  const resumed = dataKey === undefined ? [] : await resumeBatches(left, dataKey, attester, store);
  const fresh = await Promise.all((await due()).map((slot) => beginBatch(slot, parties)));
  const underway = [...resumed, ...fresh].sort(compareUnderway);
  if (underway.length === 0) return { kind: 'nothing' };

  const nonce = await fetchGrantNonce(attester.requestUrl, fetch);
  onStage('agreeing');
  const pending = underway.map(({ mint }) => mint);
  const answer = await passkeys.ask(await challengeForMints(nonce, pending), passkeyIds);
  if (!answer) return { kind: 'declined' };
  if (dataKey === undefined || parties.made) {
    const opened = await openOrBegin(answer, { parties, wraps, isEmpty: kept.length === 0, ports });
    if (typeof opened === 'string') return { kind: opened };
    dataKey = opened;
  }

  const key = await importDataKey(dataKey);
  await store.savePending(await Promise.all(fresh.map(({ id, mint }) => sealPending(key, id, mint))));
  onStage('granting');
  const { assertion } = answer;
  const grants = await requestGrants({ directory: attester, nonce, assertion, pending, fetch });
  onStage('signing');
  const batches = await Promise.all(
    underway.map(async (one, i): Promise<BatchOutcome> => {
      const { threshold, epoch } = one.mint;
      const outcome = grants[i] ?? { refused: 'ERR_FAULT' };
      return { threshold, epoch, ...(await finish(one, outcome)) };
    }),
  );
  const fetched = batches.filter((batch) => 'tokens' in batch).map(({ epoch }) => epoch);
  const [latest] = fetched.sort().reverse();
  if (latest !== undefined) await mark?.keep(latest);
  for (const batch of batches) {
    if ('refused' in batch && batch.refused === 'ERR_QUOTA_EXCEEDED') mark?.exhausted.add(batch.epoch);
  }
  return { kind: 'done', batches };

  async function finish(one: Underway, outcome: Awaited<ReturnType<typeof requestGrants>>[number]) {
    if ('refused' in outcome) {
      await store.finishPending(one.id, []);
      return outcome;
    }
    try {
      const held = await mint({ directory: issuer, pending: one.mint, grant: outcome.grant, fetch });
      const { threshold, epoch } = one.mint;
      const minted = now();
      const sealed = held.map((token) => sealToken(key, token, { id: drawId(), epoch, threshold, minted }));
      const tokens = await Promise.all(sealed);
      await store.finishPending(one.id, tokens);
      return { tokens: tokens.length };
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      if (!FINAL.has(error.code)) return { failed: error.code };
      await store.finishPending(one.id, []);
      return { refused: error.code };
    }
  }
}

/** The wallet as `openOrBegin` finds it. */
interface Found {
  readonly parties: TopUpParties;
  /** Those of the attester's passkeys. */
  readonly wraps: readonly WrapRecord[];
  /** There is no wrap at all. */
  readonly isEmpty: boolean;
  readonly ports: TopUpPorts;
}

/** Every wallet has one data key: a passkey that it does not know yet may only begin an empty one, or was made for it. */
async function openOrBegin(
  { credentialId, prf }: PasskeyAnswer,
  { parties, wraps, isEmpty, ports }: Found,
): Promise<DataKey | NotOpened> {
  const { attester, made } = parties;
  const wrap = wrapOf(wraps, credentialId);
  if (made && wrap) return made.dataKey;
  if (wrap?.local) {
    ports.onStage('unlocking');
    return unlockForTopUp(attester, wraps, [credentialId], ports);
  }
  const opened = wrap && prf ? await openDataKey(wraps, { credentialId, prf: prf.slice() }) : undefined;
  if (opened) return opened;
  check(made !== undefined || isEmpty, 'ERR_RECORD', 'a passkey that opens nothing');
  const secret = await secretFor();
  if (typeof secret === 'string') return secret;
  const dataKey = made?.dataKey ?? drawDataKey();
  await ports.store.saveWrap(await wrapFor(dataKey, secret, attester), wraps);
  return dataKey;

  async function secretFor(): Promise<PasskeySecret | NotOpened> {
    if (prf) return { credentialId, prf };
    if (!parties.takesOnline) return 'no-prf';
    ports.onStage('unlocking');
    return (await makeOnlineSecret(attester, credentialId, ports)) ?? 'declined';
  }
}
