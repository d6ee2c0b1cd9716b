import type { ClientLimit } from '../http/client-limit.ts';
import { createRoom } from '../http/room.ts';
import type { SlotBook } from '../keys/slot-book.ts';
import type { Given, Standing } from '../standing.ts';
import type { BatchCounts } from '../storage/batch-counts.ts';
import type { TrustedAttester } from './check-grant.ts';
import { issuerRoutes } from './routes.ts';

/** What stands behind the issuer's doors. */
export interface IssuerParts {
  readonly book: SlotBook;
  /** Whose grants are good now. */
  readonly attesters: () => readonly TrustedAttester[];
  readonly counts: BatchCounts;
  /** Signatures that may be asked for at any time. */
  readonly signsAtOnce: number;
  /** Where clients are counted. */
  readonly clients?: ClientLimit | undefined;
  /** Whether the store answers; may throw. */
  readonly healthy: () => boolean | Promise<boolean>;
}

/** The issuer's room: token keys and the attesters' public keys. It keeps nothing per person. */
export function createIssuerDoor(
  { config, clock, testClock, log }: Pick<Given<'issuer'>, 'config' | 'clock' | 'testClock' | 'log'>,
  { book, attesters, counts, signsAtOnce, clients, healthy }: IssuerParts,
): Standing {
  const { name, origin } = config;
  return createRoom({
    name: config.room,
    security: config,
    routes: issuerRoutes({ name, origin, attesters, book, counts, signsAtOnce }),
    healthy,
    clients,
    clock,
    testClock,
    log,
    walletOrigin: config.origins.wallet,
  });
}
