/** What a command line asks of a store. */
export type StoreOrder = {
  /** `sqlite:PATH`, the address of a Redis, or a `bauta.toml` that names one. */
  readonly store: string;
  readonly isJson: boolean;
} & (
  | { readonly act: 'backup' | 'restore' /** The backup. */; readonly file: string }
  | { readonly act: 'restored' | 'shut-until' }
);

export const STORE_ACTS = ['backup', 'restore', 'restored', 'shut-until'] as const;

export const STORE_USAGE = `bauta backup STORE FILE [--json]
bauta restore FILE STORE [--json]
bauta restored STORE [--json]
bauta shut-until STORE [--json]

  STORE        sqlite:PATH, or a bauta.toml that names the store; for the last two also the address of a Redis
  FILE         the backup
  --json       one line of JSON

backup      copies the spent tokens of a store in SQLite while the site runs, without its sessions. FILE must not be there.
restore     makes the store of a backup; STORE must not be there. What was spent since the backup is in no copy, so the
            store stays shut for every proof that is good today: visitors need one of next week.
restored    the same for a store that was brought back by other means: a Redis, a snapshot of a disk.
shut-until  says until when.

Ends with 0, with 1 when it was refused and nothing was changed, 3 when called wrongly, 4 when the store is not reachable.
`;

/** @returns undefined for a command line that is none of these */
export function parseStoreOrder(args: readonly string[]): StoreOrder | undefined {
  const isJson = args.includes('--json');
  const [act, ...rest] = args.filter((arg) => arg !== '--json');
  if (rest.some((arg) => arg.startsWith('-') || arg === '')) return undefined;
  const [first, second, ...more] = rest;
  if (first === undefined || more.length > 0) return undefined;
  if ((act === 'restored' || act === 'shut-until') && second === undefined) return { act, store: first, isJson };
  if (second === undefined) return undefined;
  if (act === 'backup') return { act, store: first, file: second, isJson };
  return act === 'restore' ? { act, store: second, file: first, isJson } : undefined;
}
