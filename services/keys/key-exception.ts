import { type Epoch, epochAfter, startOf } from '@bauta/sdk/protocol';

/** Why a key stands in the log later than it should: its name's first keys, or those after runs that were missed. */
export type KeyException = 'genesis' | 'resume';

/**
 * With which exception the keys of an epoch must be logged (protocol.md §7); undefined when they are in time, by S(E−2).
 * @param key.loggedAt Unix seconds: when the log took them, or when they were made, for those not logged yet.
 * @param key.isFirstOfName whether the log had nothing of this name before the run that made them.
 */
export function exceptionOf(key: {
  readonly epoch: Epoch;
  readonly loggedAt: number;
  readonly isFirstOfName: boolean;
}): KeyException | undefined {
  if (key.loggedAt <= startOf(epochAfter(key.epoch, -2))) return undefined;
  return key.isFirstOfName ? 'genesis' : 'resume';
}
