import { formatNoteKey } from '@bauta/sdk/protocol';
import { LOG, OPERATOR, seed, signed, WITNESSES } from '../log/ground.ts';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const [WITNESS] = WITNESSES as [(typeof WITNESSES)[number]];

const KEY_LOG = JSON.stringify({
  url: 'https://log.example',
  key: formatNoteKey(LOG.key),
  witnesses: [{ key: formatNoteKey(WITNESS.key), url: 'https://witness.example', independent: true }],
  quorum: 1,
});

/** A log and its witness in workerd, as in production. */
export interface WorkerLog {
  readonly log: RunningWorker;
  readonly witness: RunningWorker;
  /** `POST /add` of a text that the operator signs. */
  add(text: string): Promise<{ readonly status: number; readonly index?: number; readonly code?: string }>;
  get(path: string, init?: RequestInit): Promise<Response>;
  /** A minute has passed. */
  minute(): Promise<string>;
  stop(): Promise<void>;
}

/** @param variables in the place of the log's own. */
export async function startWorkerLog(variables: Readonly<Record<string, string>> = {}): Promise<WorkerLog> {
  const witness = await startWorker({
    code: await bundleWorker('services/witness/worker.ts'),
    durableObjects: { STORE: 'WitnessStore' },
    bindings: {
      WITNESS_ORIGIN: 'https://witness.example',
      KEY_LOG,
      WITNESS_SEED: hex(seed('witness witness.example/1')),
    },
  });
  const log = await startWorker({
    code: await bundleWorker('services/log/worker.ts'),
    durableObjects: { STORE: 'LogStore' },
    r2Buckets: ['TILES'],
    bindings: {
      LOG_ORIGIN: 'https://log.example',
      KEY_LOG,
      LOG_OPERATORS: JSON.stringify([{ key: formatNoteKey(OPERATOR.key) }]),
      LOG_SEED: hex(seed('log log.example/bauta')),
      ...variables,
    },
    outbound: (request) => witness.fetch(request),
  });
  return {
    log,
    witness,
    async add(text) {
      const headers = { 'content-type': 'text/plain' };
      const answer = await log.fetch('https://log.example/add', { method: 'POST', headers, body: await signed(text) });
      return { status: answer.status, ...((await answer.json()) as object) };
    },
    get: (path, init) => log.fetch(`https://log.example${path}`, init),
    minute: () => log.schedule(Math.floor(Date.now() / 1000)),
    async stop() {
      await Promise.all([log.stop(), witness.stop()]);
    },
  };
}
