import { parseArgs } from 'node:util';
import { type LogTrust, type NoteKey, parseNoteKey } from '@bauta/sdk/protocol';
import { EXIT } from '../../exit-codes.ts';
import type { Fetch } from '../../loopback.ts';
import { FINDINGS, type Finding } from './findings.ts';
import { type Monitored, monitorLog, type Seen } from './monitor.ts';

export const USAGE = `npm run -s monitor -- --url URL --key KEY --witness KEY … [--quorum N] --seen FILE [--json]

  --url      where the log's checkpoint and tile/ stand
  --key      the log's key: name+hash+key
  --witness  a witness's key, once for each
  --quorum   how many of them must have cosigned; all unless given
  --seen     what this monitor remembers from one run to the next: keep it, a rewritten log is seen by nothing else
  --json     one line of JSON in place of sentences

Ends with 0 when nothing is wrong, 1 with findings, 3 on wrong flags, 4 when the log does not answer.
`;

/** What the command may touch. */
export interface MonitorWorld {
  readonly fetch: Fetch;
  readonly now: () => number;
  /** Undefined when there is no such file. */
  readonly read: (path: string) => string | undefined;
  readonly write: (path: string, text: string) => void;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Reads a log once, says what is wrong with it, and remembers what it saw. @returns the exit code */
export async function runMonitor(args: readonly string[], world: MonitorWorld): Promise<number> {
  let given: Given;
  try {
    given = await readFlags(args, world);
  } catch (error) {
    world.complain(`monitor: ${error instanceof Error ? error.message : 'wrong flags'}\n\n${USAGE}`);
    return EXIT.configuration;
  }
  const { url, trust, seen, file, isJson } = given;
  const result = await monitorLog({ fetch: world.fetch, url, trust, now: world.now(), seen });
  if (result.seen && result.seen !== seen) world.write(file, `${JSON.stringify(result.seen)}\n`);
  if (isJson)
    world.print(`${JSON.stringify({ log: trust.key.name, ...summaryOf(result), findings: result.findings })}\n`);
  else say(trust.key.name, result, world, file);
  if (result.findings.some(({ kind }) => kind === 'unreachable')) return EXIT.notReachable;
  return result.findings.length > 0 ? EXIT.didNotHold : EXIT.held;
}

interface Given {
  readonly url: string;
  readonly trust: LogTrust;
  readonly seen: Seen | undefined;
  readonly file: string;
  readonly isJson: boolean;
}

async function readFlags(args: readonly string[], { read }: MonitorWorld): Promise<Given> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      witness: { type: 'string', multiple: true },
      quorum: { type: 'string' },
      seen: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { url, key, seen: file, witness = [], quorum = String(witness.length) } = values;
  if (url === undefined || !/^https?:\/\/[^\s?#]+[^/]$/.test(url))
    throw new TypeError('--url: an address, no slash at its end');
  if (key === undefined) throw new TypeError('--key: the log’s key is missing');
  if (file === undefined) throw new TypeError('--seen: a file is missing');
  const isQuorum = /^\d+$/.test(quorum) && Number(quorum) >= 1 && Number(quorum) <= witness.length;
  if (!isQuorum) throw new TypeError('--quorum: from 1 to the number of witnesses');
  const trust: LogTrust = {
    key: await readKey(key, 'log', '--key'),
    witnesses: await Promise.all(witness.map((one) => readKey(one, 'witness', '--witness'))),
    quorum: Number(quorum),
  };
  return { url, trust, seen: readSeen(read(file)), file, isJson: values.json };
}

async function readKey(text: string, kind: NoteKey['kind'], flag: string): Promise<NoteKey> {
  const key = await parseNoteKey(text).catch(() => undefined);
  if (key?.kind !== kind) throw new TypeError(`${flag}: not the key of a ${kind}`);
  return key;
}

/** A memory that cannot be read is no fresh start: that would be how to have a monitor forget. */
function readSeen(text: string | undefined): Seen | undefined {
  if (text === undefined) return undefined;
  try {
    const seen = JSON.parse(text) as Seen;
    if (typeof seen.checkpoint === 'string' && Array.isArray(seen.firstSeen)) return seen;
  } catch {
    // Said below.
  }
  throw new TypeError('--seen: the file is not what a monitor wrote; put it right, or name another one');
}

function summaryOf({ seen }: Monitored): { readonly entries: number } {
  return { entries: seen?.firstSeen.length ?? 0 };
}

function say(name: string, result: Monitored, { print, write }: MonitorWorld, file: string): void {
  for (const finding of result.findings) print(`ALARM ${name}: ${describe(finding)}\n`);
  const evidence = result.findings.flatMap((finding) => finding.evidence ?? []);
  if (evidence.length > 0) {
    write(`${file}.evidence`, evidence.join('\n'));
    print(`Two checkpoints that contradict each other are in ${file}.evidence: show them to anyone.\n`);
  }
  const { entries } = summaryOf(result);
  if (result.findings.length === 0)
    print(`${name}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, nothing wrong.\n`);
}

function describe({ kind, index, path }: Finding): string {
  const where = index === undefined ? (path ?? '') : `entry ${index}`;
  return `${FINDINGS[kind]}${where && ` (${where})`}`;
}
