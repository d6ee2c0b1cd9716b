import { bundlesFromEnd, MOST_BUNDLES, type ReadLog } from '@bauta/sdk/log';
import { type Bytes, isEqual, parseLogEntry, readUtf8, refuseAs } from '@bauta/sdk/protocol';

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
  for await (const { entries } of bundlesFromEnd(tree, checkpoint.size, most)) {
    for (const { index, entry: bytes } of entries.toReversed()) {
      const entry = refuseAs('ERR_LOG_MALFORMED', () => parseLogEntry(readUtf8(bytes)));
      if (entry.kind !== 'wallet' || entry.name !== name) continue;
      newest ??= index;
      if (isEqual(entry.digest, digest)) return { newest, index };
    }
  }
  return { newest, index: undefined };
}
