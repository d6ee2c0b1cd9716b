import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseKeyLogFile, pinsOf, readLog, seenInMemory } from '@bauta/sdk/log';
import { type LogEntry, parseLogEntry, parseNoteKey, readUtf8 } from '@bauta/sdk/protocol';
import type { House } from './house.ts';

/** Everything that the house's log holds, as anyone reads it. */
export async function readEntries(house: House): Promise<LogEntry[]> {
  const pins = pinsOf(parseKeyLogFile(readFileSync(join(house.folder, 'key-log.json'), 'utf8')));
  const [key, ...witnesses] = await Promise.all([pins.key, ...pins.witnesses].map(parseNoteKey));
  if (key === undefined) throw new TypeError('no key of the log');
  const trust = { key, witnesses, quorum: pins.quorum };
  const source = { url: pins.url, trust, fetch: (url: string) => house.fetch(url), seen: seenInMemory() };
  const { tree, checkpoint } = await readLog(source, house.clock.now());
  const entries: LogEntry[] = [];
  for await (const { entry } of tree.entries(0, checkpoint.size)) entries.push(parseLogEntry(readUtf8(entry)));
  return entries;
}

/** Has a room answer some requests otherwise. @param judge undefined leaves the room's own answer. */
export function bend(house: House, origin: string, judge: (request: Request) => Promise<Response | undefined>): void {
  const own = house.doors.get(origin);
  if (own === undefined) throw new TypeError('no such room');
  house.doors.set(origin, {
    ...own,
    fetch: async (request) => (await judge(request.clone())) ?? own.fetch(request),
  });
}
