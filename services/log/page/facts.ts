import { AgeError, type Epoch, epochAfter, epochAt, type ReadTile } from '@bauta/sdk/protocol';
import type { PublishedCheckpoint, SignedHead } from '../tree/tile-store.ts';
import { type Lane, lanesOf } from './lanes.ts';
import { type NewestEntry, readNewest } from './read-newest.ts';

/** What the page tells of a published tree. */
export interface Facts {
  /** The weeks whose keys are shown: the previous, this, the next, and the one after. */
  readonly epochs: readonly Epoch[];
  /** In the log's order. */
  readonly newest: readonly NewestEntry[];
  readonly lanes: readonly Lane[];
}

/** The facts of a tree at a time, Unix seconds. @throws AgeError ERR_STORE_UNAVAILABLE */
export type ReadFacts = (head: SignedHead, now: number) => Promise<Facts>;

/** Reads facts, once for each tree and week however many ask, and keeps those of the last one alone. */
export function factsFrom(store: { readonly read: ReadTile } & PublishedCheckpoint): ReadFacts {
  let kept: { readonly of: string; readonly facts: Promise<Facts> } | undefined;
  return (head, now) => {
    const epoch = epochAt(now);
    const of = `${head.size} ${head.root} ${epoch}`;
    if (kept?.of === of) return kept.facts;
    const facts = read(head, epoch, store.read);
    kept = { of, facts };
    // A failure is not kept: the next visitor asks again.
    facts.catch(() => {
      if (kept?.facts === facts) kept = undefined;
    });
    return facts;
  };
}

async function read(head: SignedHead, epoch: Epoch, tiles: ReadTile): Promise<Facts> {
  const epochs = [-1, 0, 1, 2].map((count) => epochAfter(epoch, count));
  const newest = await readNewest(head, tiles, epochs[0] as Epoch).catch((error: unknown) => {
    if (!(error instanceof AgeError)) throw error;
    // They are the log's own, so that nobody else is to blame.
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'the tiles are not those of the published checkpoint');
  });
  const entries = newest.flatMap(({ entry }) => (entry ? [entry] : []));
  return { epochs, newest, lanes: lanesOf(entries, epochs) };
}
