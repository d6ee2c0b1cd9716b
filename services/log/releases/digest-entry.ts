import {
  type Bytes,
  formatLogEntry,
  type LogEntry,
  nameOf,
  originOf,
  refuseAs,
  type SdkEntry,
  type WalletEntry,
} from '@bauta/sdk/protocol';
import type { Fetch } from '../../loopback.ts';
import { parseIntegrityList, sha256 } from './integrity-list.ts';
import { loadList } from './load-list.ts';

/** The entry of the build that a host serves. @throws AgeError as `loadList`, ERR_BODY_MALFORMED on another's list */
export async function servedWallet(fetch: Fetch, origin: string): Promise<WalletEntry> {
  const bytes = await loadList(fetch, origin);
  return refuseAs('ERR_BODY_MALFORMED', () => walletEntry(bytes, nameOf(origin)));
}

/** The entry of a build by its `integrity.json`. @throws TypeError unless it is the list of a build for that host */
export function builtWallet(bytes: Bytes | undefined, name: string | undefined): WalletEntry {
  if (bytes === undefined) throw new TypeError('--file: cannot be read');
  if (name === undefined || !isName(name)) throw new TypeError('--name: not the name of a host');
  return walletEntry(bytes, name);
}

/** The entry of a release of the SDK by its package. @throws TypeError */
export function packedSdk(bytes: Bytes | undefined, version: string | undefined): SdkEntry {
  // Every gzip file begins so (RFC 1952 §2.3.1).
  if (bytes?.[0] !== 0x1f || bytes[1] !== 0x8b) throw new TypeError('PACKAGE.tgz: no such package');
  const entry: SdkEntry = { kind: 'sdk', version: version ?? '', digest: sha256(bytes) };
  if (!isEntry(entry)) throw new TypeError('--version: not a version');
  return entry;
}

/** What is in the log stays there, so nothing goes in that is not at least for this host. */
function walletEntry(bytes: Bytes, name: string): WalletEntry {
  const list = parseIntegrityList(bytes);
  if (list.name !== name) throw new TypeError('integrity.json: the build is for another host');
  return { kind: 'wallet', name, digest: list.digest };
}

function isEntry(entry: LogEntry): boolean {
  return doesNotThrow(() => formatLogEntry(entry));
}

function isName(text: string): boolean {
  return doesNotThrow(() => originOf(text));
}

function doesNotThrow(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
