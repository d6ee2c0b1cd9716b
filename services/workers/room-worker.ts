import type { Standing } from '../standing.ts';
import { answerBy } from './answer-by.ts';
import type { WorkerEnv } from './given.ts';
import { openedOnce } from './opened-once.ts';

/** A room in an entry Worker: as many of them as the platform likes, none of which keeps anything. */
export interface EntryRoom extends Pick<Standing, 'fetch'> {
  /** Before each request: brings up to date what is borrowed. @throws AgeError: the answer is that refusal */
  prepare(): Promise<void>;
  /** On the schedule of `wrangler.toml`: what is due. */
  tick(): Promise<void>;
}

/** What the platform calls of a room's Worker. */
export interface RoomWorker {
  fetch(request: Request, env: WorkerEnv): Promise<Response>;
  scheduled(event: unknown, env: WorkerEnv): Promise<void>;
}

/** The Worker of a room, which is opened once for each isolate. */
export function roomWorker(open: (env: WorkerEnv) => EntryRoom | Promise<EntryRoom>): RoomWorker {
  let room: (() => Promise<EntryRoom>) | undefined;
  const roomOf = (env: WorkerEnv): (() => Promise<EntryRoom>) => (room ??= openedOnce(() => open(env)));
  return {
    fetch: (request, env) =>
      answerBy(async () => {
        const opened = await roomOf(env)();
        await opened.prepare();
        return opened;
      }, request),
    async scheduled(_, env) {
      await (await roomOf(env)()).tick();
    },
  };
}
