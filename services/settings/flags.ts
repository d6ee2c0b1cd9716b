import { isRoomName, ROOM_NAMES, ROOMS, type RoomName } from '../rooms.ts';

/** What may stand behind `npm start --`. */
export const FLAGS = {
  '--production': { name: 'production', sentence: 'refuse whatever is for demonstration only' },
  '--test-clock': { name: 'testClock', sentence: 'let PUT /_test/clock set the time' },
  '--check': { name: 'check', sentence: 'print the settings that hold, without the secrets, and start nothing' },
  '--plan': { name: 'plan', sentence: 'print what would be started, as JSON, and start nothing' },
} as const;

/** What a further attester is called, in the address it is known under and in the names of its files. */
const ATTESTER_NAME = /^[a-z][a-z0-9-]{0,19}$/;

type FlagName = (typeof FLAGS)[keyof typeof FLAGS]['name'];

export interface Flags extends Readonly<Record<FlagName, boolean>> {
  /** The rooms to start: the ones named, else all that may. */
  readonly rooms: readonly RoomName[];
  /** `--name NAME`: of an attester beside the first one, which listens at a port of its own. */
  readonly attesterName?: string;
  /** What is wrong with the command line; `loadConfig` reports it with the rest. */
  readonly faults: readonly string[];
}

/** Flags and rooms of a command line. */
export function parseFlags(args: readonly string[]): Flags {
  const faults: string[] = [];
  const on = new Set<FlagName>();
  const named = new Set<RoomName>();
  const names: string[] = [];
  for (const [i, arg] of args.entries()) {
    if (args[i - 1] === '--name') names.push(arg);
    else if (arg === '--name') continue;
    else if (Object.hasOwn(FLAGS, arg)) on.add(FLAGS[arg as keyof typeof FLAGS].name);
    else if (isRoomName(arg)) named.add(arg);
    else if (arg.startsWith('-'))
      faults.push(`a flag is unknown; there are ${[...Object.keys(FLAGS), '--name'].join(', ')}`);
    else faults.push(`a room is unknown; there are ${ROOM_NAMES.join(', ')}`);
  }
  const [attesterName] = names;
  if (args.includes('--name')) {
    const isAlone = named.size === 1 && named.has('attester') && names.length === 1;
    if (!isAlone) faults.push('--name: goes with the room attester alone, and once');
    else if (!ATTESTER_NAME.test(attesterName ?? ''))
      faults.push('--name: small letters, digits and dashes, at most 20');
  }
  if (on.has('production') && on.has('testClock')) faults.push('--test-clock: not together with --production');
  const mayStart = (room: RoomName): boolean => !(on.has('production') && ROOMS[room].demonstration);
  for (const room of named) if (!mayStart(room)) faults.push(`${room}: for demonstration only, not with --production`);
  return {
    rooms: ROOM_NAMES.filter((room) => (named.size > 0 ? named.has(room) : mayStart(room))),
    production: on.has('production'),
    testClock: on.has('testClock'),
    check: on.has('check'),
    plan: on.has('plan'),
    ...(attesterName === undefined ? {} : { attesterName }),
    faults,
  };
}
