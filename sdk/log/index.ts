/** What wallets and sites check of the log of keys (protocol.md §7), beyond the formats of `../protocol`. */
export { bundlesFromEnd, type EntryBundle } from './bundles-from-end.ts';
export {
  type HeldEntry,
  historyNeeded,
  type KeyHistory,
  type KeyHolder,
  type KeyInLog,
  MOST_BUNDLES,
  readKeyHistory,
} from './key-history.ts';
export { type KeyLog, type KeyLogOptions, type KeysOfAll, openKeyLog } from './key-log.ts';
export {
  isIndependent,
  type KeyLogFile,
  type KeyLogWitness,
  type Pins,
  parseKeyLogFile,
  pinsOf,
} from './key-log-file.ts';
export { type ProvenKeys, proveKeys, type RefusedKey } from './prove-keys.ts';
export { type LogSource, type ReadLog, readLog } from './read-log.ts';
export { type SeenCheckpoint, seenInMemory } from './seen-checkpoint.ts';
