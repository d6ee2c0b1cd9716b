import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { Miniflare, type MiniflareOptions, Response as RuntimeResponse } from 'miniflare';
import { createLoopbackFetch } from '../../loopback.ts';
import type { RoomName } from '../../rooms.ts';
import { portOf } from '../../settings/table.ts';
import { bundleWorker } from './bundle.ts';
import { readEnvironment } from './environment.ts';
import { demonstrationVariables } from './variables.ts';

/** A room in workerd, on the port that it has on Node. */
export interface WorkerRoom {
  /** Does what is due each minute. */
  minute(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorkerRoomOptions {
  readonly portBase: number;
  /** What the room stores, and the secrets and public files that its variables are made of. */
  readonly dataDir: string;
  /** The folder of the wallet's files. */
  readonly assets: string;
  /** Variables in the place of those for demonstration. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What is used of a Worker from outside; the runtime's own types lean on a package that is not here. */
interface Entry {
  scheduled(event: { readonly scheduledTime: Date; readonly cron: string }): Promise<{ readonly outcome: string }>;
}

/** Starts a room from its environment in the root `wrangler.toml`, with variables for demonstration. */
export async function startWorkerRoom(room: RoomName, options: WorkerRoomOptions): Promise<WorkerRoom> {
  const { portBase, dataDir, assets, variables = {} } = options;
  const environment = readEnvironment(room, room === 'wallet' ? assets : undefined);
  const contents = await bundleWorker(environment.main);
  const own = (environment.options as { bindings?: Record<string, string> }).bindings ?? {};
  const runtime = new Miniflare({
    ...environment.options,
    name: room,
    modules: [{ type: 'ESModule', path: 'worker.js', contents }],
    host: '127.0.0.1',
    port: portOf({ room, portBase, attesterName: undefined }),
    bindings: { ...own, ...demonstrationVariables(room, { portBase, dataDir }), ...variables },
    outboundService: loopback(),
    durableObjectsPersist: `${dataDir}/objects/${room}`,
    r2Persist: `${dataDir}/buckets/${room}`,
    cf: false,
    handleRuntimeStdio(out: Readable, errors: Readable) {
      // What a room on Node writes to its file; the terminal is for whoever started it.
      const log = createWriteStream(`${dataDir}/${room}.log`, { flags: 'a', mode: 0o600 });
      for (const stream of [out, errors]) stream.pipe(log, { end: false });
    },
  } as MiniflareOptions);
  try {
    await runtime.ready;
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
  const hasSchedule = room !== 'wallet' && room !== 'witness';
  return {
    async minute() {
      if (!hasSchedule) return;
      const entry = (await runtime.getWorker()) as unknown as Entry;
      await entry.scheduled({ scheduledTime: new Date(), cron: '* * * * *' });
    },
    stop: () => runtime.dispose(),
  };
}

/** What a room asks of others goes to this machine; the runtime's requests and responses are of classes of its own. */
function loopback() {
  const send = createLoopbackFetch();
  return async (asked: Request): Promise<RuntimeResponse> => {
    const { url, method, headers } = asked;
    const body = asked.body === null ? null : await asked.arrayBuffer();
    try {
      const answer = await send(url, { method, headers: [...headers], body });
      return new RuntimeResponse(answer.body === null ? null : await answer.arrayBuffer(), {
        status: answer.status,
        headers: [...answer.headers],
      });
    } catch {
      // As from the edge when nobody is at the other end.
      return new RuntimeResponse(null, { status: 522 });
    }
  };
}
