import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** No process outlives the campaign that started it, whatever ends it. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A process that is to die and come back. */
export interface Mortal {
  readonly name: string;
  isAlive(): boolean;
  /** Starts it if it is dead. @returns whether it says that it is ready; false: it has ended. */
  start(): Promise<boolean>;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): Promise<void>;
}

export interface MortalProgram {
  readonly name: string;
  /** Command and arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env: () => NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Whether a line of its output says that it is ready. */
  readonly isReady: (line: string) => boolean;
}

/** Milliseconds that a start may take on a busy machine. */
const PATIENCE = 30_000;

export function createMortal({ name, command: [file, ...args], env, cwd, isReady }: MortalProgram): Mortal {
  let child: ChildProcess | undefined;
  const isAlive = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;

  return {
    name,
    isAlive,
    async start() {
      if (isAlive()) return true;
      const started = spawn(file, args, { env: env(), cwd, stdio: ['ignore', 'pipe', 'ignore'] });
      child = started;
      running.add(started);
      const ended = once(started, 'exit').then(
        () => false,
        () => false,
      );
      void ended.then(() => running.delete(started));
      const ready = new Promise<boolean>((resolve) => {
        createInterface({ input: started.stdout as NodeJS.ReadableStream }).on('line', (line) => {
          if (isReady(line)) resolve(true);
        });
      });
      const late = new AbortController();
      const patience = pause(PATIENCE, false, { signal: late.signal, ref: false }).catch(() => false);
      const isUp = await Promise.race([ready, ended, patience]);
      late.abort();
      return isUp;
    },
    async signal(what) {
      if (!child || !isAlive()) return;
      const isEnd = what === 'SIGKILL' || what === 'SIGTERM';
      const ended = isEnd ? once(child, 'exit') : undefined;
      child.kill(what);
      await ended;
    },
  };
}
