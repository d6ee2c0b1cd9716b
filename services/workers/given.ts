import { type Clock, systemClock } from '../clock.ts';
import { createLog } from '../log-events.ts';
import type { RoomName } from '../rooms.ts';
import { loadConfig } from '../settings/config.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import type { SecretFiles } from '../settings/secret-files.ts';
import type { Given } from '../standing.ts';

/** What the platform hands to a Worker: settings and secrets are its texts, everything else are bindings. */
export type WorkerEnv = Readonly<Record<string, unknown>>;

/** There is no disk: a file that a setting names is its text itself, and a secret is a secret of the Worker. */
const NO_FILES: SecretFiles & { readonly readFile: (path: string) => string } = {
  read: refuse,
  readOrMake: refuse,
  readFile: refuse,
};

function refuse(): never {
  throw new TypeError('there are no files here');
}

/**
 * Everything from outside that a room on Workers is built with, but its stores. Its settings are those of Node, from
 * the Worker's variables; it runs as with `--production` unless `DEMONSTRATION` is `yes`, which
 * it may be only where every room has an address on this machine.
 * @throws ConfigFault with every fault there is
 */
export function givenOnWorkers<R extends RoomName>(room: R, env: WorkerEnv, fetch: Given<R>['fetch']): Given<R> {
  const production = env.DEMONSTRATION !== 'yes';
  const flags = { production, testClock: false, check: false, plan: false, rooms: [room], faults: [] };
  const settings = loadConfig(textsOf(env), flags, NO_FILES);
  // One word in the settings of a deployment must not switch its checks off.
  if (!production && !settings.demonstration)
    throw new ConfigFault(['DEMONSTRATION: only where every room is on this machine']);
  const config = settings.of(room);
  // Each isolate would count for itself.
  if ('clientLimit' in config && config.clientLimit) {
    throw new ConfigFault(['CLIENT_LIMIT: not on Workers, whose platform has limits of its own']);
  }
  const clock = production ? systemClock() : clockAhead(Number(env.CLOCK_AHEAD ?? 0));
  return {
    config,
    clock,
    // A time that was set in one isolate would not be that of the next.
    testClock: undefined,
    log: createLog({ room, now: clock.now, write: (line) => console.log(line.trimEnd()) }),
    fetch,
    readFile: NO_FILES.readFile,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  };
}

/** For tests: as many seconds ahead of the platform's time in every isolate. */
function clockAhead(seconds: number): Clock {
  const { now, onJump } = systemClock();
  return { now: () => now() + seconds, onJump };
}

function textsOf(env: WorkerEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((row): row is [string, string] => typeof row[1] === 'string'));
}
