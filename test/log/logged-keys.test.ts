import { calendarOf, formatHex, type KeysEntry, startOf } from '@bauta/sdk/protocol';
import { describe, expect, it, vi } from 'vitest';
import { logKeys } from '../../services/keys/logged-keys.ts';
import { retire } from '../../services/keys/retire.ts';
import { outcome } from '../ports/refusals.ts';
import { NOON } from './ground.ts';
import { openGround } from './log-ground.ts';
import { HOLDER, openInstance } from './year/issuer.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;

async function openRoom(thresholds: readonly number[] = [18]) {
  const ground = openGround();
  await ground.open();
  const { vault, keyLog, ...instance } = openInstance(ground, { thresholds });
  const run = (now = ground.clock.time) => logKeys(vault, HOLDER, thresholds, keyLog, now);
  const held = async () => (await vault.held()).map(({ epoch, generation }) => `${epoch} ${generation}`);
  return { ground, vault, keyLog, instance, run, held };
}

const FIRST = ['2026-W47 0', '2026-W48 0', '2026-W49 0', '2026-W50 0'];

describe('nothing is made and nothing destroyed', () => {
  it.each([
    ['a year ahead', 365 * DAY, 'ERR_LOG_STALE'],
    ['25 hours ahead', 25 * 3600, 'ERR_LOG_STALE'],
    ['an hour back', -3600, 'ERR_LOG_QUORUM'],
    ['a year back', -365 * DAY, 'ERR_LOG_QUORUM'],
  ])('when the clock jumps %s, which no witness confirms', async (_, jump, code) => {
    const { run, held } = await openRoom();
    await run();
    expect(await outcome(run(NOON + jump))).toBe(code);
    expect(await held()).toEqual(FIRST);
  });

  it('when the log is away', async () => {
    const { ground, run, held } = await openRoom();
    await run();
    ground.doors.delete('log.example');
    ground.clock.time += WEEK;
    expect(await outcome(run())).toBe('ERR_LOG_AWAY');
    expect(await held()).toEqual(FIRST);
  });
});

describe('a private half', () => {
  const over = calendarOf('2026-W47').signs.to;

  it('is destroyed once its time is over, to the second', async () => {
    const { ground, run, held } = await openRoom();
    await run();
    ground.clock.time = over - 1;
    expect((await run()).destroyed).toBe(0);
    // The witnesses have said so an hour later at the latest.
    ground.clock.time = over + 3599;
    expect((await run()).destroyed).toBe(1);
    expect(await held()).toEqual([...FIRST.slice(1), '2026-W51 0']);
    expect((await run()).destroyed).toBe(0);
  });

  it('waits for the witnesses to say that it is over', async () => {
    const { ground, run, held } = await openRoom();
    await run();
    ground.clock.time = startOf('2026-W48') + 60;
    await run();
    ground.doors.delete('witness0.example');
    ground.clock.time = over + 30;
    expect((await run()).destroyed).toBe(0);
    expect(await held()).toContain(FIRST[0]);
  });
});

describe('a key is shown', () => {
  it('only once a cosigned tree has it', async () => {
    const { ground, vault, run } = await openRoom();
    await run();
    ground.clock.time = startOf('2026-W48');
    await ground.published();
    const witness = ground.doors.get('witness1.example');
    ground.doors.delete('witness1.example');
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const running = run();
    let isOver = false;
    void running.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await vi.advanceTimersByTimeAsync(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    vi.useRealTimers();
    const key = await vault.slot(18, '2026-W51', 0);
    const { failure, shown } = await running;
    expect([failure?.code, key && shown.has(formatHex(key.keyId))]).toEqual(['ERR_LOG_QUORUM', false]);
    if (witness) ground.doors.set('witness1.example', witness);
    expect(key && (await run()).shown.has(formatHex(key.keyId))).toBe(true);
  });

  it('with the proof of an entry that has the keys of all thresholds, whatever else was logged of its week', async () => {
    const { ground, vault, keyLog, run } = await openRoom([15, 18]);
    await run();
    const [both] = await Promise.all([15, 18].map((threshold) => vault.slot(threshold, '2026-W50', 0)));
    const { from: notBefore, to: notAfter } = calendarOf('2026-W50').published;
    const { threshold = 0, generation = 0, keyId, publicKey: spki } = both ?? {};
    if (!keyId || !spki) throw new TypeError('no key');
    const keys = [{ threshold, generation, notBefore, notAfter, keyId, spki }];
    // From an instance that knows of one threshold alone, and was a little later.
    const entry: KeysEntry = { kind: 'keys', ...HOLDER, epoch: '2026-W50', exception: undefined, keys };
    await keyLog.submit(entry);
    await ground.published();
    const logged = await run();
    for (const age of [15, 18]) {
      const slot = await vault.slot(age, '2026-W50', 0);
      expect(slot && logged.shown.has(formatHex(slot.keyId))).toBe(true);
    }
    expect(logged.proofs['2026-W50']).toContain('index 3\n');
  });

  it('with a proof for each week, the newest generation alone', async () => {
    const { vault, run } = await openRoom();
    await run();
    const before = await vault.slot(18, '2026-W48', 0);
    const next = await retire(vault, { threshold: 18, epoch: '2026-W48', generation: 0 });
    const logged = await run();
    expect(before && logged.shown.has(formatHex(before.keyId))).toBe(false);
    expect(logged.shown.has(formatHex(next.keyId))).toBe(true);
    expect(Object.keys(logged.proofs).sort()).toEqual(FIRST.map((slot) => slot.slice(0, 8)));
  });
});

it('two instances that run at once log each key once', async () => {
  const { ground, vault, run } = await openRoom();
  const other = openInstance(ground, { draws: 'other' });
  await Promise.all([run(), other.book.refresh(NOON), run()]);
  expect((await run()).destroyed).toBe(0);
  const seen = other.book.slots(NOON).map(({ keyId }) => formatHex(keyId));
  const made = await Promise.all(FIRST.map((slot) => vault.slot(18, slot.slice(0, 8), 0)));
  expect(seen.sort()).toEqual(made.map((slot) => slot && formatHex(slot.keyId)).sort());
  await ground.published();
  expect(await (await ground.get('/checkpoint')).text()).toContain('\n4\n');
});
