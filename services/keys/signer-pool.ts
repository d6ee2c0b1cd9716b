import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { AgeError, type Bytes } from '@bauta/sdk/protocol';
import type { Answer, Order } from './sign-worker.ts';

/** Threads that sign, since Node has no asynchronous raw RSA and the event loop must not wait for it. */
export interface SignerPool {
  /** BlindSign of RFC 9474 §4.3 (see `blindSign`). @throws AgeError ERR_FAULT also when the thread ended twice. */
  sign(privateKey: KeyObject, blinded: Bytes): Promise<Bytes>;
  /** Drops a key from the memory of every thread, after the signatures already asked for. */
  forget(privateKey: KeyObject): void;
  /** Ends the threads. What they have not answered is refused ERR_FAULT. */
  close(): Promise<void>;
}

/** A job is given to a second thread when its first one ended, never to a third. */
const ATTEMPTS = 2;

interface Job {
  readonly key: number;
  readonly privateKey: KeyObject;
  readonly blinded: Bytes;
  readonly resolve: (signature: Bytes) => void;
  readonly reject: (error: AgeError) => void;
  attempts: number;
  /** What the last thread ended with. */
  fault?: unknown;
}

interface Thread {
  readonly worker: Worker;
  readonly keys: Set<number>;
  readonly jobs: Map<number, Job>;
  /** What it ends with. */
  fault?: unknown;
}

/**
 * Starts a pool of threads. It does not keep the process alive while it has nothing to do.
 * @param size how many threads; as many as there are cores is right. @param startThread a thread of `sign-worker.ts`.
 */
export function createSignerPool(size: number, startThread: () => Worker = startSignWorker): SignerPool {
  if (!Number.isSafeInteger(size) || size < 1) throw new TypeError('a pool has at least one thread');
  const threads = new Set<Thread>();
  const keyNumbers = new WeakMap<KeyObject, number>();
  let lastKey = 0;
  let lastJob = 0;
  let closed = false;

  function start(): void {
    const thread: Thread = { worker: startThread(), keys: new Set(), jobs: new Map() };
    thread.worker.on('message', (answer: Answer) => settle(thread, answer));
    // Without a listener an error of the thread would end the process; `exit` follows.
    thread.worker.on('error', (fault) => {
      thread.fault = fault;
    });
    thread.worker.on('exit', () => bury(thread));
    // Last, since listening for messages holds the process.
    thread.worker.unref();
    threads.add(thread);
  }

  function settle({ worker, jobs }: Thread, answer: Answer): void {
    const job = jobs.get(answer.job);
    jobs.delete(answer.job);
    if (jobs.size === 0) worker.unref();
    if ('signature' in answer) job?.resolve(answer.signature);
    else job?.reject(new AgeError(answer.refusal, answer.cause));
  }

  function bury(thread: Thread): void {
    threads.delete(thread);
    for (const job of thread.jobs.values()) dispatch({ ...job, fault: thread.fault });
  }

  /** Gives the job to the thread with the fewest, and first replaces threads that ended. */
  function dispatch(job: Job): void {
    if (closed || job.attempts === ATTEMPTS) {
      const cause = closed ? 'the signer pool is closed' : (job.fault ?? 'the signing threads ended');
      job.reject(new AgeError('ERR_FAULT', cause));
      return;
    }
    job.attempts += 1;
    while (threads.size < size) start();
    const thread = [...threads].reduce((least, one) => (one.jobs.size < least.jobs.size ? one : least));
    const tell = (order: Order): void => thread.worker.postMessage(order);
    if (!thread.keys.has(job.key)) {
      thread.keys.add(job.key);
      tell({ kind: 'learn', key: job.key, privateKey: job.privateKey });
    }
    lastJob += 1;
    thread.jobs.set(lastJob, job);
    thread.worker.ref();
    tell({ kind: 'sign', job: lastJob, key: job.key, blinded: job.blinded });
  }

  for (let i = 0; i < size; i++) start();

  return {
    sign(privateKey, blinded) {
      return new Promise((resolve, reject) => {
        const key = keyNumbers.get(privateKey) ?? ++lastKey;
        keyNumbers.set(privateKey, key);
        dispatch({ key, privateKey, blinded, resolve, reject, attempts: 0 });
      });
    },
    forget(privateKey) {
      const key = keyNumbers.get(privateKey);
      if (key === undefined) return;
      for (const { worker, keys } of threads) {
        if (keys.delete(key)) worker.postMessage({ kind: 'forget', key } satisfies Order);
      }
    },
    async close() {
      closed = true;
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

/** Starts the program beside this file: TypeScript source, by way of a loader, or compiled. */
export function startSignWorker(): Worker {
  const program = import.meta.url.endsWith('.ts') ? './sign-thread.mjs' : './sign-worker.js';
  return new Worker(new URL(program, import.meta.url), { execArgv: ['--conditions=bauta-source'] });
}
