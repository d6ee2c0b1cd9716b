import { type ChildProcess, fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Job, JobFigures } from './job.ts';

/** A process beside this one that does one job at a time. */
export interface Lane {
  /** @param onProgress hears how many inputs are done. @throws when the harness is at fault, never for a finding. */
  do(job: Job, onProgress: (done: number) => void): Promise<JobFigures>;
  close(): void;
}

/** Milliseconds without a word after which a process is taken to be stuck in one input. */
const PATIENCE = 180_000;

type Message = { readonly done: number } | { readonly figures: JobFigures } | { readonly fault: string };

export function openLane(): Lane {
  let child: ChildProcess | undefined;
  const start = (): ChildProcess =>
    fork(join(import.meta.dirname, 'worker.ts'), {
      cwd: resolve(import.meta.dirname, '..', '..', '..'),
      execArgv: ['--conditions=bauta-source', '--import', 'tsx'],
    });
  return {
    do(job, onProgress) {
      child ??= start();
      const process = child;
      return new Promise((resolveJob, reject) => {
        let done = 0;
        let patience = setTimeout(() => {});
        const end = (act: () => void): void => {
          clearTimeout(patience);
          process.removeAllListeners();
          act();
        };
        /** The process is gone or stuck: what it was thrown did that. */
        const lost = (how: string): void =>
          end(() => {
            process.kill('SIGKILL');
            child = undefined;
            const error = `the process ${how} after ${done} inputs, seed ${job.seed}`;
            resolveJob({ door: job.door, runs: done, seconds: 0, outcomes: {}, findings: [{ input: '', error }] });
          });
        const wait = (): void => {
          clearTimeout(patience);
          patience = setTimeout(() => lost('gave no answer'), PATIENCE);
        };
        wait();
        process.on('exit', (code, signal) => lost(`ended with ${code ?? signal}`));
        process.on('message', (message: Message) => {
          wait();
          if ('done' in message) {
            done = message.done;
            onProgress(done);
          } else if ('figures' in message) end(() => resolveJob(message.figures));
          else end(() => reject(new Error(`${job.door}: ${message.fault}`)));
        });
        process.send(job);
      });
    },
    close() {
      if (child?.connected) child.disconnect();
      child = undefined;
    },
  };
}
