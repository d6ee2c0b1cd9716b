import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Miniflare, Response as RuntimeResponse } from 'miniflare';
import { ROOT } from '../laws/sources.ts';

export { bundleWorker } from './bundle-worker.ts';

export interface WorkerOptions {
  /** From `bundleWorker`. */
  readonly code: string;
  /** Class by binding; each has SQLite. */
  readonly durableObjects?: Readonly<Record<string, string>>;
  /** Variables and secrets, and other JSON. */
  readonly bindings?: Readonly<Record<string, string | number | boolean>>;
  /** Names of bindings. */
  readonly r2Buckets?: readonly string[];
  /** Folder for what is stored; default: a new one, which goes with `stop`. */
  readonly persist?: string;
  /** Answers what the Worker fetches; default: the network of this machine. */
  readonly outbound?: (request: Request) => Response | Promise<Response>;
  /** Of the listener on 127.0.0.1; default: a free one. */
  readonly port?: number;
  /** Entry Workers with the same code that share objects and buckets, each an isolate of its own; default: 1. */
  readonly copies?: number;
  /** Default: none. */
  readonly compatibilityFlags?: readonly string[];
}

/** A Worker in workerd on this machine. */
export interface RunningWorker {
  /** Where it listens: the first of the copies. */
  readonly url: string;
  /**
   * Asks the Worker; the URL, as it stands, is what it sees. Redirects are not followed.
   * @param copy which of the copies.
   */
  fetch(input: string | URL | Request, init?: RequestInit, copy?: number): Promise<Response>;
  /** Calls the Worker's `scheduled`. @param time Unix seconds. @returns how it ended: 'ok' or 'exception'. */
  schedule(time: number, cron?: string): Promise<string>;
  /** Ends it; what it stored stays for `restart`. With `SIGKILL` in the middle of everything, and without a word. */
  halt(signal?: 'SIGKILL'): Promise<void>;
  /** Ends it, and starts it on what it stored. */
  restart(signal?: 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
}

/** The date that `wrangler.toml` deploys with. */
const COMPATIBILITY_DATE = /^compatibility_date = "([\d-]+)"/m.exec(
  readFileSync(join(ROOT, 'wrangler.toml'), 'utf8'),
)?.[1] as string;

const nameOf = (copy: number): string => `entry-${copy}`;

/** Starts a Worker in workerd. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const folder = options.persist ?? mkdtempSync(join(tmpdir(), 'bauta-workerd-'));
  let running: Started | undefined = await start(options, folder);

  const now = (): Started => {
    if (!running) throw new TypeError('the Worker does not run');
    return running;
  };
  const halt = async (signal?: 'SIGKILL'): Promise<void> => {
    const ended = running;
    running = undefined;
    if (ended && signal) process.kill(ended.pid, signal);
    await ended?.runtime.dispose();
  };

  return {
    get url() {
      return now().url;
    },
    async fetch(input, init, copy = 0) {
      const request = new Request(input, init);
      const entry = await entryOf(now().runtime, copy);
      const body = request.body === null ? {} : { body: Buffer.from(await request.arrayBuffer()) };
      const { method, headers } = request;
      return plain(await entry.fetch(request.url, { method, headers: [...headers], redirect: 'manual', ...body }));
    },
    async schedule(time, cron = '* * * * *') {
      const entry = (await now().runtime.getWorker(nameOf(0))) as unknown as Entry;
      return (await entry.scheduled({ scheduledTime: new Date(time * 1000), cron })).outcome;
    },
    halt,
    async restart(signal) {
      await halt(signal);
      running = await start(options, folder);
    },
    async stop() {
      await halt();
      if (options.persist === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Started {
  readonly runtime: Miniflare;
  /** Of workerd. */
  readonly pid: number;
  readonly url: string;
}

/** What is used of a Worker from outside; the runtime's own types lean on a package that is not here. */
interface Entry {
  fetch(url: string, init: RequestInit): Promise<Response>;
  scheduled(event: { readonly scheduledTime: Date; readonly cron: string }): Promise<{ readonly outcome: string }>;
}

/** The first one is asked over HTTP, which is faster. */
async function entryOf(runtime: Miniflare, copy: number): Promise<Pick<Entry, 'fetch'>> {
  if (copy > 0) return (await runtime.getWorker(nameOf(copy))) as unknown as Entry;
  return { fetch: (url, init) => runtime.dispatchFetch(url, init as object) as unknown as Promise<Response> };
}

/** An answer of this process's own class, without what the runtime adds on the way here. */
function plain({ status, headers, body }: Response): Response {
  const own = new Headers([...headers].filter(([name]) => name.toLowerCase() !== 'mf-content-encoding'));
  return new Response(body, { status, headers: own });
}

/** One start after the other, or nobody could say whose process a new one is. */
let starting: Promise<unknown> = Promise.resolve();

function start(options: WorkerOptions, folder: string): Promise<Started> {
  const started = starting.then(() => startAlone(options, folder));
  starting = started.catch(() => {});
  return started;
}

async function startAlone(options: WorkerOptions, folder: string): Promise<Started> {
  const { code, durableObjects = {}, bindings = {}, r2Buckets = [], outbound, port = 0, copies = 1 } = options;
  const before = findRuntimes();
  const runtime = new Miniflare({
    host: '127.0.0.1',
    port,
    durableObjectsPersist: join(folder, 'objects'),
    r2Persist: join(folder, 'buckets'),
    cf: false,
    workers: Array.from({ length: copies }, (_, copy) => ({
      name: nameOf(copy),
      modules: [{ type: 'ESModule' as const, path: 'worker.js', contents: code }],
      compatibilityDate: COMPATIBILITY_DATE,
      compatibilityFlags: [...(options.compatibilityFlags ?? [])],
      durableObjects: Object.fromEntries(
        Object.entries(durableObjects).map(([binding, className]) => [
          binding,
          { className, useSQLite: true, ...(copy === 0 ? {} : { scriptName: nameOf(0) }) },
        ]),
      ),
      bindings: { ...bindings },
      r2Buckets: [...r2Buckets],
      ...(outbound ? { outboundService: answerFrom(outbound) as never } : {}),
    })),
  });
  try {
    const url = (await runtime.ready).origin;
    const [pid] = findRuntimes().filter((one) => !before.includes(one));
    if (pid === undefined) throw new Error('workerd has started and is not there');
    return { runtime, pid, url };
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
}

/** The runtime's requests and responses are of classes of its own. */
function answerFrom(outbound: (request: Request) => Response | Promise<Response>) {
  return async (asked: Request): Promise<RuntimeResponse> => {
    const { url, method } = asked;
    const body = asked.body === null ? null : await asked.arrayBuffer();
    const answer = await outbound(new Request(url, { method, headers: [...asked.headers], body }));
    return new RuntimeResponse(answer.body === null ? null : await answer.arrayBuffer(), {
      status: answer.status,
      headers: [...answer.headers],
    });
  };
}

/** Processes of workerd that this one has started. */
function findRuntimes(): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/) as [string, string, string])
    .filter(([, parent, name]) => Number(parent) === process.pid && name?.includes('workerd'))
    .map(([pid]) => Number(pid));
}
