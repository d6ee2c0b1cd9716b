import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAttester } from '@bauta/services/attester/open-attester';
import { type TestClock, testClock } from '@bauta/services/clock';
import { openDemoSite } from '@bauta/services/demo-site/room';
import { openIssuer } from '@bauta/services/issuer/open-issuer';
import { layKeyLog } from '@bauta/services/log/demonstration';
import { openLog } from '@bauta/services/log/open-log';
import { createLog } from '@bauta/services/log-events';
import { layTrustedList } from '@bauta/services/phone/demonstration';
import { openPhone } from '@bauta/services/phone/room';
import type { RoomName } from '@bauta/services/rooms';
import { loadConfig } from '@bauta/services/settings/config';
import { parseFlags } from '@bauta/services/settings/flags';
import { secretFilesOnDisk } from '@bauta/services/settings/secret-files';
import type { Given, Standing } from '@bauta/services/standing';
import { openWitness } from '@bauta/services/witness/open-witness';
import type { FlowRooms } from '../flow/flow.ts';

/** A Wednesday noon: whatever counts tokens must not meet the edge of an epoch by accident. */
export const WEDNESDAY_NOON = Date.UTC(2026, 10, 18, 12) / 1000;

/** Every room with a server's mind, in this process and without a socket. */
export interface House {
  readonly origins: FlowRooms;
  readonly clock: TestClock;
  /** Sets the time of all rooms but log and witness: a clock that jumped, so that no key is made or destroyed by it. */
  jump(now: number): Promise<void>;
  /** Where the stores, secrets and the trusted list are. */
  readonly folder: string;
  /** What each room wrote to its log. */
  readonly logs: ReadonlyMap<RoomName, string[]>;
  /** Brings a request to the room whose origin it names. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** By origin; put another door in the place of one to have its room misbehave. */
  readonly doors: Map<string, Standing>;
  close(): Promise<void>;
}

const ROOMS = ['witness', 'log', 'attester', 'issuer', 'phone', 'demo-site'] as const satisfies readonly RoomName[];

/** What is otherwise in a house. */
export interface HouseChoices {
  /** Rooms that run somewhere else, and how they are opened there. */
  readonly elsewhere?: { readonly [R in RoomName]?: (given: Given<R>) => Promise<Standing> };
  /** The time at the beginning; a Wednesday noon unless given. */
  readonly now?: number;
}

/** @param env settings beside the defaults. @param watch sees a copy of every exchange, also those between rooms. */
export async function openHouse(
  env: Readonly<Record<string, string>> = {},
  watch: (request: Request, response: Response) => Promise<void> = async () => {},
  { elsewhere = {}, now: beginning = WEDNESDAY_NOON }: HouseChoices = {},
): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-house-'));
  const config = loadConfig(
    { ...env, DATA_DIR: folder },
    parseFlags([...ROOMS, 'wallet', '--test-clock']),
    secretFilesOnDisk,
  );
  if (config.demonstration) await layKeyLog(folder, config.demonstration, secretFilesOnDisk);
  const [roomClock, logClock] = [testClock(), testClock()];
  // The log first: rooms look at it when their own time was set.
  const clock: TestClock = {
    ...roomClock,
    async set(now) {
      await logClock.set(now);
      await roomClock.set(now);
    },
  };
  await clock.set(beginning);
  const doors = new Map<string, Standing>();
  const logs = new Map<RoomName, string[]>();

  const fetch: House['fetch'] = async (url, init) => {
    const request = new Request(url, init);
    const door = doors.get(new URL(request.url).origin);
    if (!door) throw new TypeError('fetch failed');
    const copy = request.clone();
    const response = await door.fetch(request);
    await watch(copy, response.clone());
    return response;
  };
  function given<R extends RoomName>(room: R): Given<R> {
    const lines: string[] = [];
    logs.set(room, lines);
    const own = room === 'log' || room === 'witness' ? logClock : roomClock;
    return {
      config: config.of(room),
      clock: own,
      testClock: own,
      log: createLog({ room, now: own.now, write: (line) => void lines.push(line) }),
      fetch,
      readFile: (path) => readFileSync(path, 'utf8'),
      random: (length) => new Uint8Array(randomBytes(length)),
    };
  }
  const open = async <R extends RoomName>(room: R, build: (given: Given<R>) => Promise<Standing>): Promise<void> => {
    const opening = (elsewhere as { readonly [room: string]: typeof build | undefined })[room] ?? build;
    doors.set(config.of(room).origin, await opening(given(room)));
  };
  await layTrustedList(given('attester'));
  await open('witness', openWitness);
  await open('log', openLog);
  await open('attester', openAttester);
  await open('issuer', openIssuer);
  await open('phone', openPhone);
  await open('demo-site', openDemoSite);

  return {
    origins: {
      demoSite: config.of('demo-site').origin,
      wallet: config.of('wallet').origin,
      attester: config.of('attester').origin,
      issuer: config.of('issuer').origin,
      log: config.of('log').origin,
      witness: config.of('witness').origin,
      phone: config.of('phone').origin,
      provider: config.of('attester').origins.provider ?? '',
    },
    clock,
    jump: (now) => roomClock.set(now),
    folder,
    logs,
    fetch,
    doors,
    async close() {
      for (const door of doors.values()) await door.close?.();
      rmSync(folder, { recursive: true });
    },
  };
}
