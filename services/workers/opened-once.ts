import { faultEvent, type LogEvent } from '../log-events.ts';
import { answerProblem } from '../problem.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Standing } from '../standing.ts';

/** A room in an object or a Worker of the platform, which nobody has started. */
export interface OpenedOnce<R extends Standing> {
  /** The room; opened when it is first asked for, anew after that failed or when it is not sound any more. */
  room(): Promise<R>;
  /** The room's answer; a refusal where it cannot be opened, whose reason only the operator sees. */
  fetch(request: Request): Promise<Response>;
}

/** @param isSound false for a room that has to be opened anew. @param now Unix seconds, for the reason. */
export function openedOnce<R extends Standing>(
  open: () => Promise<R>,
  isSound: (room: R) => boolean,
  now: () => number,
): OpenedOnce<R> {
  let opening: Promise<R> | undefined;

  async function room(): Promise<R> {
    const before = await opening?.catch(() => undefined);
    if (before !== undefined && !isSound(before)) opening = undefined;
    opening ??= open().catch((error) => {
      opening = undefined;
      say(error);
      throw error;
    });
    return opening;
  }

  function say(error: unknown): void {
    // No line of a ConfigFault holds a value.
    if (error instanceof ConfigFault) console.error(`Bauta cannot start:\n  ${error.lines.join('\n  ')}`);
    else console.error(JSON.stringify(faultEvent(error, now()) satisfies LogEvent));
  }

  return {
    room,
    async fetch(request) {
      try {
        return await (await room()).fetch(request);
      } catch (error) {
        return answerProblem(error);
      }
    },
  };
}
