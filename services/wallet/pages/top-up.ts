import {
  challengeForMints,
  type Fetch,
  fetchGrantNonce,
  importDataKey,
  loadDirectory,
  type MintSlot,
  mint,
  openPending,
  type PendingMint,
  type PendingRecord,
  request,
  requestGrants,
  sealPending,
  sealToken,
  slotsToAsk,
} from '@bauta/sdk/client';
import {
  AgeError,
  type Bytes,
  check,
  type Directory,
  type Epoch,
  type ErrorCode,
  formatHex,
  TOKEN_INPUT_LENGTH,
} from '@bauta/sdk/protocol';
import type { PasskeyAnswer, Passkeys } from './passkey.ts';
import type { WalletStore } from './store.ts';
import { type DataKey, drawDataKey, openDataKey, wrapFor } from './vault.ts';

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
}

/** From whom, and with which passkey. */
export interface TopUpParties {
  /** The attester's name. */
  readonly attester: string;
  /** The issuer's name. */
  readonly issuer: string;
  /** A passkey made just now, for which nothing is wrapped yet because its secret comes with its first answer. */
  readonly made?: { readonly credentialId: Bytes; readonly dataKey: DataKey };
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

/** A batch under way, and the record that it is kept in once it is kept. */
interface Underway {
  readonly id: Bytes;
  readonly mint: PendingMint;
}

/** Refusals after which the same bytes can never be answered. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['ERR_SLOT', 'ERR_REQUEST_MALFORMED']);

/**
 * One batch for each open week and age that has neither tokens nor a batch under way; what a crash left under way is
 * taken up first, with the same bytes. The order is protocol.md §2's: requests are built, the passkey agrees to exactly
 * these, they are kept, and only then anything is asked for.
 * @throws AgeError when a party cannot be reached or understood. What was kept stays for the next time.
 */
export async function topUp(parties: TopUpParties, ports: TopUpPorts): Promise<TopUpOutcome> {
  const { store, passkeys, fetch, now, onStage } = ports;
  onStage('preparing');
  const [attester, issuer] = await Promise.all([
    loadDirectory(parties.attester, fetch),
    loadDirectory(parties.issuer, fetch),
  ]);
  const wraps = (await store.readWraps()).filter((wrap) => wrap.attester === parties.attester);
  const passkeyIds = parties.made ? [parties.made.credentialId] : wraps.map(({ credentialId }) => credentialId);
  let dataKey = parties.made?.dataKey;

  const left = await store.readPending();
  if (left.length > 0 && dataKey === undefined) {
    onStage('unlocking');
    const answer = await passkeys.ask(crypto.getRandomValues(new Uint8Array(32)), passkeyIds);
    if (!answer) return { kind: 'declined' };
    if (!answer.prf) return { kind: 'no-prf' };
    dataKey = await openDataKey(wraps, { ...answer, prf: answer.prf });
    check(dataKey !== undefined, 'ERR_RECORD', 'a passkey that opens nothing');
  }
  const resumed = dataKey === undefined ? [] : await resume(left, dataKey, attester, store);

  const open = slotsToAsk(attester, issuer, now());
  check(open.length > 0, 'ERR_SLOT', 'no key of this week or the next, by this clock');
  const slots = await emptySlots(open, store);
  const fresh = await Promise.all(slots.map((slot) => build(slot, parties)));
  const underway = [...resumed, ...fresh].sort(compareUnderway);
  if (underway.length === 0) return { kind: 'nothing' };

  const nonce = await fetchGrantNonce(attester.requestUrl, fetch);
  onStage('agreeing');
  const challenge = await challengeForMints(
    nonce,
    underway.map(({ mint }) => mint),
  );
  const answer = await passkeys.ask(challenge, passkeyIds);
  if (!answer) return { kind: 'declined' };
  if (dataKey === undefined || parties.made) {
    if (!answer.prf) return { kind: 'no-prf' };
    dataKey = await openOrCreate(answer, answer.prf);
  }

  const key = await importDataKey(dataKey);
  await store.savePending(await Promise.all(fresh.map(({ id, mint }) => sealPending(key, id, mint))));
  onStage('granting');
  const { assertion } = answer;
  const pending = underway.map(({ mint }) => mint);
  const grants = await requestGrants({ directory: attester, nonce, assertion, pending, fetch });
  onStage('signing');
  const batches = await Promise.all(
    underway.map(async (one, i): Promise<BatchOutcome> => {
      const { threshold, epoch } = one.mint;
      const outcome = grants[i] ?? { refused: 'ERR_FAULT' };
      return { threshold, epoch, ...(await finish(one, outcome)) };
    }),
  );
  return { kind: 'done', batches };

  /** Every wallet has one data key: a passkey that it does not know yet may only begin an empty one. */
  async function openOrCreate({ credentialId }: PasskeyAnswer, prf: Bytes): Promise<DataKey> {
    const secret = { credentialId, prf };
    const known = parties.made ? undefined : await openDataKey(wraps, { credentialId, prf: prf.slice() });
    if (known) return known;
    const stored = await store.readWraps();
    check(parties.made !== undefined || stored.length === 0, 'ERR_RECORD', 'a passkey that opens nothing');
    const created = parties.made?.dataKey ?? drawDataKey();
    await store.saveWrap(await wrapFor(created, secret, parties.attester), wraps);
    return created;
  }

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

/**
 * Opens what is under way. A record that does not open, or whose grant key its attester lists no more, can never be
 * finished and is dropped; one made under another attester's key waits for a top-up from there.
 */
async function resume(
  left: readonly PendingRecord[],
  dataKey: DataKey,
  attester: Directory,
  store: WalletStore,
): Promise<Underway[]> {
  const key = await importDataKey(dataKey);
  const listed = new Set(attester.keys.map((one) => formatHex(one.key.id)));
  const isOnlyAttester = new Set((await store.readWraps()).map((wrap) => wrap.attester)).size < 2;
  const resumed: Underway[] = [];
  const slots = new Set<string>();
  for (const record of left) {
    const opened = await openPending(key, record).catch(() => undefined);
    const isListed = opened !== undefined && listed.has(grantKeyOf(opened));
    if (opened && isListed && !slots.has(slotOf(opened))) {
      resumed.push({ id: record.id, mint: opened });
      slots.add(slotOf(opened));
    } else if (!opened || (!isListed && isOnlyAttester)) {
      await store.finishPending(record.id, []);
    }
  }
  return resumed;
}

/** Slots with neither a token nor a batch under way: nothing is asked twice by accident. */
async function emptySlots(slots: readonly MintSlot[], store: WalletStore): Promise<MintSlot[]> {
  const taken = new Set([...(await store.readTokens()), ...(await store.readPending())].map(slotOf));
  return slots.filter((slot) => !taken.has(slotOf(slot)));
}

async function build(slot: MintSlot, { attester, issuer }: TopUpParties): Promise<Underway> {
  const { tokenKey, grantKey } = slot;
  return { id: drawId(), mint: await request({ attester, issuer, tokenKey, grantKey }) };
}

function slotOf({ threshold, epoch }: { readonly threshold: number; readonly epoch: Epoch }): string {
  return `${epoch} ${threshold}`;
}

/** By epoch, then age: the order that attesters ask for. */
function compareUnderway({ mint: a }: Underway, { mint: b }: Underway): number {
  return a.epoch < b.epoch ? -1 : a.epoch > b.epoch ? 1 : a.threshold - b.threshold;
}

/** The id of the grant key: the last 32 bytes of what the grant's signature covers, in hexadecimal. */
function grantKeyOf({ grant }: PendingMint): string {
  return formatHex(grant.input.slice(TOKEN_INPUT_LENGTH - 32));
}

function drawId(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}
