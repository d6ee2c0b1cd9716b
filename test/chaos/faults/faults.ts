import { clockFarAhead, clockJump } from './clock-jump.ts';
import { failover } from './failover.ts';
import type { Fault } from './fault.ts';
import { fullDisk } from './full-disk.ts';
import { kill } from './kill.ts';
import { lateStore } from './late-store.ts';
import { partition } from './partition.ts';
import { readOnlyDisk } from './read-only-disk.ts';
import { stopContinue } from './stop-continue.ts';
import { tornRestart } from './torn-restart.ts';
import { unplug } from './unplug.ts';

/** All kinds; a last one of its ground comes last. */
export const FAULTS: readonly Fault[] = [
  ...[kill, tornRestart, stopContinue, fullDisk, readOnlyDisk, lateStore],
  ...[partition, unplug, failover, clockJump, clockFarAhead],
];
