import type { MintSlot } from '@bauta/sdk/client';
import type { GrantHolder, GrantSource } from '../collect/issuer/grant-source.ts';
import { isLoopback } from '../reading/loopback.ts';
import { readTokenKey } from '../reading/token-key.ts';
import type { Account } from './enrol/account.ts';
import { enrolAtDemonstration } from './enrol/enrol-at-demonstration.ts';
import { createRoomFetch } from './enrol/room-fetch.ts';

export interface GrantsGiven {
  readonly target: URL;
  /** Told of each request, before it is sent. */
  readonly count: (requests: number) => void;
  /** Unix seconds by the target's clock. */
  readonly now: number;
}

/** The demonstration's grants, where the target belongs to one on this machine; from elsewhere there are none. */
export async function openGrantSource({ target, count, now }: GrantsGiven): Promise<GrantSource | undefined> {
  if (!isLoopback(target.hostname)) return undefined;
  const fetch = createRoomFetch(count);
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
