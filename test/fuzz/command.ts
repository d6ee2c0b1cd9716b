import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parseBase64url } from '@bauta/sdk/protocol';
import { EXIT } from '@bauta/services/exit-codes';
import { Breach, type Door } from './door.ts';
import { type DoorRun, runDoor } from './run-door.ts';

type Doors = Readonly<Record<string, Door>>;

/** Where a command writes to. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

interface Settings {
  readonly name: string;
  readonly door: Door;
  readonly runs: number;
  readonly seed: number;
  readonly input: string | undefined;
}

/** Runs `fuzz` with these arguments. @returns its exit code. */
export async function fuzz(args: readonly string[], doors: Doors, streams: Streams): Promise<number> {
  let settings: Settings | 'list';
  try {
    settings = readSettings(args, doors);
  } catch (error) {
    streams.err(`fuzz: ${(error as Error).message}\n${usage(doors)}`);
    return EXIT.configuration;
  }
  try {
    if (settings === 'list') return list(doors, streams);
    return await throwAt(settings, streams);
  } catch (error) {
    streams.err(`fuzz: ${error instanceof Error ? error.stack : String(error)}\n`);
    return EXIT.fault;
  }
}

const usage = (doors: Doors): string =>
  `fuzz: --door NAME --runs N [--seed S], or --door NAME --input BASE64URL, or --list\ndoors: ${Object.keys(doors).join(' ')}\n`;

/** @throws TypeError on settings that could never be right. */
function readSettings(args: readonly string[], doors: Doors): Settings | 'list' {
  const text = { type: 'string' } as const;
  const options = { door: text, runs: text, seed: text, input: text, list: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { list: isList, door: name = '', runs = '10000', seed = String(randomInt(2 ** 31)), input } = values;
  if (isList) return 'list';
  const door = Object.hasOwn(doors, name) ? doors[name] : undefined;
  if (!door) throw new TypeError('no such door');
  if (!/^[1-9]\d{0,8}$/.test(runs)) throw new TypeError('runs: a whole number from 1');
  if (!/^\d{1,10}$/.test(seed) || Number(seed) >= 2 ** 31) throw new TypeError('seed: a whole number below 2^31');
  if (input !== undefined) parseBase64url(input);
  return { name, door, runs: Number(runs), seed: Number(seed), input };
}

function list(doors: Doors, { out }: Streams): number {
  for (const [name, { about }] of Object.entries(doors)) out(`${name.padEnd(16)} ${about}\n`);
  return EXIT.held;
}

async function throwAt({ name, door, runs, seed, input }: Settings, { out, err }: Streams): Promise<number> {
  const open = await door.open();
  if (input === undefined) {
    const run = await runDoor(open, { runs, seed, onProgress: (done) => err(`${done} of ${runs}\n`) });
    out(formatRun(name, run));
    return run.finding ? EXIT.didNotHold : EXIT.held;
  }
  try {
    out(`${name}: ${await open.enter(parseBase64url(input))}\nThe promise held.\n`);
    return EXIT.held;
  } catch (error) {
    if (!(error instanceof Breach)) throw error;
    out(formatBreach(name, input, error));
    return EXIT.didNotHold;
  }
}

function formatRun(name: string, { runs, seed, seconds, outcomes, finding }: DoorRun): string {
  const rate = Math.round(runs / seconds);
  const counted = [...outcomes].sort((a, b) => b[1] - a[1]);
  const lines = [
    `${name}: ${runs} inputs, seed ${seed}, ${seconds.toFixed(1)} s, ${rate} a second`,
    ...counted.map(([outcome, count]) => `${String(count).padStart(10)}  ${outcome}`),
    finding ? `${formatBreach(name, finding.input, finding.error)}seed: ${seed}` : 'The promise held.',
  ];
  return `${lines.join('\n')}\n`;
}

function formatBreach(name: string, input: string, error: Breach): string {
  const cause = error.cause instanceof Error ? `\n${error.cause.stack}` : '';
  return `The promise did not hold.\ndoor: ${name}\ninput: ${input}\nerror: ${error.message}${cause}\n`;
}
