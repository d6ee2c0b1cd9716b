import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RaceName } from './racer.ts';

const RACER = fileURLToPath(new URL('./racer.ts', import.meta.url));
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

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
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ready = once(lines, 'line');
  const result = ready.then(async () => {
    const [[line]] = await Promise.all([once(lines, 'line'), once(child, 'exit')]);
    return JSON.parse(line as string) as unknown;
  });
  return { process: child, ready, result };
}
