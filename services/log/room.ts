import type { NoteSigner } from '@bauta/sdk/protocol';
import type { Clock, TestClock } from '../clock.ts';
import { createRoom } from '../http/room.ts';
import type { SecurityContact } from '../http/security-txt.ts';
import type { Log } from '../log-events.ts';
import type { Fetch } from '../loopback.ts';
import type { Standing } from '../standing.ts';
import type { Held } from './add-entry.ts';
import { WITNESS_LIMIT_MS, type Witness } from './ask-witness.ts';
import type { LogOperator } from './operators.ts';
import type { PageOptions } from './page/standing.ts';
import { createPublisher } from './publisher.ts';
import { logRoutes } from './routes.ts';
import { groupAppend } from './tree/group-append.ts';
import type { PublishedCheckpoint, TileStore } from './tree/tile-store.ts';

export interface LogDoorOptions {
  readonly store: TileStore & PublishedCheckpoint;
  /** What is in the store already. */
  readonly held: Held;
  /** The log's own; the name of its key is the origin. */
  readonly signer: NoteSigner;
  readonly operators: readonly LogOperator[];
  readonly witnesses: readonly Witness[];
  /** How many of the witnesses have to cosign before a tree is published. */
  readonly quorum: number;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The same clock, when it may be set over HTTP. */
  readonly testClock?: TestClock | undefined;
  readonly log: Log;
  readonly security?: SecurityContact;
  /** What the log's page says of it; no page without it. */
  readonly page?: PageOptions;
  /** Milliseconds that a witness has; 5,000 unless given. */
  readonly witnessLimitMs?: number;
}

/** The log's room, and what it wants to be called for about once a minute. */
export interface LogDoor extends Standing {
  /** Asks the witnesses again when that is due. @returns whether the newest tree is published. */
  refresh(now: number): Promise<boolean>;
  /** Resolves when nothing of it writes to the store any more. */
  close(): Promise<void>;
}

/** The log's room: it holds the log's key and public entries, nothing of any person. */
export function createLogDoor(options: LogDoorOptions): LogDoor {
  const {
    store,
    held,
    signer,
    operators,
    witnesses,
    quorum,
    clock,
    log,
    witnessLimitMs: limitMs = WITNESS_LIMIT_MS,
  } = options;
  const { key } = signer;
  const publisher = createPublisher({ ...options, key, witnesses, quorum, now: clock.now, limitMs });
  const { append, settle } = groupAppend(store, () => void publisher.publish());
  const context = { operators, held, append };
  const room = createRoom({
    name: 'log',
    security: options.security,
    routes: logRoutes({ store, context, ...(options.page && { page: options.page }) }),
    healthy: () => store.published() !== undefined,
    clock,
    testClock: options.testClock,
    log,
  });
  return {
    fetch: room.fetch,
    refresh: publisher.refresh,
    async close() {
      await settle();
      await publisher.settle();
    },
  };
}
