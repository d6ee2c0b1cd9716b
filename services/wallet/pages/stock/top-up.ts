import {
  challengeForMints,
  fetchGrantNonce,
  importDataKey,
  mint,
  requestGrants,
  sealPending,
  sealToken,
} from '@bauta/sdk/client';
import { AgeError, type Epoch, type ErrorCode } from '@bauta/sdk/protocol';
import { unlockForTopUp } from '../passkey/unlock-top-up.ts';
import { dueSlots } from './due-slots.ts';
import { loadKeys, type OpenSlot } from './load-keys.ts';
import { openOrBegin } from './open-or-begin.ts';
import type { TopUpParties, TopUpPorts } from './top-up-ports.ts';
import { beginBatch, compareUnderway, drawId, resumeBatches, type Underway } from './underway.ts';

/** What came of one batch. */
export type BatchOutcome = { readonly threshold: number; readonly epoch: Epoch } & (
  | { readonly tokens: number }
  /** Declined for good: it is not under way any more. */
  | { readonly refused: ErrorCode }
  /** Still under way: the next top-up repeats it byte for byte, and it costs nothing more. */
  | { readonly failed: ErrorCode }
);

/** How a top-up ended. */
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
  const keys = await loadKeys(parties, ports);
  const { attester, issuer } = keys;

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
    return dueSlots(keys.slots, { tokens, pending, until, more: parties.more, now: now() });
  };
  if (left.length === 0) {
    // Nobody is asked for a gesture that leads to nothing.
    const wanted = await due();
    if (!wanted.some(isProven)) return nothingAsked(wanted.map(withhold));
  }

  let dataKey = parties.made?.dataKey;
  const isOnline = wraps.length > 0 && wraps.every(({ local }) => local !== undefined);
  if (dataKey === undefined && (left.length > 0 || isOnline)) {
    onStage('unlocking');
    const opened = await unlockForTopUp(parties.attester, wraps, passkeyIds, ports);
    if (typeof opened === 'string') return { kind: opened };
    dataKey = opened;
  }
  const resumed = dataKey === undefined ? undefined : await resumeBatches(left, dataKey, keys, store);
  const slots = await due();
  const fresh = await Promise.all(slots.filter(isProven).map((slot) => beginBatch(slot, parties)));
  const withheld = [...(resumed?.held ?? []), ...slots.filter((slot) => !isProven(slot)).map(withhold)];
  const underway = [...(resumed?.batches ?? []), ...fresh].sort(compareUnderway);
  if (underway.length === 0) return nothingAsked(withheld);

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
  // A week whose keys were not proven is not fetched yet, though a later one is.
  const [gap = ''] = slots.filter((slot) => !isProven(slot)).map(({ epoch }) => epoch);
  const [latest] = fetched
    .filter((epoch) => gap === '' || epoch < gap)
    .sort()
    .reverse();
  if (latest !== undefined) await mark?.keep(latest);
  for (const batch of batches) {
    if ('refused' in batch && batch.refused === 'ERR_QUOTA_EXCEEDED') mark?.exhausted.add(batch.epoch);
  }
  return { kind: 'done', batches: [...batches, ...withheld] };

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

function isProven({ refused }: OpenSlot): boolean {
  return refused === undefined;
}

function withhold({ threshold, epoch, refused = 'ERR_LOG_PROOF' }: OpenSlot): BatchOutcome {
  return { threshold, epoch, refused };
}

function nothingAsked(withheld: readonly BatchOutcome[]): TopUpOutcome {
  return withheld.length === 0 ? { kind: 'nothing' } : { kind: 'done', batches: withheld };
}
