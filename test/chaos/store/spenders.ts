import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { calendarOf, epochAt, formatHex } from '@bauta/sdk/protocol';
import type { SpentSet } from '@bauta/sdk/verifier';
import { figure, NOON } from '../../ports/figures.ts';
import { until } from '../../programs/redis.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./spender.ts', import.meta.url));

/** How one spend ended. */
export interface Ending {
  readonly number: number;
  /** Let in, refused, or the code of who cannot know. */
  readonly end: string;
  /** Milliseconds. */
  readonly took: number;
  readonly at: number;
}

/** A process that spends. */
export interface Spender {
  readonly endings: readonly Ending[];
  /** Kill -9. */
  kill(): Promise<void>;
  /** Resolves when it has got an answer more, yes or no. */
  isAnswered(): Promise<void>;
}

/** Starts a process that spends from the number `first` on, in one of two orders. */
export async function startSpender(place: string, first: number, order: 'up' | 'down'): Promise<Spender> {
  const args = ['--conditions=bauta-source', '--import', 'tsx', PROGRAM, place, String(first), order];
  const child = spawn(process.execPath, args, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
  const endings: Ending[] = [];
  let answered = 0;
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    const [number, end, took, at] = line.split(' ') as [string, string, string, string];
    if (end === 'true' || end === 'false') answered++;
    endings.push({ number: Number(number), end, took: Number(took), at: Number(at) });
  });
  const closed = once(reader, 'close');
  const spender: Spender = {
    endings,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
    async isAnswered() {
      const before = answered;
      await until('a process is answered', async () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
        return answered > before;
      });
    },
  };
  await until('a process has spent', async () => answered > 0).catch(async (error) => {
    await spender.kill();
    throw error;
  });
  return spender;
}

/** What came out of all of it. */
export interface Reckoning {
  readonly acknowledged: number;
  /** Numbers that were let in more than once, whoever let them in. */
  readonly twice: number;
  /** Answers that nobody knows. */
  readonly shut: number;
  /** Milliseconds of the longest answer. */
  readonly slowest: number;
}

/** Counts, and spends once more what was let in: a set that still knows refuses every one. */
export async function reckon(endings: readonly Ending[], set: SpentSet): Promise<Reckoning> {
  const times = new Map<number, number>();
  for (const { number, end } of endings) if (end === 'true') times.set(number, (times.get(number) ?? 0) + 1);
  const numbers = [...times.keys()];
  const day = calendarOf(epochAt(NOON)).nullifierUntil;
  for (let at = 0; at < numbers.length; at += 500) {
    const part = numbers.slice(at, at + 500);
    const again = await Promise.all(part.map((number) => set.spend(figure(number), day)));
    for (const [i, isLetIn] of again.entries()) {
      const number = part[i] as number;
      if (isLetIn) times.set(number, (times.get(number) as number) + 1);
    }
  }
  return {
    acknowledged: numbers.length,
    twice: [...times.values()].filter((count) => count > 1).length,
    shut: endings.filter(({ end }) => end === 'ERR_STORE_UNAVAILABLE').length,
    slowest: endings.reduce((slowest, { took }) => Math.max(slowest, took), 0),
  };
}

/** Which 256th of a set the number falls into. */
export const shardOf = (number: number): string => formatHex(figure(number).subarray(0, 1));
