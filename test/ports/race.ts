import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RaceName } from './racer.ts';

const RACER = fileURLToPath(new URL('./racer.ts', import.meta.url));
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** Milliseconds for a test with a race in it: two processes have to start, on a machine that may be busy. */
export const RACE_TIMEOUT = 60_000;

/** Runs a race of `racer.ts` in two processes on one file, both from the same moment. @returns what each one won. */
export async function race<T>(name: RaceName, file: string, now: number): Promise<[T, T]> {
  const racers = [start(name, file, now, 0), start(name, file, now, 1)] as const;
  await Promise.all(racers.map(({ ready }) => ready));
  for (const { process } of racers) process.stdin?.write('go\n');
  return (await Promise.all(racers.map(({ result }) => result))) as [T, T];
}

function start(name: RaceName, file: string, now: number, lane: number) {
  const args = ['--conditions=bauta-source', '--import', 'tsx', RACER, name, file, String(now), String(lane)];
  const child: ChildProcess = spawn(process.execPath, args, { cwd: FOLDER, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => lines.push(line));
  const closed = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`a racer of ${name} ended with ${code}`);
  });
  const ready = Promise.race([once(reader, 'line'), closed]);
  const result = closed.then(() => JSON.parse(lines[1] as string) as unknown);
  return { process: child, ready, result };
}
