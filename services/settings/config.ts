import { isLoopback, nameOf } from '@bauta/sdk/protocol';
import { envPrefixOf, ROOM_NAMES, ROOMS, type RoomName } from '../rooms.ts';
import { ConfigFault } from './config-fault.ts';
import type { Flags } from './flags.ts';
import type { SecretFiles } from './secret-files.ts';
import {
  FRAME,
  KNOWS,
  ORIGIN,
  portOf,
  SETTINGS,
  type Setting,
  type SettingGiven,
  type StoreUrl,
  stemOf,
} from './table.ts';

type Row = typeof SETTINGS;
type Value<S> = S extends Setting<infer T, RoomName> ? T : never;
type UsedBy<R extends RoomName> = { [K in keyof Row as R extends Row[K]['rooms'][number] ? K : never]: Value<Row[K]> };
type Known<R extends RoomName> = R | (typeof KNOWS)[R][number];
type Demonstration = { [R in RoomName]: (typeof ROOMS)[R]['demonstration'] extends true ? R : never }[RoomName];

/** What one room may know: the frame, the origins it deals with, and the settings whose row names it. */
export type RoomConfig<R extends RoomName> = Readonly<UsedBy<R>> & {
  readonly room: R;
  /** Where it is known, for instance `https://issuer.example`; it listens on `port` of 127.0.0.1. */
  readonly origin: string;
  /** `nameOf(origin)`. */
  readonly name: string;
  readonly port: number;
  readonly production: boolean;
  readonly testClock: boolean;
  readonly dataDir: string;
  readonly origins: Readonly<Record<Exclude<Known<R>, Demonstration>, string>> &
    Readonly<Partial<Record<Known<R> & Demonstration, string>>>;
};

/** The settings of the rooms that are to start. */
export interface Config {
  readonly rooms: readonly RoomName[];
  readonly dataDir: string;
  /**
   * Where every room is, for whatever shows people who knows what. Undefined with --production, and wherever a room is
   * known beyond this machine.
   */
  readonly demonstration: Readonly<Record<RoomName, string>> | undefined;
  /** @throws TypeError for a room that is not among `rooms`. */
  of<R extends RoomName>(room: R): RoomConfig<R>;
}

/** Where a value comes from. */
export type Source = 'environment' | 'file' | 'default' | 'made at the first start' | 'not set';

/** A setting as it holds for a room. */
export interface EffectiveSetting {
  /** Undefined for those that every room has. */
  readonly room: RoomName | undefined;
  readonly variable: string;
  readonly source: Source;
  /** Undefined for a secret. */
  readonly value: string | undefined;
}

/**
 * Reads the settings of `flags.rooms`, and of no other room.
 * @param tell hears of each setting that is good, once for each room that uses it
 * @throws ConfigFault with every fault there is, those of the command line first.
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  flags: Flags,
  files: SecretFiles,
  tell: (setting: EffectiveSetting) => void = () => {},
): Config {
  const faults = [...flags.faults];
  const { production } = flags;
  // Of the room whose settings are being read, which may be another one than the one that a setting is about.
  let reading: RoomName | undefined;

  function read<T>(row: Setting<T>, given: SettingGiven): T | undefined {
    const variable = row.env.replace(/^ROOM_/, `${envPrefixOf(given.room)}_`);
    const fault = (message: string): undefined => {
      faults.push(`${variable}: ${message} (${row.sentence})`);
    };
    const found = row.secret ? findSecret(variable, row, given, fault) : env[variable] || undefined;
    if (row.secret && found === undefined) return undefined;
    if (found === undefined && row.beside && env[row.beside]) return fault(`must be set beside ${row.beside}`);
    const { unless = [] } = row;
    if (found === undefined && production && row.required && !unless.some((other) => env[other])) {
      return fault(`must be set with --production${unless.map((other) => `, or ${other}`).join('')}`);
    }
    let value = found;
    try {
      value ??= row.byDefault?.(given);
    } catch {
      // The default is made of another setting, whose own fault is listed.
      return undefined;
    }
    const schema = (production ? row.readsInProduction : undefined) ?? row.reads;
    const result = schema.safeParse(value);
    if (!result.success) return fault(result.error.issues[0]?.message ?? 'is wrong');
    const source = row.secret ? sourceOf(variable, row.secret) : found === undefined ? 'default' : 'environment';
    tell({ room: reading, variable, source, value: row.secret ? undefined : value });
    return result.data;
  }

  function sourceOf(variable: string, secret: true | 'given'): Source {
    if (env[variable]) return 'environment';
    if (env[`${variable}_FILE`]) return 'file';
    return secret === 'given' ? 'not set' : 'made at the first start';
  }

  function findSecret(
    variable: string,
    { secret, beside }: Setting<unknown>,
    given: SettingGiven,
    fault: (message: string) => undefined,
  ): string | undefined {
    const value = env[variable] || undefined;
    const path = env[`${variable}_FILE`] || undefined;
    if (value !== undefined && path !== undefined) return fault(`stands beside ${variable}_FILE, one must go`);
    if (value !== undefined) return value;
    if (path === undefined && secret === 'given') {
      return beside && env[beside] ? fault(`must be set beside ${beside}, or ${variable}_FILE`) : '';
    }
    if (path === undefined && production) return fault(`must be set with --production, or ${variable}_FILE`);
    const suffix = variable.slice(envPrefixOf(given.room).length + 1).toLowerCase();
    try {
      return path === undefined ? files.readOrMake(`${given.dataDir}/${stemOf(given)}.${suffix}`) : files.read(path);
    } catch {
      return fault(path === undefined ? 'cannot be kept in DATA_DIR' : `the file of ${variable}_FILE cannot be read`);
    }
  }

  const nowhere: SettingGiven = { room: 'demo-site', env, portBase: 4000, dataDir: '.data' };
  const portBase = read(FRAME.portBase, nowhere) ?? nowhere.portBase;
  const dataDir = read(FRAME.dataDir, nowhere) ?? nowhere.dataDir;

  const isNamed = (room: RoomName): boolean => !(production && ROOMS[room].demonstration);
  const configs = new Map<RoomName, Readonly<Record<string, unknown>>>();
  for (const room of flags.rooms) {
    reading = room;
    const { attesterName } = flags;
    const given: SettingGiven = { room, env, portBase, dataDir, attesterName };
    const origins: Partial<Record<RoomName, string>> = {};
    for (const other of [room, ...KNOWS[room]].filter(isNamed)) {
      const origin = read(ORIGIN, other === room ? given : { room: other, env, portBase, dataDir });
      if (origin !== undefined) origins[other] = origin;
    }
    const origin = origins[room];
    const used: Record<string, unknown> = {};
    for (const [key, row] of Object.entries<Setting<unknown>>(SETTINGS)) {
      if (row.rooms.includes(room)) used[key] = read(row, given);
    }
    configs.set(room, {
      ...used,
      room,
      origin,
      name: origin === undefined ? undefined : nameOf(origin),
      port: portOf(given),
      production,
      testClock: flags.testClock,
      dataDir,
      origins,
    });
  }
  faults.push(...sharedStores(configs));
  if (faults.length > 0) throw new ConfigFault(faults);

  return {
    rooms: flags.rooms,
    dataDir,
    demonstration: production ? undefined : originsOnLoopback((room) => ({ room, env, portBase, dataDir })),
    of<R extends RoomName>(room: R): RoomConfig<R> {
      const config = configs.get(room);
      if (config === undefined) throw new TypeError(`${room} was not to start`);
      return config as RoomConfig<R>;
    },
  };
}

/** Every room's origin; undefined unless all of them are on this machine. */
function originsOnLoopback(given: (room: RoomName) => SettingGiven): Readonly<Record<RoomName, string>> | undefined {
  const origins = ROOM_NAMES.map((room): [RoomName, string | undefined] => {
    const written = given(room).env[`${envPrefixOf(room)}_ORIGIN`] || ORIGIN.byDefault?.(given(room));
    return [room, ORIGIN.reads.safeParse(written).data];
  });
  const isLocal = origins.every(([, origin]) => origin !== undefined && isLoopback(new URL(origin).hostname));
  return isLocal ? (Object.fromEntries(origins) as Record<RoomName, string>) : undefined;
}

/** A line for each file that two rooms would share: what one may know the other must not. */
function sharedStores(configs: ReadonlyMap<RoomName, Readonly<Record<string, unknown>>>): string[] {
  const owners = new Map<string, RoomName>();
  const lines: string[] = [];
  for (const [room, { store }] of configs) {
    if (store === undefined || (store as StoreUrl).kind === 'memory') continue;
    const { path } = store as { path: string };
    const owner = owners.get(path);
    if (owner !== undefined) lines.push(`${envPrefixOf(room)}_STORE_URL: is the store of ${owner} too`);
    owners.set(path, room);
  }
  return lines;
}
