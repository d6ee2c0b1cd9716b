import { envPrefixOf, isRoomName, ROOMS, type RoomName } from '../../rooms.ts';
import { KNOWS, ORIGIN, SETTINGS, type Setting } from '../../settings/table.ts';

/** The variables of a Worker, by what happens without them. */
export interface Needs {
  /** Without one of these it answers 503. */
  readonly variables: readonly string[];
  /** As above, and nobody may read them. */
  readonly secrets: readonly string[];
  /** Each has a default. */
  readonly optional: readonly string[];
  /** Each is for something that the room does without, and nobody may read it. */
  readonly optionalSecrets: readonly string[];
  /** What its files are built with, on the machine that deploys. */
  readonly atBuild: readonly string[];
}

/** On Workers these are bindings, or there is no such thing. */
const ON_NODE_ALONE: readonly string[] = [
  'store',
  'logFolder',
  'trustedListXml',
  'trustedListSigners',
  'clientLimit',
  'clientHeader',
];

/** Files that are built hold their settings: the Worker that serves them has none. */
const WALLET: Needs = {
  variables: [],
  secrets: [],
  optional: [],
  optionalSecrets: [],
  atBuild: ['WALLET_ORIGIN', 'ISSUER_ORIGIN', 'ATTESTERS', 'KEY_LOG'],
};

/** The gate's own, as in a `bauta.toml`. */
const GATEWAY: Needs = {
  variables: ['origin', 'issuer', 'wallet', 'secrets_env'],
  secrets: ['the one that secrets_env names'],
  optional: ['key_log', 'upstream', 'and the other keys of a bauta.toml'],
  optionalSecrets: [],
  atBuild: [],
};

/** What the Worker of `main` is to be given in production. */
export function needsOf(main: string): Needs {
  const folder = main.split('/').at(-2) ?? '';
  if (folder === 'gateway') return GATEWAY;
  if (folder === 'wallet') return WALLET;
  if (!isRoomName(folder)) return { variables: [], secrets: [], optional: [], optionalSecrets: [], atBuild: [] };
  const here = Object.entries<Setting<unknown>>(SETTINGS).filter(([key]) => !ON_NODE_ALONE.includes(key));
  const rows = here.map(([, row]) => row).filter(({ rooms }) => rooms.includes(folder));
  const named = (those: readonly Setting<unknown>[]): string[] => those.map(({ env }) => variableOf(env, folder));
  return {
    variables: [
      ...[folder, ...KNOWS[folder]].filter((room) => !ROOMS[room].demonstration).map((r) => variableOf(ORIGIN.env, r)),
      ...rows
        .filter(({ required }) => required)
        .map(({ env, unless = [] }) => {
          const others = unless.filter((other) => rows.some((row) => row.env === other));
          return variableOf(env, folder) + (others.length === 0 ? '' : ` (or ${others.join(', ')})`);
        }),
    ],
    secrets: named(rows.filter(({ secret }) => secret === true)),
    optional: named(rows.filter(({ required, secret }) => !required && secret === undefined)),
    optionalSecrets: named(rows.filter(({ secret }) => secret === 'given')),
    atBuild: [],
  };
}

const variableOf = (env: string, room: RoomName): string => env.replace(/^ROOM_/, `${envPrefixOf(room)}_`);
