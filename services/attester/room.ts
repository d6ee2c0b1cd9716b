import type { TrustedList } from '@bauta/sdk/eu-wallet';
import type { Sessions } from '@bauta/sdk/verifier';
import type { ClientLimit } from '../http/client-limit.ts';
import { createRoom } from '../http/room.ts';
import type { SlotBook } from '../keys/slot-book.ts';
import type { Given, Standing } from '../standing.ts';
import type { Accounts, Grants } from '../storage/ports.ts';
import { openSources, type SourcesGiven } from './open-sources.ts';
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
  /** Gives what a file of the operator exports; without it a setting that names one is refused. */
  readonly loadModule?: (path: string) => Promise<unknown>;
  /** Where clients are counted. */
  readonly clients?: ClientLimit | undefined;
  /** Whether the store answers; may throw. */
  readonly healthy: () => boolean | Promise<boolean>;
}

/** The attester's room: ways of showing one's age, passkey accounts, grant keys. @throws ConfigFault */
export async function createAttesterDoor(
  given: SourcesGiven & Pick<Given<'attester'>, 'clock' | 'testClock' | 'log'>,
  { book, accounts, grants, sessions, trustedList, loadModule, clients, healthy }: AttesterParts,
): Promise<Standing> {
  const { config, clock, testClock, log, random } = given;
  const pepper = createPepper(config.pepper.reveal());
  const walletOrigin = config.origins.wallet;
  return createRoom({
    name: config.room,
    security: config,
    routes: attesterRoutes({
      origin: config.origin,
      walletOrigin,
      sources: await openSources(given, { trustedList, pepper, loadModule }),
      ...{ accounts, grants, sessions, book, pepper },
      place: { walletOrigin },
      k: config.grantsPerEpoch,
      randomBytes: random,
    }),
    healthy,
    clients,
    clock,
    testClock,
    log,
    walletOrigin,
  });
}
