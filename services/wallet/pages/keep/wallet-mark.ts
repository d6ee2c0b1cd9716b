import { type Epoch, startOf } from '@bauta/sdk/protocol';

/**
 * Remembers beside the wallet that there is one, so that its loss is noticed, and for which week visits were fetched
 * last, so that what was used up is not fetched again unasked. Neither a count nor a day nor anything of a site.
 */
export interface WalletMark {
  /** The last week that visits were fetched for; undefined: no wallet is known to have been here. */
  read(): Promise<Epoch | undefined>;
  /** Visits were fetched for this week; an earlier one changes nothing. */
  keep(epoch: Epoch): Promise<void>;
  /** The owner deleted the wallet. */
  forget(): Promise<void>;
  /** Weeks of which the attester said, while this page lives, that all batches are drawn; written nowhere. */
  readonly exhausted: Set<Epoch>;
}

/** Where a mark lies. A place that fails only means that the other one counts. */
export interface MarkPlace {
  read(): Promise<string | undefined>;
  /** @param mark undefined deletes it. */
  write(mark: string | undefined): Promise<void>;
}

/** @param places the browser's, unless given. */
export function createWalletMark(places: readonly MarkPlace[] = [localPlace, cachePlace]): WalletMark {
  const each = <T>(act: (place: MarkPlace) => Promise<T>): Promise<(T | undefined)[]> =>
    Promise.all(places.map((place) => act(place).catch(() => undefined)));
  const read = async (): Promise<Epoch | undefined> => {
    const found = await each((place) => place.read());
    // Epochs are written so that the later one also comes later in the alphabet.
    return found.filter(isEpoch).sort().at(-1);
  };
  return {
    read,
    exhausted: new Set(),
    async keep(epoch) {
      const before = await read();
      const mark = before !== undefined && before > epoch ? before : epoch;
      await each((place) => place.write(mark));
    },
    async forget() {
      await each((place) => place.write(undefined));
    },
  };
}

const NAME = 'bauta.mark';

const localPlace: MarkPlace = {
  read: async () => localStorage.getItem(NAME) ?? undefined,
  write: async (mark) => (mark === undefined ? localStorage.removeItem(NAME) : localStorage.setItem(NAME, mark)),
};

/** A cache that no service worker ever serves from: the address in it leads nowhere. */
const cachePlace: MarkPlace = {
  read: async () => ((await caches.has(NAME)) ? (await caches.match('/mark', { cacheName: NAME }))?.text() : undefined),
  async write(mark) {
    if (mark === undefined) await caches.delete(NAME);
    else await (await caches.open(NAME)).put('/mark', new Response(mark));
  },
};

function isEpoch(text: string | undefined): text is Epoch {
  try {
    return text !== undefined && startOf(text) > 0;
  } catch {
    return false;
  }
}
