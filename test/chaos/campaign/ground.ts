import type { Chance } from '../../figures/chance.ts';
import type { Strike } from '../faults/strike.ts';
import type { Disk } from './disk.ts';
import type { FakedClock } from './faked-clock.ts';
import type { Ledger } from './ledger.ts';
import type { Line } from './line.ts';
import type { Mortal } from './mortal.ts';
import type { Network } from './network.ts';

/** What is broken, under load, with whoever looks on. */
export interface Ground {
  readonly ledger: Ledger;
  /** What can be killed; each comes back by `start`. */
  readonly processes: readonly Mortal[];
  /** On which all of it lies. */
  readonly disk: Disk;
  /** A SQLite file that a process needs, by lot; empty: it has none. */
  storeFile(chance: Chance): string;
  /** Of those processes that live by it. */
  readonly clock?: FakedClock;
  /** Lines by which the processes reach one another or their store, by name. */
  readonly lines: ReadonlyMap<string, Line>;
  /** Seconds by which the clock may jump without leaving anything behind that nobody could go on with. */
  readonly offsets?: () => readonly number[];
  /** Seconds, beyond the time for which something is kept. */
  readonly farAhead?: () => number;
  /** Those that live by the clock. */
  readonly living?: readonly Mortal[];
  /** Has the master of the store die. */
  readonly failOver?: () => Promise<Omit<Strike, 'lasts'>>;
  readonly network?: Network;
  /**
   * That time has jumped, or goes on as it should: what lives by seconds is no longer asked for.
   * @param isFar beyond the time for which something is kept
   */
  readonly timeJumped: (isFar: boolean) => void;
  /** Nothing when each process gives the right answer to somebody new; else which of them does not, or what it said. */
  findIll(): Promise<string | undefined>;
  /** Asks for what was acknowledged, and shows again what was spent. */
  audit(): Promise<void>;
  /** Ends the load, then everything. */
  close(): Promise<void>;
}
