import { readLog, seenInMemory } from '@bauta/sdk/log';
import { type LogEntry, parseLogEntry, readUtf8 } from '@bauta/sdk/protocol';
import { monitorLog, type Seen } from '../../../services/log/monitor/monitor.ts';
import { TRUST } from '../ground.ts';
import { LOG_URL, type LogGround } from '../log-ground.ts';
import type { World } from './world.ts';

/** Somebody who watches the log: looks at it whenever it has grown, and has nothing to say. */
export function watchLog(world: World): () => Promise<void> {
  let seen: Seen | undefined;
  let length = -1;
  return async () => {
    const { ground, oracle, must } = world;
    if (length === oracle.entries.length || world.isIdle('log')) return;
    length = oracle.entries.length;
    const now = ground.clock.time;
    const monitored = await monitorLog({ fetch: ground.fetch, url: LOG_URL, trust: TRUST, now, seen });
    must(monitored.findings.length === 0, () => JSON.stringify(monitored.findings));
    seen = monitored.seen;
  };
}

/** The log's entries, in the words of the oracle. */
export async function entriesOf(ground: LogGround): Promise<string[]> {
  const source = { url: LOG_URL, trust: TRUST, seen: seenInMemory(), fetch: (url: string) => ground.fetch(url) };
  const { tree, checkpoint } = await readLog(source, ground.clock.time);
  const lines: string[] = [];
  for await (const { entry } of tree.entries(0, checkpoint.size)) lines.push(lineOf(parseLogEntry(readUtf8(entry))));
  return lines;
}

function lineOf(entry: LogEntry): string {
  if (entry.kind === 'retire') return `${entry.epoch} retire ${entry.threshold}.${entry.generation}`;
  if (entry.kind !== 'keys') return entry.kind;
  const keys = entry.keys.map((key) => `${key.threshold}.${key.generation}`);
  return [entry.epoch, entry.exception ?? '-', ...keys].join(' ');
}
