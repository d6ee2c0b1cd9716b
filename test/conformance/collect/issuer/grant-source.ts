import type { MintSlot } from '@bauta/sdk/client';
import { timeOf } from '../../reading/answer-time.ts';
import { isLoopback } from '../../reading/loopback.ts';
import { type ReadTokenKey, readTokenKey } from '../../reading/token-key.ts';
import type { Account } from '../../robot/enrol/account.ts';
import { enrolAtDemonstration } from '../../robot/enrol/enrol-at-demonstration.ts';
import { createRoomFetch } from '../../robot/enrol/room-fetch.ts';
import type { ProbeContext } from '../probe-act.ts';

/** The key that a body asks signatures of, and what it is for. */
export interface GrantSlot {
  readonly key: ReadTokenKey;
  readonly threshold: number;
  readonly epoch: string;
}

/** What comes of asking for a grant. */
export type DrawnGrant = { readonly grant: Uint8Array } | { readonly refused: string };

/** Somebody who may draw grants: what an issuer demands before it signs. */
export interface GrantHolder {
  readonly slot: GrantSlot;
  /** A grant for this body and no other. */
  draw(body: Uint8Array): Promise<DrawnGrant>;
}

/** Where grants come from. */
export interface GrantSource {
  readonly kind: 'demonstration';
  /** The issuer's name, as grants have it. */
  readonly issuer: string;
  readonly attester: string;
  /** Somebody new, who has drawn nothing. @returns undefined when nothing may be asked for at this hour */
  enrol(): Promise<GrantHolder | undefined>;
}

/** The demonstration's grants, where the target belongs to one on this machine; from elsewhere there are none. */
export async function openGrantSource({ target, http, clock, seen }: ProbeContext): Promise<GrantSource | undefined> {
  if (!isLoopback(target.hostname)) return undefined;
  const fetch = createRoomFetch(http.count);
  const now = (await clock?.now()) ?? timeOf(seen.probe('issuer-directory').exchanges('directory-plain')[0]);
  const at = { issuer: target.origin, fetch, now: () => now };
  const enrol = () => enrolAtDemonstration(at).catch(() => undefined);
  let spare = await enrol();
  if (spare === undefined) return undefined;
  const { rooms, attester } = spare;
  return {
    kind: 'demonstration',
    issuer: rooms.issuer,
    attester,
    async enrol() {
      const account = spare ?? (await enrol());
      spare = undefined;
      // What a wallet would refuse to read, nobody can mint with.
      const [slot] = (await account?.slots().catch(() => [])) ?? [];
      return account === undefined || slot === undefined ? undefined : holderOf(account, slot);
    },
  };
}

function holderOf(account: Account, slot: MintSlot): GrantHolder | undefined {
  const key = readTokenKey(slot.tokenKey.key.spki);
  if (typeof key === 'string') return undefined;
  return {
    slot: { key, threshold: slot.threshold, epoch: slot.epoch },
    async draw(body) {
      const [granted] = await account.grants([{ slot, body: new Uint8Array(body) }]);
      return granted ?? { refused: 'ERR_FAULT' };
    },
  };
}
