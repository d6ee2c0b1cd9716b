import { AgeError, type NoteKey, type NoteSignature, nameOf, openCheckpoint, parseNote } from '@bauta/sdk/protocol';
import type { Log } from '../log-events.ts';
import type { Fetch } from '../loopback.ts';
import { askWitness, type Witness, type WitnessState, withCosignatures } from './ask-witness.ts';
import type { PublishedCheckpoint, SignedHead, TileStore } from './tree/tile-store.ts';

/** Seconds after which the witnesses are asked again about a tree that has not changed. */
const REFRESH_AFTER = 3600;

/** Brings heads to the witnesses, and publishes those that enough of them have cosigned. */
export interface Publisher {
  /** Asks about the newest head, now or after the round that is under way. Resolves when it was asked about. */
  publish(): Promise<void>;
  /**
   * Asks again when the newest head is not published, or when it is an hour ago that enough witnesses answered. Call it
   * about once a minute.
   * @returns whether the newest head is published.
   */
  refresh(now: number): Promise<boolean>;
  /** Resolves when no round is under way. */
  settle(): Promise<void>;
}

export interface PublisherOptions {
  readonly store: TileStore & PublishedCheckpoint;
  /** The log's. */
  readonly key: NoteKey;
  readonly witnesses: readonly Witness[];
  /** How many of them have to cosign before a head is published. */
  readonly quorum: number;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly log: Log;
  /** Milliseconds for each witness. */
  readonly limitMs: number;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { store, key, witnesses, quorum, now, log } = options;
  const trust = { key, witnesses: witnesses.map((witness) => witness.key), quorum };
  const states = new Map<Witness, WitnessState>(witnesses.map((witness) => [witness, { size: 0 }]));
  /** Cosignatures of `about`, the latest of each witness. */
  let about: SignedHead | undefined;
  let held = new Map<Witness, NoteSignature>();
  let askedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  let isAgain = false;

  async function round(): Promise<void> {
    const head = store.head();
    if (about?.text !== head.text) {
      about = head;
      held = recall(head, store.published());
    }
    const at = now();
    const answers = await Promise.all(witnesses.map((witness) => ask(witness, head)));
    // While too few answer it is due again at once: an hour without them would be one more that nobody confirms.
    if (answers.filter(Boolean).length >= quorum) askedAt = at;
    const text = withCosignatures(head, held.values());
    try {
      await openCheckpoint(text, trust, now());
      if (store.published()?.text !== text) await store.publish(text);
    } catch (error) {
      // What was published stays; the next round asks again.
      const code = error instanceof AgeError ? error.code : 'ERR_STORE_UNAVAILABLE';
      log({ event: 'checkpoint-held-back', code });
    }
  }

  /** @returns whether it has cosigned. */
  async function ask(witness: Witness, head: SignedHead): Promise<boolean> {
    try {
      held.set(witness, await askWitness(witness, head, states.get(witness) as WitnessState, options));
      return true;
    } catch {
      log({ event: 'witness-unreachable', of: nameOf(witness.url) });
      return false;
    }
  }

  /** After a start, the cosignatures that the published checkpoint has of the same head. */
  function recall(head: SignedHead, published: SignedHead | undefined): Map<Witness, NoteSignature> {
    const note = published && parseNote(published.text);
    const isSame = note?.text === parseNote(head.text).text;
    const lines = isSame ? note.signatures : [];
    return new Map(
      witnesses.flatMap((witness) => {
        const line = lines.find(({ name, keyId }) => name === witness.key.name && `${keyId}` === `${witness.key.id}`);
        return line ? [[witness, line] as const] : [];
      }),
    );
  }

  async function run(): Promise<void> {
    do {
      isAgain = false;
      await round();
    } while (isAgain);
  }

  function publish(): Promise<void> {
    isAgain = true;
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  }

  const isPublished = (): boolean => store.published()?.size === store.head().size;

  return {
    publish,
    async refresh(at) {
      const isDue = at < askedAt || at - askedAt >= REFRESH_AFTER;
      if (isDue || !isPublished()) await publish();
      return isPublished();
    },
    async settle() {
      await running;
    },
  };
}
