import { AgeError } from '@bauta/sdk/protocol';
import { answerProblem } from '../problem.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Standing } from '../standing.ts';
import type { WorkerEnv } from './given.ts';

/** A room in an entry Worker: as many of them as the platform likes, none of which keeps anything. */
export interface EntryRoom extends Pick<Standing, 'fetch'> {
  /** Before each request: brings up to date what is borrowed. @throws AgeError: the answer is that refusal */
  prepare?(): Promise<void>;
  /** On the schedule of `wrangler.toml`: what is due. */
  tick?(): Promise<void>;
}

/** What the platform calls of a room's Worker. */
export interface RoomWorker {
  fetch(request: Request, env: WorkerEnv): Promise<Response>;
  scheduled(event: unknown, env: WorkerEnv): Promise<void>;
}

/**
 * The Worker of a room, which is opened once for each isolate. While its settings are wrong it answers 503, and its
 * log says what is wrong with them, never what they are.
 */
export function roomWorker(open: (env: WorkerEnv) => EntryRoom | Promise<EntryRoom>): RoomWorker {
  let opened: Promise<EntryRoom> | undefined;

  function roomOf(env: WorkerEnv): Promise<EntryRoom> {
    opened ??= (async () => open(env))().catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  return {
    async fetch(request, env) {
      try {
        const room = await roomOf(env);
        await room.prepare?.();
        return await room.fetch(request);
      } catch (error) {
        return answerProblem(said(error));
      }
    },
    async scheduled(_, env) {
      try {
        await (await roomOf(env)).tick?.();
      } catch (error) {
        throw said(error);
      }
    },
  };
}

/** What may be told of an error; wrong settings are told to the operator. */
function said(error: unknown): AgeError {
  if (error instanceof AgeError) return error;
  const lines =
    error instanceof ConfigFault ? error.lines : [`a fault: ${error instanceof Error ? error.name : 'unknown'}`];
  for (const line of lines) console.error(line);
  return new AgeError(error instanceof ConfigFault ? 'ERR_NOT_READY' : 'ERR_FAULT');
}
