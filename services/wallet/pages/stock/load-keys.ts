import { loadDirectory, type MintSlot, slotsToAsk } from '@bauta/sdk/client';
import type { ProvenKeys } from '@bauta/sdk/log';
import { check, type Directory, type ErrorCode, formatHex } from '@bauta/sdk/protocol';
import type { TopUpParties, TopUpPorts } from './top-up-ports.ts';

/** A slot that is open, and why it may not be asked for all the same. */
export interface OpenSlot extends MintSlot {
  /** There when one of its two keys is not shown to be everyone's. */
  readonly refused?: ErrorCode;
}

/** What both parties list, parted by what the log has. */
export interface KeysToUse {
  /** With the keys that may be used, and no other. */
  readonly attester: Directory;
  readonly issuer: Directory;
  readonly slots: readonly OpenSlot[];
  /** Ids, in hexadecimal, of keys that are listed and may not be used. */
  readonly refused: ReadonlyMap<string, ErrorCode>;
}

/**
 * Loads both directories and checks their keys against the log, where the wallet has one. The log comes last: what the
 * directories prove is then of states that it has already.
 * @throws AgeError ERR_SLOT when no week is open; what is wrong with a directory or with the log
 */
export async function loadKeys(
  parties: Pick<TopUpParties, 'attester' | 'issuer'>,
  { fetch, now, checkKeys }: Pick<TopUpPorts, 'fetch' | 'now' | 'checkKeys'>,
): Promise<KeysToUse> {
  const [attester, issuer] = await Promise.all([
    loadDirectory(parties.attester, fetch),
    loadDirectory(parties.issuer, fetch),
  ]);
  const time = now();
  const listed = [
    { holder: { role: 'attester', name: parties.attester }, directory: attester },
    { holder: { role: 'issuer', name: parties.issuer }, directory: issuer },
  ] as const;
  const parted = await checkKeys?.(listed, time);
  const refused = new Map(
    parted?.flatMap((one) => one.refused.map(({ key, code }) => [formatHex(key.key.id), code] as const)),
  );
  const slots = slotsToAsk(attester, issuer, time).map((slot): OpenSlot => {
    const code = [slot.grantKey, slot.tokenKey].map(({ key }) => refused.get(formatHex(key.id))).find(Boolean);
    return code === undefined ? slot : { ...slot, refused: code };
  });
  check(slots.length > 0, 'ERR_SLOT', 'no key of this week or the next, by this clock');
  return { attester: withProven(attester, parted?.[0]), issuer: withProven(issuer, parted?.[1]), slots, refused };
}

function withProven(directory: Directory, parted: Pick<ProvenKeys, 'proven'> | undefined): Directory {
  return parted === undefined ? directory : { ...directory, keys: parted.proven };
}
