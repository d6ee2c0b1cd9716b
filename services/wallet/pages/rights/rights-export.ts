import type { AccountView, TokenRecord } from '@bauta/sdk/client';
import { type Epoch, formatBase64url } from '@bauta/sdk/protocol';

/** Unused visits of one week and age. */
export interface VisitCount {
  readonly epoch: Epoch;
  /** Age in years. */
  readonly threshold: number;
  readonly count: number;
}

/** All that is kept of a person, here and at one attester, without anything that opens a door. */
export interface RightsExport {
  /** The attester's name. */
  readonly attester: string;
  /** When this was written, in Unix seconds. */
  readonly exported: number;
  readonly thresholds: readonly number[];
  /** Unix seconds. */
  readonly expires: number;
  readonly passkeys: readonly { readonly credentialId: string; readonly counter: number }[];
  readonly drawn: AccountView['drawn'];
  readonly wallet: { readonly visits: readonly VisitCount[] };
}

/** Counts what a wallet holds, by week and then age. */
export function countVisits(tokens: readonly Pick<TokenRecord, 'epoch' | 'threshold'>[]): VisitCount[] {
  const counts = new Map<string, VisitCount>();
  for (const { epoch, threshold } of tokens) {
    const slot = `${epoch} ${threshold}`;
    counts.set(slot, { epoch, threshold, count: (counts.get(slot)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) =>
    a.epoch === b.epoch ? a.threshold - b.threshold : a.epoch < b.epoch ? -1 : 1,
  );
}

/** Names every member, so that nothing can come along unnoticed. */
export function exportRights(
  attester: string,
  { thresholds, expires, passkeys, drawn }: AccountView,
  visits: readonly VisitCount[],
  now: number,
): RightsExport {
  return {
    attester,
    exported: now,
    thresholds,
    expires,
    passkeys: passkeys.map(({ credentialId, counter }) => ({ credentialId: formatBase64url(credentialId), counter })),
    drawn: drawn.map(({ threshold, epoch, drawn: count, of }) => ({ threshold, epoch, drawn: count, of })),
    wallet: { visits: visits.map(({ epoch, threshold, count }) => ({ epoch, threshold, count })) },
  };
}
