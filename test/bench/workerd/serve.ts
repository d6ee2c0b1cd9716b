import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ROOT } from '../../laws/sources.ts';

/** A Worker in workerd and nothing in front of it. */
export interface ServedWorker {
  /** Posts the text on a connection that is kept. @throws Error unless the answer is 200. */
  ask(body: string): Promise<void>;
  /** CPU that its threads have used, in microseconds. */
  cpu(): number;
  close(): Promise<void>;
}

/** Where the threads of processes are written down; Linux alone has it. */
const PROC = '/proc';

/** Why it cannot be measured here; undefined when it can. */
export function whyNoWorkerd(): string | undefined {
  try {
    readFileSync(join(PROC, 'self/schedstat'));
    findProgram();
    return undefined;
  } catch {
    return 'there is no workerd here, or nothing that says what CPU its threads use';
  }
}

/** What miniflare runs. */
function findProgram(): string {
  const ofMiniflare = createRequire(createRequire(import.meta.url).resolve('miniflare'));
  return (ofMiniflare('workerd') as { readonly default: string }).default;
}

/** @param code the one module of the Worker; it has no compatibility flags. */
export async function serveWorker(code: string): Promise<ServedWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-workerd-'));
  const [, date] = /^compatibility_date = "([\d-]+)"/m.exec(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')) ?? [];
  writeFileSync(join(folder, 'worker.js'), code);
  writeFileSync(join(folder, 'config.capnp'), writeConfig(date ?? ''));
  const program = findProgram();
  const child = spawn(program, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const ended = once(child, 'exit');
  // It would outlive a bench that fails.
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdio[3] as Readable }), 'line') as Promise<[string]>,
    ended.then(() => Promise.reject(new Error('workerd ended'))),
  ]);
  const { port } = JSON.parse(line) as { readonly port: number };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  return {
    async ask(body) {
      const asked = request({ host: '127.0.0.1', port, method: 'POST', agent });
      asked.end(body);
      const [answer] = await once(asked, 'response');
      answer.resume();
      await once(answer, 'end');
      if (answer.statusCode !== 200) throw new Error(`the Worker answered ${answer.statusCode}`);
    },
    cpu() {
      const threads = join(PROC, String(child.pid), 'task');
      // On the CPU, waiting for one, and how often: nanoseconds, the kernel's too.
      const used = readdirSync(threads).map((id) => readFileSync(join(threads, id, 'schedstat'), 'utf8').split(' ')[0]);
      return used.reduce((sum, nanoseconds) => sum + Number(nanoseconds), 0) / 1000;
    },
    async close() {
      agent.destroy();
      process.off('exit', kill);
      kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function writeConfig(date: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "bench", worker = .bench)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "bench")],
);
const bench :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "${date}",
);
`;
}
