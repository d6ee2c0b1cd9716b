import { readFileSync } from 'node:fs';
import { envPrefixOf, ROOM_NAMES, ROOMS, type RoomName } from '../../rooms.ts';
import { secretFilesOnDisk } from '../../settings/secret-files.ts';
import { portOf, SETTINGS, type Setting } from '../../settings/table.ts';

/** Settings that name a public file on Node, and are its text on Workers. */
const FILES = { keyLog: 'key-log.json', logOperators: 'log-operators.json', trustedList: 'trusted-list.json' } as const;

/**
 * The variables and secrets of a room for demonstration: what on Node stands in files of DATA_DIR, which are made when
 * they are missing.
 */
export function demonstrationVariables(
  room: RoomName,
  { portBase, dataDir }: { readonly portBase: number; readonly dataDir: string },
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = { DEMONSTRATION: 'yes', PORT_BASE: String(portBase) };
  // The demo site is a site like any other, and has no defaults.
  for (const [other, origin] of Object.entries(originsAt(portBase))) {
    if (other === room || room === 'demo-site') variables[`${envPrefixOf(other as RoomName)}_ORIGIN`] = origin;
  }
  for (const [key, row] of Object.entries<Setting<unknown>>(SETTINGS)) {
    if (!row.rooms.includes(room)) continue;
    const variable = row.env.replace(/^ROOM_/, `${envPrefixOf(room)}_`);
    const suffix = row.env.replace(/^ROOM_/, '').toLowerCase();
    if (row.secret === true) variables[variable] = secretFilesOnDisk.readOrMake(`${dataDir}/${room}.${suffix}`);
    else if (key in FILES) variables[variable] = readFileSync(`${dataDir}/${FILES[key as keyof typeof FILES]}`, 'utf8');
  }
  return variables;
}

/** Where every room is. */
export function originsAt(portBase: number): Readonly<Record<RoomName, string>> {
  const origins = ROOM_NAMES.map((room) => [
    room,
    `http://${ROOMS[room].host}.localhost:${portOf({ room, portBase, attesterName: undefined })}`,
  ]);
  return Object.fromEntries(origins) as Record<RoomName, string>;
}
