import { type Findings, findAll } from './findings.ts';
import { readTranscript, SHOWN_ROOMS, type ShownRoom, type Transcript } from './transcript.ts';

const PACE_MS = 1000;

/** Brings what a room tells at `/_demo/received?have=…`: 200 with its transcript, or 204 when there is nothing new. */
export type AskRoom = (room: ShownRoom, query: string) => Promise<Response>;

/** What is known of the rooms at the moment. */
export interface Sight extends Findings {
  /** Rooms that do not answer. */
  readonly silent: readonly ShownRoom[];
}

/** Looks at the rooms once a second, while the page is seen and nobody has paused it. */
export interface Watch {
  readonly isPaused: boolean;
  pause(isPaused: boolean): void;
  /** Shows every new sight to this one from now on, and the last at once. */
  show(listener: (sight: Sight) => void): void;
}

/** Begins to look at the rooms. */
export function watchRooms(ask: AskRoom): Watch {
  const transcripts = new Map<ShownRoom, Transcript>();
  let silent: readonly ShownRoom[] = [];
  let isPaused = false;
  let sight: Sight | undefined;
  let listener: (sight: Sight) => void = () => {};

  async function look(): Promise<void> {
    const before = [...transcripts.values()];
    const wereSilent = String(silent);
    const answers = await Promise.all(SHOWN_ROOMS.map(async (room) => ((await refresh(room)) ? [] : [room])));
    silent = answers.flat();
    const seen = SHOWN_ROOMS.flatMap((room) => transcripts.get(room) ?? []);
    const isSame = seen.length === before.length && seen.every((one) => before.includes(one));
    if (sight !== undefined && isSame && String(silent) === wereSilent) return;
    sight = { ...(await findAll(seen)), silent };
    listener(sight);
  }

  /** @returns whether the room answers. */
  async function refresh(room: ShownRoom): Promise<boolean> {
    const have = transcripts.get(room)?.version;
    try {
      const answer = await ask(room, have === undefined ? '' : `?have=${have}`);
      if (answer.status === 204) return true;
      if (!answer.ok) throw new TypeError('it tells nothing');
      transcripts.set(room, readTranscript(await answer.text()));
      return true;
    } catch {
      transcripts.delete(room);
      return false;
    }
  }

  async function go(): Promise<void> {
    if (!isPaused && document.visibilityState === 'visible') await look().catch(() => {});
    setTimeout(go, PACE_MS);
  }

  void go();
  return {
    get isPaused() {
      return isPaused;
    },
    pause(next) {
      isPaused = next;
    },
    show(next) {
      listener = next;
      if (sight !== undefined) next(sight);
    },
  };
}
