import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { signed, smallText } from '../../log/ground.ts';

/** A log that runs in a process of its own. */
export interface LogProcess {
  readonly url: string;
  /** Kill -9. */
  kill(): Promise<void>;
}

/** @param program `log-process.ts`, built. */
export async function startLog(program: string, folder: string): Promise<LogProcess> {
  const child: ChildProcess = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  const first = await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), closed]);
  const port = Number(String(first[0]));
  if (!(port > 0)) throw new Error('the log did not start');
  return { url: `http://127.0.0.1:${port}`, kill };
}

/** What clients of a log have been told. */
export interface Told {
  /** Number of the entry → the index that it was given. */
  readonly indices: Map<number, number>;
  /** Every checkpoint that was seen, in order. */
  readonly checkpoints: string[];
  /** Answers that gave a number another index than the one before. */
  readonly contradictions: number[];
}

/** Adds one number after the other from `first` on, until the log is gone. What was not answered is asked again. */
export async function addUntilDead(url: string, numbers: Iterator<number>, told: Told): Promise<number | undefined> {
  for (let next = numbers.next(); !next.done; next = numbers.next()) {
    try {
      const index = await add(url, next.value);
      const before = told.indices.get(next.value);
      if (before !== undefined && before !== index) told.contradictions.push(next.value);
      told.indices.set(next.value, index);
    } catch {
      return next.value;
    }
  }
  return undefined;
}

async function add(url: string, number: number): Promise<number> {
  const headers = { 'content-type': 'text/plain' };
  const answer = await fetch(`${url}/add`, { method: 'POST', headers, body: await signed(smallText(number)) });
  if (answer.status !== 200) throw new Error(`refused with ${answer.status}`);
  return ((await answer.json()) as { index: number }).index;
}

/** Keeps every new checkpoint until the log is gone. */
export async function watchUntilDead(url: string, told: Told): Promise<void> {
  try {
    for (;;) {
      const text = await (await fetch(`${url}/checkpoint`)).text();
      if (told.checkpoints.at(-1) !== text) told.checkpoints.push(text);
    }
  } catch {
    // It is dead.
  }
}
