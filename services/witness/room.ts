import type { NoteKey, NoteSigner } from '@bauta/sdk/protocol';
import type { SqlDatabase } from '@bauta/sdk/stores/sql';
import type { Clock, TestClock } from '../clock.ts';
import { createRoom } from '../http/room.ts';
import type { SecurityContact } from '../http/security-txt.ts';
import type { Log } from '../log-events.ts';
import type { Standing } from '../standing.ts';
import { isAnswering } from '../storage/is-answering.ts';
import { witnessRoutes } from './routes.ts';
import { sqliteWitnessState } from './witness-state.ts';

export interface WitnessDoorOptions {
  /** Of kind `witness`. */
  readonly signer: NoteSigner;
  /** Keys of the logs that it cosigns; the name of each is the origin of its log. */
  readonly logs: readonly NoteKey[];
  /** From `openSqlite`; processes that share the file share the state. */
  readonly store: SqlDatabase;
  readonly clock: Clock;
  /** The same clock, when it may be set over HTTP. */
  readonly testClock?: TestClock | undefined;
  readonly log: Log;
  readonly security?: SecurityContact | undefined;
}

/** The room of a small witness: it holds its key, and for each log the last tree that it cosigned. */
export function createWitnessDoor({
  signer,
  logs,
  store,
  clock,
  testClock,
  log,
  security,
}: WitnessDoorOptions): Standing {
  const state = sqliteWitnessState(store);
  const room = createRoom({
    name: 'witness',
    security,
    routes: witnessRoutes({ signer, logs, state }),
    healthy: () => isAnswering(store),
    clock,
    testClock,
    log,
  });
  return { fetch: room.fetch };
}
