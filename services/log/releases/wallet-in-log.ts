import type { ReadLog } from '@bauta/sdk/log';
import { type Bytes, isEqual, type LogEntry, parseLogEntry, readUtf8, refuseAs } from '@bauta/sdk/protocol';

/** Entries in a bundle: what the log gives at once. */
const BUNDLE = 256;
/** A century of twenty names, as far as a log of keys is read back for anything. */
const MOST_BUNDLES = 400;

/** Where a log has builds of a wallet. */
export interface WalletInLog {
  /** Index of the last entry of that name; undefined when there is none. */
  readonly newest: number | undefined;
  /** Index of the entry with the digest; undefined when there is none. */
  readonly index: number | undefined;
}

/**
 * Reads a log from its end back to the entry that a wallet's build has, at most 102,400 entries.
 * @param digest SHA-256 of its `integrity.json`. @throws AgeError ERR_LOG_PROOF, ERR_LOG_MALFORMED
 */
export async function findWallet(
  { tree, checkpoint }: ReadLog,
  name: string,
  digest: Bytes,
  most: number = MOST_BUNDLES,
): Promise<WalletInLog> {
  let newest: number | undefined;
  for (let to = checkpoint.size, left = most; to > 0 && left > 0; left--) {
    const from = Math.floor((to - 1) / BUNDLE) * BUNDLE;
    const part: { readonly index: number; readonly entry: LogEntry }[] = [];
    for await (const { index, entry } of tree.entries(from, to)) {
      part.unshift({ index, entry: refuseAs('ERR_LOG_MALFORMED', () => parseLogEntry(readUtf8(entry))) });
    }
    for (const { index, entry } of part) {
      if (entry.kind !== 'wallet' || entry.name !== name) continue;
      newest ??= index;
      if (isEqual(entry.digest, digest)) return { newest, index };
    }
    to = from;
  }
  return { newest, index: undefined };
}
