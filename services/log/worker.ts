// The log on Workers: its files straight from the bucket, everything else by the one object that writes them.
import { DurableObject } from 'cloudflare:workers';
import { type DurableNamespace, type DurableState, durableSql } from '@bauta/sdk/stores/durable-object';
import { systemClock } from '../clock.ts';
import { createRoom } from '../http/room.ts';
import { createLog } from '../log-events.ts';
import { answerBy } from '../workers/answer-by.ts';
import { givenOnWorkers, type WorkerEnv } from '../workers/given.ts';
import { openedOnce } from '../workers/opened-once.ts';
import { outwardFetch } from '../workers/outward-fetch.ts';
import { type BucketDoor, openLogBucket } from './bucket-door.ts';
import { bucketFiles } from './bucket-files.ts';
import { fileRoutes } from './file-routes.ts';
import { readLogSettings } from './log-settings.ts';
import type { Bucket } from './tree/bucket.ts';

interface LogEnv extends WorkerEnv {
  readonly STORE: DurableNamespace;
  /** The log's files; nobody but `LogStore` writes to it. */
  readonly TILES: Bucket;
}

/** Object and entry speak by these. */
interface LogObject {
  fetch(request: Request): Promise<Response>;
  refresh(): Promise<boolean>;
}

const clock = systemClock();

/** The one object in which the log's room runs. */
export class LogStore extends DurableObject implements LogObject {
  readonly #room: () => Promise<BucketDoor>;

  constructor(ctx: DurableState, env: LogEnv) {
    super(ctx, env);
    const open = async (): Promise<BucketDoor> => {
      // The folder is the bucket.
      const given = givenOnWorkers('log', { ...env, LOG_FOLDER: 'TILES' }, outwardFetch);
      const place = { bucket: env.TILES, database: durableSql(ctx.storage) };
      return openLogBucket(place, await readLogSettings(given));
    };
    this.#room = openedOnce(open, (door) => door.isSound());
  }

  fetch(request: Request): Promise<Response> {
    return answerBy(this.#room, request);
  }

  async refresh(): Promise<boolean> {
    return (await this.#room()).refresh(clock.now());
  }
}

const objectOf = ({ STORE }: LogEnv): LogObject => STORE.getByName('log') as LogObject;

const isFile = (path: string): boolean => path === '/checkpoint' || path.startsWith('/tile/');

export default {
  fetch(request: Request, env: LogEnv): Response | Promise<Response> {
    if (!isFile(new URL(request.url).pathname)) return objectOf(env).fetch(request);
    return createRoom({
      name: 'log',
      routes: fileRoutes(bucketFiles(env.TILES)),
      healthy: () => false,
      clock,
      log: createLog({ room: 'log', now: clock.now, write: (line) => console.log(line.trimEnd()) }),
    }).fetch(request);
  },

  /** Each minute. */
  async scheduled(_: unknown, env: LogEnv): Promise<void> {
    await objectOf(env).refresh();
  },
};
