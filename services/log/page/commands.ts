import { formatNoteKey } from '@bauta/sdk/protocol';
import type { PageOptions } from './standing.ts';

/** Where the monitor of the printed command keeps what it saw. */
export const SEEN_FILE = 'log-seen.json';

/** Shows what the log says of itself. */
export function checkpointCommand({ url }: PageOptions): string {
  return `curl -s ${quote(`${url}/checkpoint`)}`;
}

/** Reads all of the log and judges it. */
export function monitorCommand({ url, key, witnesses, quorum }: PageOptions): string {
  const flags: readonly (readonly [string, string])[] = [
    ['--url', url],
    ['--key', formatNoteKey(key)],
    ...witnesses.map((witness) => ['--witness', formatNoteKey(witness.key)] as const),
    ['--quorum', String(quorum)],
    ['--seen', SEEN_FILE],
  ];
  return ['npm run -s monitor --', ...flags.map(([flag, value]) => `  ${flag} ${quote(value)}`)].join(' \\\n');
}

/** Compares the wallet that a host serves with the build that the log has. */
export function walletCommand(origin: string): string {
  return `npm run -s check-wallet -- ${quote(origin)}`;
}

/** As a shell takes it for one word, whatever is in it. */
function quote(word: string): string {
  return /^[\w./:@+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
