import type { Sessions } from '@bauta/sdk/verifier';
import { describe, expect, it } from 'vitest';
import type { Body, RemoteBody } from './bodies.ts';
import { figure, NOON, upTo } from './figures.ts';
import { RACE_TIMEOUT, race } from './race.ts';
import { raced } from './raced.ts';
import { outcome } from './refusals.ts';

/** What every store of sessions promises. */
export function sessionsContract(bodies: readonly (Body<Sessions> | RemoteBody<Sessions>)[]): void {
  describe.each(bodies)('Sessions on $name', (body) => {
    it('reads what was put, and leaves it there', async () => {
      const { store } = await body.open();
      await store.put(figure(1), 'one', 60);
      expect(await store.read(figure(1))).toBe('one');
      expect(await store.read(figure(1))).toBe('one');
      expect(await store.read(figure(2))).toBeUndefined();
    });

    it('takes once', async () => {
      const { store } = await body.open();
      await store.put(figure(1), 'one', 60);
      expect(await store.take(figure(1))).toBe('one');
      expect(await store.take(figure(1))).toBeUndefined();
      expect(await store.read(figure(1))).toBeUndefined();
    });

    it('gives to one of 200 takers at once', async () => {
      const { store } = await body.open();
      await store.put(figure(1), 'one', 60);
      const taken = await Promise.all(upTo(200).map(() => store.take(figure(1))));
      expect(taken.filter((value) => value !== undefined)).toEqual(['one']);
    });

    it('replaces a value and its time', async () => {
      const { store, clock } = await body.open();
      await store.put(figure(1), 'one', 60);
      await store.put(figure(1), 'two', 15);
      expect(await store.read(figure(1))).toBe('two');
      clock.now += 15;
      expect(await store.read(figure(1))).toBeUndefined();
    });

    it('forgets at the end of the time, for readers and takers', async () => {
      const { store, clock } = await body.open();
      await store.put(figure(1), 'one', 60);
      clock.now += 59;
      expect(await store.read(figure(1))).toBe('one');
      clock.now += 1;
      expect(await store.read(figure(1))).toBeUndefined();
      expect(await store.take(figure(1))).toBeUndefined();
    });

    it('replaces only what stands there', async () => {
      const { store, clock } = await body.open();
      expect(await store.replace(figure(1), 'one', 'two', 60)).toBe(false);
      expect(await store.read(figure(1))).toBeUndefined();
      await store.put(figure(1), 'one', 60);
      expect(await store.replace(figure(1), 'two', 'three', 60)).toBe(false);
      expect(await store.replace(figure(1), 'one', 'two', 15)).toBe(true);
      expect(await store.read(figure(1))).toBe('two');
      clock.now += 15;
      expect(await store.replace(figure(1), 'two', 'three', 60)).toBe(false);
      expect(await store.read(figure(1))).toBeUndefined();
    });

    it('lets one of 200 at once replace', async () => {
      const { store } = await body.open();
      await store.put(figure(1), 'one', 60);
      const replaced = await Promise.all(upTo(200).map((i) => store.replace(figure(1), 'one', `by ${i}`, 60)));
      expect(replaced.filter(Boolean)).toHaveLength(1);
      expect(await store.read(figure(1))).toBe(`by ${replaced.indexOf(true)}`);
    });

    it('takes ids of 16 bytes as others', async () => {
      const { store } = await body.open();
      const short = figure(1).slice(0, 16);
      await store.put(short, 'short', 60);
      expect(await store.read(figure(1))).toBeUndefined();
      expect(await store.replace(short, 'short', 'long', 60)).toBe(true);
      expect(await store.take(short)).toBe('long');
    });

    it('keeps any text', async () => {
      const { store } = await body.open();
      for (const text of ['', 'café ☕', '{"a":1}', 'x'.repeat(4096)]) {
        await store.put(figure(1), text, 60);
        expect(await store.read(figure(1))).toBe(text);
      }
    });

    it('takes the id as it was at the call', async () => {
      const { store } = await body.open();
      const id = figure(1);
      const put = store.put(id, 'one', 60);
      id.fill(0);
      await put;
      expect(await store.read(figure(1))).toBe('one');
    });

    it.skipIf(!body.closes)('refuses when it is closed (memory: never closes)', async () => {
      const { store, close } = await body.open();
      const underWay = store.put(figure(1), 'one', 60);
      close();
      const acts = [
        underWay,
        store.put(figure(1), 'one', 60),
        store.read(figure(1)),
        store.take(figure(1)),
        store.replace(figure(1), 'one', 'two', 60),
      ];
      const outcomes = await Promise.all(acts.map((act) => outcome<unknown>(act)));
      expect(outcomes).toEqual(acts.map(() => 'ERR_STORE_UNAVAILABLE'));
    });

    it.skipIf(!body.lasts)('lets one replace over two handles (others: one handle only)', async () => {
      const { store, another } = await body.open();
      const stores = [store, await another()];
      await Promise.all(upTo(50).map((i) => store.put(figure(i), 'before', 60)));
      const acts = upTo(200).map((i) => (stores[i % 2] as typeof store).replace(figure(i >> 2), 'before', `${i}`, 60));
      expect((await Promise.all(acts)).filter(Boolean)).toHaveLength(50);
    });

    it.skipIf(!body.lasts)('gives to one taker over two handles (others: one handle only)', async () => {
      const { store, another } = await body.open();
      const stores = [store, await another()];
      await Promise.all(upTo(50).map((i) => store.put(figure(i), String(i), 60)));
      const taken = await Promise.all(upTo(200).map((i) => (stores[i % 2] as typeof store).take(figure(i >> 2))));
      expect(taken.filter((value) => value !== undefined)).toHaveLength(50);
    });

    it.skipIf(!body.lasts)(
      'gives to one taker over two processes (others: one process only)',
      async () => {
        const { store, file } = await body.open();
        const all = raced(file as string);
        for (let at = 0; at < all.length; at += 100) {
          await Promise.all(all.slice(at, at + 100).map((i) => store.put(figure(i), `${i}`, 60)));
        }
        const [first, second] = await race<number[]>('take', file as string, NOON);
        expect([...first, ...second].sort((a, b) => a - b)).toEqual(all);
      },
      RACE_TIMEOUT,
    );

    it.skipIf(!body.lasts)('knows everything when opened again (others: forget)', async () => {
      const { store, close, another } = await body.open();
      await store.put(figure(1), 'one', 60);
      close();
      expect(await (await another()).take(figure(1))).toBe('one');
    });
  });
}
