import { describe, expect, it } from 'vitest';
import { retire } from '../../services/keys/retire.ts';
import { outcome } from '../ports/refusals.ts';
import { NOON } from './ground.ts';
import { openGround } from './log-ground.ts';
import { openInstance } from './year/issuer.ts';

const WEEK = 7 * 86_400;
const MINUTE = 60;

async function openBook() {
  const ground = openGround();
  await ground.open();
  const instance = openInstance(ground);
  const refresh = () => instance.book.refresh(ground.clock.time);
  const shown = () =>
    outcome(() => instance.book.slots(ground.clock.time).map(({ epoch, generation }) => `${epoch} ${generation}`));
  const whole = () => outcome(() => instance.book.checkWhole(ground.clock.time));
  return { ground, instance, refresh, shown, whole };
}

const FIRST = ['2026-W47 0', '2026-W48 0', '2026-W49 0', '2026-W50 0'];

describe('the keys of a room', () => {
  it('are shown from the first run to ten minutes after the last one', async () => {
    const { ground, refresh, shown, whole } = await openBook();
    expect([await shown(), await whole()]).toEqual(['ERR_NOT_READY', 'ERR_NOT_READY']);
    expect(await refresh()).toBe(true);
    expect([await shown(), await whole()]).toEqual([FIRST, undefined]);
    for (const [away, isShown] of [
      [10 * MINUTE, true],
      [10 * MINUTE + 1, false],
      [-10 * MINUTE - 1, false],
    ] as const) {
      ground.clock.time = NOON + away;
      expect(await shown()).toEqual(isShown ? FIRST : 'ERR_NOT_READY');
    }
  });

  it('stay good while the log is away, with their proofs', async () => {
    const { ground, instance, refresh, shown, whole } = await openBook();
    await refresh();
    const proofs = instance.book.proofs();
    ground.doors.delete('log.example');
    ground.clock.time += WEEK;
    expect(await refresh()).toBe(false);
    expect([await shown(), await whole()]).toEqual([
      ['2026-W48 0', '2026-W49 0', '2026-W47 0', '2026-W50 0'],
      undefined,
    ]);
    expect(instance.book.proofs()).toEqual(proofs);
  });

  it('are not said to be none by a room that starts while the log is away', async () => {
    const { instance, refresh, shown } = await openBook();
    await refresh();
    instance.restart();
    instance.isLogNear = false;
    expect(await refresh()).toBe(false);
    expect(await shown()).toBe('ERR_NOT_READY');
    instance.isLogNear = true;
    await refresh();
    expect(await shown()).toEqual(FIRST);
  });

  it('are known again, with their proofs, by a room that starts while the log is away', async () => {
    const { ground, instance, refresh, shown } = await openBook();
    await refresh();
    const proofs = instance.book.proofs();
    instance.restart();
    instance.isLogNear = false;
    await instance.book.restore(ground.clock.time);
    expect([await shown(), instance.book.proofs()]).toEqual([FIRST, proofs]);
    // However long ago it was: what is too old for others they refuse themselves.
    ground.clock.time += 2 * 86_400;
    instance.restart();
    await instance.book.restore(ground.clock.time);
    expect(await shown()).toBe('ERR_NOT_READY');
    expect(await refresh()).toBe(false);
    expect([await shown(), instance.book.proofs()]).toEqual([FIRST, proofs]);
  });

  it.each(['', '{}', '{"readAt":1,"shown":["00"],"proofs":{}}', 'null'])(
    'are as never read when %j was kept',
    async (text) => {
      const { ground, instance, refresh, shown } = await openBook();
      await refresh();
      instance.keep(text);
      instance.restart();
      await instance.book.restore(ground.clock.time);
      expect(await shown()).toBe('ERR_NOT_READY');
      await refresh();
      expect(await shown()).toEqual(FIRST);
    },
  );
});

describe('a key that the settings want retired', () => {
  it('is retired by the next run, once, and another one takes its place', async () => {
    const { instance, refresh, shown } = await openBook();
    await refresh();
    instance.retired = [
      { threshold: 18, epoch: '2026-W47', generation: 0 },
      // Of a week without keys: nothing to retire.
      { threshold: 18, epoch: '2025-W01', generation: 0 },
    ];
    instance.restart();
    for (let run = 0; run < 3; run++) {
      expect(await refresh()).toBe(true);
      expect(await shown()).toEqual(['2026-W47 1', ...FIRST.slice(1)]);
    }
    expect(await instance.vault.slot(18, '2026-W47', 2)).toBeUndefined();
  });
});

describe('a key that should sign and does not yet', () => {
  it('is said to be late after runs that were missed, until it is in the log', async () => {
    const { ground, instance, refresh, shown, whole } = await openBook();
    await refresh();
    instance.isLogNear = false;
    ground.clock.time = NOON + 3 * WEEK;
    await refresh();
    expect([await shown(), await whole()]).toEqual([['2026-W50 0', '2026-W49 0'], 'ERR_NOT_READY']);
    instance.isLogNear = true;
    expect(await refresh()).toBe(true);
    expect(await whole()).toBeUndefined();
    expect(await shown()).toContain('2026-W51 0');
  });

  it('is said to be late after a retirement, and the retired one is not shown: from the next run on', async () => {
    const { instance, refresh, shown, whole } = await openBook();
    await refresh();
    await retire(instance.vault, { threshold: 18, epoch: '2026-W47', generation: 0 });
    instance.isLogNear = false;
    await refresh();
    expect([await shown(), await whole()]).toEqual([FIRST.slice(1), 'ERR_NOT_READY']);
    expect(Object.keys(instance.book.proofs())).not.toContain('2026-W47');
    instance.isLogNear = true;
    await refresh();
    expect([await shown(), await whole()]).toEqual([['2026-W47 1', ...FIRST.slice(1)], undefined]);
  });
});
