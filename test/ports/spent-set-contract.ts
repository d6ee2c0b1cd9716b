import { calendarOf } from '@bauta/sdk/protocol';
import type { SpentSet } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import type { Body, RemoteBody } from './bodies.ts';
import { figure, NOON, upTo } from './figures.ts';
import { RACE_TIMEOUT, race } from './race.ts';
import { raced } from './raced.ts';
import { outcome } from './refusals.ts';

const UNTIL = calendarOf('2026-W47').nullifierUntil;
const LATER = calendarOf('2026-W48').nullifierUntil;
const count = (answers: boolean[]): number => answers.filter(Boolean).length;

/** What every spent set promises. */
export function spentSetContract(bodies: readonly (Body<SpentSet> | RemoteBody<SpentSet>)[]): void {
  describe.each(bodies)('SpentSet on $name', (body) => {
    it('says true once, then false', async () => {
      const { store } = await body.open();
      expect(await store.spend(figure(1), UNTIL)).toBe(true);
      expect(await store.spend(figure(1), UNTIL)).toBe(false);
      expect(await store.spend(figure(2), UNTIL)).toBe(true);
    });

    it('has one winner of 200 at once', async () => {
      const { store } = await body.open();
      expect(count(await Promise.all(upTo(200).map(() => store.spend(figure(1), UNTIL))))).toBe(1);
    });

    it('keeps every one of 200 different ones at once', async () => {
      const { store } = await body.open();
      expect(count(await Promise.all(upTo(200).map((i) => store.spend(figure(i), UNTIL))))).toBe(200);
      expect(count(await Promise.all(upTo(200).map((i) => store.spend(figure(i), UNTIL))))).toBe(0);
    });

    it('refuses an until that is past, or now', async () => {
      const { store, clock } = await body.open();
      expect(await store.spend(figure(1), NOON - 1)).toBe(false);
      expect(await store.spend(figure(1), NOON)).toBe(false);
      clock.now = UNTIL;
      expect(await store.spend(figure(2), UNTIL)).toBe(false);
      expect(await store.spend(figure(2), LATER)).toBe(true);
    });

    it('remembers to the last second, and drops no bucket but the past one', async () => {
      const { store, clock } = await body.open();
      await store.spend(figure(1), UNTIL);
      await store.spend(figure(2), LATER);
      clock.now = UNTIL - 1;
      expect(await store.spend(figure(1), UNTIL)).toBe(false);
      clock.now = LATER - 1;
      expect(await store.spend(figure(2), LATER)).toBe(false);
    });

    it('opens nothing again when the clock is set back', async () => {
      const { store, clock } = await body.open();
      await store.spend(figure(1), UNTIL);
      clock.now = UNTIL + 1;
      await store.spend(figure(2), LATER);
      clock.now = NOON;
      expect(await store.spend(figure(1), UNTIL)).toBe(false);
      expect(await store.spend(figure(2), LATER)).toBe(false);
    });

    it('takes the nullifier as it was at the call', async () => {
      const { store } = await body.open();
      const nullifier = figure(1);
      const spent = store.spend(nullifier, UNTIL);
      nullifier.fill(0);
      expect(await spent).toBe(true);
      expect(await store.spend(figure(1), UNTIL)).toBe(false);
    });

    it('takes 32 bytes and whole seconds only', async () => {
      const { store } = await body.open();
      await expect(store.spend(figure(1).slice(1), UNTIL)).rejects.toThrow(TypeError);
      await expect(store.spend(figure(1), UNTIL + 0.5)).rejects.toThrow(TypeError);
      await expect(store.spend(figure(1), Number.NaN)).rejects.toThrow(TypeError);
    });

    it.skipIf(!body.closes)('refuses when it is closed, what was under way too (memory: never closes)', async () => {
      const { store, close } = await body.open();
      const underWay = upTo(3).map((i) => store.spend(figure(i), UNTIL));
      close();
      const unavailable = 'ERR_STORE_UNAVAILABLE';
      expect(await Promise.all(underWay.map((spent) => outcome(spent)))).toEqual(upTo(3).map(() => unavailable));
      expect(await outcome(store.spend(figure(1), UNTIL))).toBe(unavailable);
    });

    it.skipIf(!body.lasts)('has one winner over two handles (others: one handle only)', async () => {
      const { store, another } = await body.open();
      const stores = [store, await another()];
      const spends = upTo(400).map((i) => (stores[i % 2] as typeof store).spend(figure(i >> 2), UNTIL));
      expect(count(await Promise.all(spends))).toBe(100);
    });

    it.skipIf(!body.lasts)(
      'has one winner over two processes (others: one process only)',
      async () => {
        const { file } = await body.open();
        const [first, second] = await race<number[]>('spend', file as string, NOON);
        expect([...first, ...second].sort((a, b) => a - b)).toEqual(raced(file as string));
        // Else they met nowhere and the race says nothing.
        expect(Math.min(first.length, second.length)).toBeGreaterThan(0);
      },
      RACE_TIMEOUT,
    );

    it.skipIf(!body.lasts)('knows everything when opened again (others: forget)', async () => {
      const { store, close, another } = await body.open();
      await Promise.all(upTo(50).map((i) => store.spend(figure(i), UNTIL)));
      close();
      const again = await another();
      expect(count(await Promise.all(upTo(51).map((i) => again.spend(figure(i), UNTIL))))).toBe(1);
    });
  });
}
