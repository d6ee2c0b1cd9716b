import { calendarOf, formatDirectory, formatHex, readDirectory, startOf } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { ensureSlots, liveSlots, signingSlot } from '../../../services/keys/slots.ts';
import type { KeySlot } from '../../../services/storage/ports.ts';
import { vaultOn } from '../../ports/adapters.ts';
import { NOON } from '../../ports/figures.ts';

const WEEK = 7 * 86_400;
const MINUTE = 60;

/** A vault that was looked after since two weeks ago: it has keys for weeks 45 to 50, and now is in week 47. */
async function openVault(thresholds = [18]) {
  const database = openSqlite(':memory:');
  onTestFinished(() => database.close());
  const clock = { now: 0 };
  const vault = vaultOn(database, () => clock.now);
  for (const now of [NOON - 2 * WEEK, NOON - WEEK, NOON]) {
    clock.now = now;
    await ensureSlots(vault, thresholds, now);
  }
  return { vault, clock };
}

const names = (slots: readonly KeySlot[]): string[] =>
  slots.map(({ threshold, epoch, generation }) => `${threshold} ${epoch.slice(-3)} ${generation}`);

it('makes the keys of this epoch and the three after it, once', async () => {
  const database = openSqlite(':memory:');
  onTestFinished(() => database.close());
  const vault = vaultOn(database, () => NOON);
  await ensureSlots(vault, [15, 18], NOON);
  const first = await liveSlots(vault, [15, 18], NOON);
  const weeks = ['W47', 'W48', 'W49', 'W50'];
  expect(names(first)).toEqual(weeks.flatMap((week) => [`15 ${week} 0`, `18 ${week} 0`]));
  await ensureSlots(vault, [15, 18], NOON);
  const second = await liveSlots(vault, [15, 18], NOON);
  expect(second.map(({ keyId }) => formatHex(keyId))).toEqual(first.map(({ keyId }) => formatHex(keyId)));
  expect(new Set(second.map(({ keyId }) => keyId[31])).size).toBe(8);
});

it('lists current, next, previous, later, until ten minutes into the week after next', async () => {
  const { vault } = await openVault();
  const monday = startOf('2026-W47');
  const at = async (now: number) => names(await liveSlots(vault, [18], now));
  expect(await at(monday + 10 * MINUTE - 1)).toEqual([
    '18 W47 0',
    '18 W48 0',
    '18 W46 0',
    '18 W45 0',
    '18 W49 0',
    '18 W50 0',
  ]);
  expect(await at(monday + 10 * MINUTE)).toEqual(['18 W47 0', '18 W48 0', '18 W46 0', '18 W49 0', '18 W50 0']);
  expect(await at(monday + WEEK - 1)).toEqual(['18 W47 0', '18 W48 0', '18 W46 0', '18 W49 0', '18 W50 0']);
  expect(await at(monday + WEEK + 10 * MINUTE)).toEqual(['18 W48 0', '18 W49 0', '18 W47 0', '18 W50 0']);
});

it('lists the youngest generation of a slot only, and the thresholds asked for only', async () => {
  const { vault } = await openVault();
  await vault.create(18, '2026-W47', 1);
  await vault.create(18, '2026-W47', 2);
  expect(names(await liveSlots(vault, [15, 18], NOON))).toEqual([
    '18 W47 2',
    '18 W48 0',
    '18 W46 0',
    '18 W49 0',
    '18 W50 0',
  ]);
});

it('still lists a key whose private half is destroyed', async () => {
  const { vault } = await openVault();
  await vault.destroy(18, '2026-W46', 0);
  expect(names(await liveSlots(vault, [18], NOON))).toContain('18 W46 0');
});

it('finds the slot that a truncated id names, inside its signing window only', async () => {
  const { vault } = await openVault();
  const slots = await liveSlots(vault, [18], startOf('2026-W47'));
  for (const slot of slots) {
    const { signs } = calendarOf(slot.epoch);
    const find = (now: number) => signingSlot(slots, slot.keyId[31] as number, now);
    expect(find(signs.from)).toBe(slot);
    expect(find(signs.to - 1)).toBe(slot);
    expect(find(signs.from - 1)).toBeUndefined();
    expect(find(signs.to)).toBeUndefined();
  }
  const taken = slots.map(({ keyId }) => keyId[31]);
  const free = Array.from({ length: 256 }, (_, id) => id).filter((id) => !taken.includes(id));
  expect(free.every((id) => signingSlot(slots, id, NOON) === undefined)).toBe(true);
});

it('makes keys that clients take from a directory, in its order', async () => {
  const { vault } = await openVault([15, 18]);
  const live = await liveSlots(vault, [15, 18], NOON);
  const keys = live.map(({ publicKey, ...slot }) => ({ ...slot, spki: publicKey }));
  const text = formatDirectory({ requestUrl: 'https://issuer.example/issue', keys, now: NOON });
  const read = await readDirectory(text, 'issuer.example');
  expect(read.keys.map(({ key }) => formatHex(key.id))).toEqual(live.map(({ keyId }) => formatHex(keyId)));
  expect(read.keys.map(({ key }) => key.truncatedId)).toEqual(live.map(({ keyId }) => keyId[31]));
});
