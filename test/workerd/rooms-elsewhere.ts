import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochAt, startOf } from '@bauta/sdk/protocol';
import type { RoomName } from '@bauta/services/rooms';
import type { Given, Standing } from '@bauta/services/standing';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

const HOUR = 3600;

/** The next Wednesday noon: workerd's own time cannot be set, and objects must not take what is accepted for past. */
export function nextWednesdayNoon(): number {
  const noonOf = (time: number): number => startOf(epochAt(time)) + 60 * HOUR;
  const now = Math.floor(Date.now() / 1000);
  return noonOf(now) > now ? noonOf(now) : noonOf(now + 7 * 24 * HOUR);
}

/** What a room's Worker needs beside its code. */
export interface RoomOnWorkers {
  readonly room: Extract<RoomName, 'attester' | 'issuer'>;
  readonly durableObjects: Readonly<Record<string, string>>;
  readonly copies?: number;
  /** Variables beside those of the house, or in their place. */
  readonly bindings?: Readonly<Record<string, string>>;
}

/** A room in workerd, with the settings and secrets of a house. @param started gets the Worker when it runs */
export async function openElsewhere<R extends 'attester' | 'issuer'>(
  { room, durableObjects, copies = 1, bindings = {} }: RoomOnWorkers,
  { config, clock, fetch }: Given<R>,
  started: (worker: RunningWorker) => void = () => {},
): Promise<Standing> {
  const files = new Map(readdirSync(config.dataDir).map((name) => [name, join(config.dataDir, name)]));
  const read = (name: string): string => readFileSync(files.get(name) as string, 'utf8').trim();
  const variable = (name: string): string => `${room.toUpperCase()}_${name.toUpperCase()}`;
  const secrets = ['kek', 'seed', 'pepper'].filter((name) => files.has(`${room}.${name}`));
  const worker = await startWorker({
    code: await bundleWorker(`services/${room}/worker.ts`, ['node:crypto']),
    durableObjects,
    copies,
    compatibilityFlags: ['nodejs_compat'],
    bindings: {
      DEMONSTRATION: 'yes',
      CLOCK_AHEAD: String(clock.now() - Math.floor(Date.now() / 1000)),
      KEY_LOG: read('key-log.json'),
      TRUSTED_LIST: read('trusted-list.json'),
      ...Object.fromEntries(secrets.map((name) => [variable(name), read(`${room}.${name}`)])),
      ...bindings,
    },
    outbound: (request) => fetch(request),
  });
  started(worker);
  await worker.schedule(Math.floor(Date.now() / 1000));
  return { fetch: (request) => worker.fetch(request), close: () => worker.stop() };
}
