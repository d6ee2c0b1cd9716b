import { epochAfter, epochAt } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { askAfterTopUp, askToKeep, isKept, type Keeper } from '../../../services/wallet/pages/keep/persistence.ts';
import { createWalletMark, type MarkPlace } from '../../../services/wallet/pages/keep/wallet-mark.ts';
import { wasRemoved } from '../../../services/wallet/pages/stock/read-stock.ts';
import { createMemoryStore } from './memory-wallet.ts';

const THIS = epochAt(Date.UTC(2026, 10, 18) / 1000);
const NEXT = epochAfter(THIS);

/** A browser's storage that says so of itself; `agrees` to keep what it is asked to. */
function keeperThat(agrees: boolean, persisted = false): Keeper & { asked: number } {
  const keeper = {
    asked: 0,
    persisted: async () => persisted,
    persist: async () => {
      keeper.asked++;
      return agrees;
    },
  };
  return keeper;
}

const failing: Keeper = {
  persisted: () => Promise.reject(new Error('no')),
  persist: () => Promise.reject(new Error('no')),
};

describe('asking the browser to keep the wallet', () => {
  it('gives what the browser says, and nothing where it says nothing', async () => {
    expect(await isKept(keeperThat(true, true))).toBe(true);
    expect(await isKept(keeperThat(true))).toBe(false);
    expect(await askToKeep(keeperThat(true))).toBe(true);
    expect(await askToKeep(keeperThat(false))).toBe(false);
    for (const silent of [undefined, failing]) {
      expect(await isKept(silent)).toBeUndefined();
      expect(await askToKeep(silent)).toBeUndefined();
    }
  });

  it('happens after a top-up in a gesture only, and never where it is kept already', async () => {
    const inGesture = keeperThat(false);
    await askAfterTopUp(inGesture, () => true);
    expect(inGesture.asked).toBe(1);
    const outside = keeperThat(true);
    await askAfterTopUp(outside, () => false);
    expect(outside.asked).toBe(0);
    const kept = keeperThat(true, true);
    await askAfterTopUp(kept, () => true);
    expect(kept.asked).toBe(0);
  });

  it('holds a top-up up no longer than the pause, whatever the browser does', async () => {
    const undecided: Keeper = { persisted: async () => false, persist: () => new Promise(() => {}) };
    await askAfterTopUp(
      undecided,
      () => true,
      async () => {},
    );
    await askAfterTopUp(failing, () => true);
  });
});

function createPlace(mark?: string): MarkPlace & { mark: string | undefined } {
  const place = {
    mark,
    read: async () => place.mark,
    write: async (written: string | undefined) => {
      place.mark = written;
    },
  };
  return place;
}

const broken: MarkPlace = {
  read: () => Promise.reject(new Error('no')),
  write: () => Promise.reject(new Error('no')),
};

describe('the mark beside the wallet', () => {
  it('is the latest week, in every place, and nothing else', async () => {
    const places = [createPlace(), createPlace()];
    const mark = createWalletMark(places);
    expect(await mark.read()).toBeUndefined();
    await mark.keep(NEXT);
    await mark.keep(THIS);
    expect(places.map((place) => place.mark)).toEqual([NEXT, NEXT]);
    await mark.forget();
    expect(places.map((place) => place.mark)).toEqual([undefined, undefined]);
  });

  it('outlives the loss of one place, and heals it', async () => {
    const [first, second] = [createPlace(THIS), createPlace()];
    const mark = createWalletMark([first, second, broken]);
    expect(await mark.read()).toBe(THIS);
    await mark.keep(THIS);
    expect(second.mark).toBe(THIS);
    first.mark = undefined;
    expect(await mark.read()).toBe(THIS);
    for (const marks of [
      [THIS, NEXT],
      [NEXT, THIS],
    ]) {
      expect(await createWalletMark(marks.map((one) => createPlace(one))).read()).toBe(NEXT);
    }
  });

  it('that somebody edited to no week counts for nothing', async () => {
    for (const edited of ['', 'x', '2026-W99', '2026-W47 ', '9999']) {
      expect(await createWalletMark([createPlace(edited)]).read()).toBeUndefined();
    }
  });

  it('tells a wallet that was taken away from one that never was, and from one that is there', async () => {
    const store = createMemoryStore();
    const places = [createPlace(), broken];
    const mark = createWalletMark(places);
    expect(await wasRemoved(store, mark)).toBe(false);
    await mark.keep(THIS);
    expect(await wasRemoved(store, mark)).toBe(true);
    const wrap = { credentialId: new Uint8Array(16), attester: 'a', iv: new Uint8Array(12), ct: new Uint8Array(48) };
    await store.saveWrap(wrap, []);
    expect(await wasRemoved(store, mark)).toBe(false);
    await store.clear();
    await mark.forget();
    expect(await wasRemoved(store, mark)).toBe(false);
  });
});
