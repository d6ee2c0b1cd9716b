import { type KeyLogFile, parseKeyLogFile } from '../log/index.ts';
import { attempt } from './attempt.ts';
import type { ConfigSources } from './config-sources.ts';
import type { Fault, Table } from './table.ts';

/** The log that a configuration names, and where the last tree that was seen of it is kept. */
export interface KeyLogUse {
  readonly log: KeyLogFile;
  /** A path; undefined: in memory, and a log that was rewritten is not noticed after a restart. */
  readonly seen: string | undefined;
}

/** What `key_log` and `key_log_seen` say; undefined when neither stands there, or one is at fault. */
export function readKeyLogUse(table: Table, { readFile }: ConfigSources, fault: Fault): KeyLogUse | undefined {
  const { key_log: path, key_log_seen: seen } = table;
  if (path === undefined) return seen === undefined ? undefined : fault('key_log_seen', 'goes with key_log alone');
  if (seen !== undefined && !isPath(seen)) return fault('key_log_seen', 'must be the path of a file');
  const text = isPath(path) ? attempt(() => readFile(path)) : undefined;
  if (text === undefined) return fault('key_log', 'must be the path of a file that can be read: key-log.json');
  try {
    return { log: parseKeyLogFile(text), seen };
  } catch (error) {
    // It names a member of that file, and quotes nothing.
    return fault('key_log', `names a file that is wrong: ${error instanceof TypeError ? error.message : 'not JSON'}`);
  }
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
