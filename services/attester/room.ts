import type { TrustedList } from '@bauta/sdk/eu-wallet';
import type { Sessions } from '@bauta/sdk/verifier';
import { createRoom } from '../http/room.ts';
import type { SlotBook } from '../keys/slot-book.ts';
import type { Given, Standing } from '../standing.ts';
import type { Accounts, Grants } from '../storage/ports.ts';
import { euWalletSource } from './eu-wallet-source.ts';
import { createPepper } from './pepper.ts';
import { attesterRoutes } from './routes.ts';

/** What stands behind the attester's doors. */
export interface AttesterParts {
  readonly book: SlotBook;
  readonly accounts: Accounts;
  readonly grants: Grants;
  readonly sessions: Sessions;
  /** Whom to believe, as it is now. @throws AgeError ERR_NOT_READY when nobody can say */
  readonly trustedList: () => TrustedList;
  /** Whether the store answers; may throw. */
  readonly healthy: () => boolean | Promise<boolean>;
}

/** The attester's room: passkey accounts, grant keys, and the list of whom to believe. */
export function createAttesterDoor(
  {
    config,
    clock,
    testClock,
    log,
    random,
  }: Pick<Given<'attester'>, 'config' | 'clock' | 'testClock' | 'log' | 'random'>,
  { book, accounts, grants, sessions, trustedList, healthy }: AttesterParts,
): Standing {
  const pepper = createPepper(config.pepper.reveal());
  const { thresholds } = config;
  const walletOrigin = config.origins.wallet;
  return createRoom({
    name: config.room,
    routes: attesterRoutes({
      origin: config.origin,
      walletOrigin,
      sources: [euWalletSource({ trustedList, thresholds, pepper, randomBytes: random })],
      ...{ accounts, grants, sessions, book, pepper },
      place: { walletOrigin },
      k: config.grantsPerEpoch,
      randomBytes: random,
    }),
    healthy,
    clock,
    testClock,
    log,
    walletOrigin,
  });
}
