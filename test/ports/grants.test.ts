import { setTimeout as pause } from 'node:timers/promises';
import { calendarOf } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { sqliteGrants } from '../../services/storage/grants.ts';
import { sqliteBodies } from './bodies.ts';
import { figure, NOON, upTo } from './figures.ts';
import { objectBody, startObjects } from './object-bodies.ts';
import { RACE_TIMEOUT, race } from './race.ts';
import { raced } from './raced.ts';
import { outcome } from './refusals.ts';

const BODIES = [
  ...sqliteBodies((database, now) => sqliteGrants(database, { now })),
  objectBody(startObjects(), (place, now) => place.grants(now)),
];
const ALICE = figure('alice').slice(0, 16);
const BOB = figure('bob').slice(0, 16);
const WEEK = '2026-W47';
const count = (answers: boolean[]): number => answers.filter(Boolean).length;

describe.each(BODIES)('Grants on $name', (body) => {
  it('grants k different requests, and no more', async () => {
    const { store } = await body.open();
    const claims = [];
    for (const i of upTo(5)) claims.push(await store.claim(ALICE, 18, WEEK, figure(i), 3));
    expect(claims).toEqual([true, true, true, false, false]);
  });

  it('grants the same request again at no cost', async () => {
    const { store } = await body.open();
    for (const _ of upTo(10)) expect(await store.claim(ALICE, 18, WEEK, figure(1), 3)).toBe(true);
    expect(await store.claim(ALICE, 18, WEEK, figure(2), 3)).toBe(true);
    expect(await store.claim(ALICE, 18, WEEK, figure(3), 3)).toBe(true);
    expect(await store.claim(ALICE, 18, WEEK, figure(4), 3)).toBe(false);
    expect(await store.claim(ALICE, 18, WEEK, figure(1), 3)).toBe(true);
    expect(await store.claim(ALICE, 18, WEEK, figure(1), 0)).toBe(true);
  });

  it('counts each account, threshold and epoch for itself', async () => {
    const { store } = await body.open();
    expect(await store.claim(ALICE, 18, WEEK, figure(1), 1)).toBe(true);
    expect(await store.claim(ALICE, 18, WEEK, figure(2), 1)).toBe(false);
    expect(await store.claim(BOB, 18, WEEK, figure(1), 1)).toBe(true);
    expect(await store.claim(ALICE, 15, WEEK, figure(1), 1)).toBe(true);
    expect(await store.claim(ALICE, 18, '2026-W48', figure(1), 1)).toBe(true);
  });

  it('never grants more than k of 200 at once', async () => {
    const { store } = await body.open();
    expect(count(await Promise.all(upTo(200).map((i) => store.claim(ALICE, 18, WEEK, figure(i), 3))))).toBe(3);
  });

  it('grants the same request 200 times at once', async () => {
    const { store } = await body.open();
    expect(count(await Promise.all(upTo(200).map(() => store.claim(ALICE, 18, WEEK, figure(1), 3))))).toBe(200);
    expect(await store.claim(ALICE, 18, WEEK, figure(2), 2)).toBe(true);
  });

  it('refuses an epoch whose signing window is past', async () => {
    const { store, clock } = await body.open();
    expect(await store.claim(ALICE, 18, '2026-W45', figure(1), 3)).toBe(false);
    const end = calendarOf(WEEK).signs.to;
    clock.now = end - 1;
    expect(await store.claim(ALICE, 18, WEEK, figure(1), 3)).toBe(true);
    clock.now = end;
    expect(await store.claim(ALICE, 18, WEEK, figure(1), 3)).toBe(false);
  });

  it.skipIf(!body.lasts)(
    'grants nothing more in an epoch whose count a wrong clock deleted (:memory: has one handle)',
    async () => {
      const { store, clock, another } = await body.open();
      expect(await store.claim(ALICE, 18, WEEK, figure(1), 1)).toBe(true);
      clock.now = calendarOf(WEEK).signs.to;
      // What is opened sweeps soon after.
      const swept = await another();
      await pause(100);
      clock.now = NOON;
      expect(await swept.claim(ALICE, 18, WEEK, figure(2), 1)).toBe(false);
      expect(await store.claim(BOB, 18, '2026-W48', figure(1), 1)).toBe(true);
    },
  );

  it('says what was drawn, by epoch, then threshold, and of nobody else', async () => {
    const { store } = await body.open();
    expect(await store.drawn(ALICE)).toEqual([]);
    await store.claim(ALICE, 18, '2026-W48', figure(1), 3);
    for (const i of upTo(5)) await store.claim(ALICE, 18, WEEK, figure(i), 3);
    await store.claim(ALICE, 18, WEEK, figure(1), 3);
    await store.claim(ALICE, 15, WEEK, figure(1), 3);
    await store.claim(BOB, 18, WEEK, figure(1), 3);
    expect(await store.drawn(ALICE)).toEqual([
      { threshold: 15, epoch: WEEK, drawn: 1 },
      { threshold: 18, epoch: WEEK, drawn: 3 },
      { threshold: 18, epoch: '2026-W48', drawn: 1 },
    ]);
    expect(await store.drawn(BOB)).toEqual([{ threshold: 18, epoch: WEEK, drawn: 1 }]);
  });

  it('says nothing of an epoch whose signing window is past', async () => {
    const { store, clock } = await body.open();
    await store.claim(ALICE, 18, '2026-W53', figure(1), 3);
    clock.now = calendarOf('2026-W53').signs.to - 1;
    expect(await store.drawn(ALICE)).toEqual([{ threshold: 18, epoch: '2026-W53', drawn: 1 }]);
    clock.now += 1;
    expect(await store.drawn(ALICE)).toEqual([]);
  });

  it('takes what it is given as it was at the call', async () => {
    const { store } = await body.open();
    const [account, hash] = [ALICE.slice(), figure(1)];
    const claim = store.claim(account, 18, WEEK, hash, 1);
    account.fill(0);
    hash.fill(0);
    expect(await claim).toBe(true);
    expect(await store.claim(ALICE, 18, WEEK, figure(1), 0)).toBe(true);
  });

  it('takes hashes of 32 bytes and real epochs only', async () => {
    const { store } = await body.open();
    await expect(store.claim(ALICE, 18, WEEK, figure(1).slice(1), 3)).rejects.toThrow(TypeError);
    await expect(store.claim(ALICE, 18, '2026-W54', figure(1), 3)).rejects.toThrow(TypeError);
  });

  it('refuses when it is closed, what was under way too', async () => {
    const { store, close } = await body.open();
    const underWay = store.claim(ALICE, 18, WEEK, figure(1), 3);
    close();
    expect(await outcome(underWay)).toBe('ERR_STORE_UNAVAILABLE');
    expect(await outcome(store.claim(ALICE, 18, WEEK, figure(1), 3))).toBe('ERR_STORE_UNAVAILABLE');
    expect(await outcome<unknown>(store.drawn(ALICE))).toBe('ERR_STORE_UNAVAILABLE');
  });

  it.skipIf(!body.lasts)('never grants more than k over two handles (:memory: has one)', async () => {
    const { store, another } = await body.open();
    const stores = [store, await another()];
    const claim = (i: number) => (stores[i % 2] as typeof store).claim(ALICE, 18, WEEK, figure(i), 3);
    expect(count(await Promise.all(upTo(100).map(claim)))).toBe(3);
  });

  it.skipIf(!body.lasts)(
    'never grants more than k over two processes (:memory: has one)',
    async () => {
      const { file } = await body.open();
      const [first, second] = await race<number[]>('claim', file as string, NOON);
      const granted = new Map<number, number>();
      const accounts = raced(file as string).length / 10;
      for (const i of [...first, ...second]) granted.set(i % accounts, (granted.get(i % accounts) ?? 0) + 1);
      expect(granted.size).toBe(accounts);
      expect([...new Set(granted.values())]).toEqual([3]);
    },
    RACE_TIMEOUT,
  );

  it.skipIf(!body.lasts)('knows everything when opened again (:memory: forgets)', async () => {
    const { store, close, another } = await body.open();
    await store.claim(ALICE, 18, WEEK, figure(1), 1);
    close();
    const again = await another();
    expect(await again.claim(ALICE, 18, WEEK, figure(2), 1)).toBe(false);
    expect(await again.claim(ALICE, 18, WEEK, figure(1), 1)).toBe(true);
  });
});
