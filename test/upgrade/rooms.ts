import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nameOf } from '@bauta/sdk/protocol';
import { createMortal, type Mortal } from '../chaos/campaign/mortal.ts';
import type { FlowRooms } from '../flow/flow.ts';
import { roomsFrom } from '../flow/rooms.ts';
import type { Build } from './builds/open-build.ts';

/** Those that mint, in the order in which they start. */
const ROOMS = ['witness', 'log', 'attester', 'issuer', 'phone'] as const;
const NODE = ['--conditions=bauta-source', '--import', 'tsx'] as const;

/** One process, whichever build it runs. */
export interface Place {
  readonly name: string;
  /** Starts it. @throws when it does not say that it is ready; in words of its own, where it has any. */
  start(build: Build): Promise<void>;
  /** Tells it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** @param program what runs in it: the file from the build's folder and its arguments. @param isReady of a line. */
function createPlace(
  name: string,
  program: readonly [string, ...string[]],
  settings: Readonly<Record<string, string>>,
  isReady: (line: string) => boolean,
): Place {
  let running: Mortal | undefined;
  return {
    name,
    async start(build) {
      const [file, ...args] = program;
      const command = [process.execPath, ...NODE, join(build.folder, file), ...args] as const;
      const env = { ...process.env, ...settings };
      running = createMortal({ name, command, cwd: build.folder, env: () => env, isReady });
      if (await running.start()) return;
      await running.signal('SIGKILL');
      const { stderr, status } = spawnSync(command[0], command.slice(1), {
        ...{ cwd: build.folder, env, encoding: 'utf8', timeout: 20_000 },
      });
      throw new Error(`${name} of ${build.name} ended with ${status}: ${stderr.trim().slice(0, 2000)}`);
    },
    stop: async () => running?.signal('SIGTERM'),
  };
}

/** A room. @param folder of its store. */
export function createRoom(room: (typeof ROOMS)[number], folder: string, portBase: number): Place {
  const settings = settingsOf(folder, portBase);
  return createPlace(`the ${room}`, ['services/node.ts', room], settings, (line) => line.startsWith('ready '));
}

function settingsOf(folder: string, portBase: number): Readonly<Record<string, string>> {
  return { DATA_DIR: folder, PORT_BASE: String(portBase), THRESHOLDS: '18', GRANTS_PER_EPOCH: '100' };
}

/** The rooms of a house, each a process. */
export interface Rooms {
  readonly places: readonly Place[];
  readonly origins: FlowRooms;
  /** The file that names the log of keys. */
  readonly keyLog: string;
  close(): Promise<void>;
}

/** Starts the rooms of a build. @param folder of their stores, which another build may go on with. */
export async function openRooms(build: Build, folder: string, portBase: number): Promise<Rooms> {
  const places = ROOMS.map((room) => createRoom(room, folder, portBase));
  const close = async (): Promise<void> => {
    for (const place of [...places].reverse()) await place.stop();
  };
  try {
    for (const place of places) await place.start(build);
  } catch (error) {
    await close();
    throw error;
  }
  return { places, origins: roomsFrom(settingsOf(folder, portBase)), keyLog: join(folder, 'key-log.json'), close };
}

/** An instance of a site, a process too. */
export function createInstance(given: {
  readonly name: string;
  readonly port: number;
  readonly origin: string;
  readonly rooms: Rooms;
  /** A file of SQLite, or an address of Redis. */
  readonly place: string;
  /** The file of the secret that all instances of the site have. */
  readonly secret: string;
}): Place {
  const { name, port, origin, rooms, place, secret } = given;
  const { wallet, issuer } = rooms.origins;
  const settings = JSON.stringify({ origin, issuer: nameOf(issuer), wallet, keyLog: rooms.keyLog, place, secret });
  const program = ['test/upgrade/programs/site-program.ts', String(port), settings] as const;
  return createPlace(name, program, {}, (line) => line === 'ready');
}
