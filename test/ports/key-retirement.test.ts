import { calendarOf, epochAfter, formatHex } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { retire } from '../../services/keys/retire.ts';
import { ensureSlots, liveSlots } from '../../services/keys/slots.ts';
import { drawTokenKeyPair } from '../../services/keys/token-key-pair.ts';
import type { KeyVault } from '../../services/storage/ports.ts';
import { vaultOn } from './adapters.ts';
import { sqliteBodies } from './bodies.ts';
import { NOON } from './figures.ts';
import { madeUpKey } from './made-up-key.ts';
import { outcome } from './refusals.ts';

const WEEK = '2026-W47';
const SLOT = { threshold: 18, epoch: WEEK, generation: 0 };
const BLINDED = new Uint8Array(256).fill(7);
const { privateKey } = await drawTokenKeyPair();

const BODIES = sqliteBodies((database, now) => {
  let drawn = 0;
  return vaultOn(database, now, {
    draw: async () => ({ privateKey, publicKey: madeUpKey(`${Math.random()} ${drawn++}`) }),
    signers: { sign: async () => BLINDED, forget: () => {} },
  });
});

const generations = async (vault: KeyVault, now: number): Promise<number[]> =>
  (await liveSlots(vault, [18], now)).filter(({ epoch }) => epoch === WEEK).map(({ generation }) => generation);

describe.each(BODIES)('retirement on $name', (body) => {
  it('takes in a key that was lost as one that was retired, once, and makes the next generation', async () => {
    const { store: vault, clock } = body.open();
    const lost = madeUpKey('lost');
    clock.now = NOON + 60.5;
    await vault.takeLost(SLOT, lost);
    expect(await vault.slot(18, WEEK, 0)).toMatchObject({ publicKey: lost, retiredAt: NOON + 60 });
    expect((await vault.slot(18, WEEK, 0))?.madeAt).toBeUndefined();
    expect(await outcome(async () => (await vault.slot(18, WEEK, 0))?.signer.sign(BLINDED))).toBe('ERR_SLOT');
    expect(await vault.held()).toEqual([]);
    await ensureSlots(vault, [18], NOON);
    expect(await generations(vault, NOON)).toEqual([1]);
    // What is there already stays as it is.
    const kept = await vault.slot(18, WEEK, 1);
    await vault.takeLost({ ...SLOT, generation: 1 }, madeUpKey('another'));
    expect(await vault.slot(18, WEEK, 1)).toMatchObject({ publicKey: kept?.publicKey, keyId: kept?.keyId });
    expect(await generations(vault, NOON)).toEqual([1]);
  });

  it('destroys the private half at once, opens the next generation and lists that one alone', async () => {
    const { store: vault, clock } = body.open();
    await ensureSlots(vault, [18], NOON);
    const held = await vault.slot(18, WEEK, 0);
    expect(held).toMatchObject({ madeAt: NOON });
    clock.now = NOON + 60.5;
    const next = await retire(vault, SLOT);
    expect(next).toMatchObject({ threshold: 18, epoch: WEEK, generation: 1, madeAt: NOON + 60 });
    expect(next.retiredAt).toBeUndefined();
    expect(await outcome(async () => held?.signer.sign(BLINDED))).toBe('ERR_SLOT');
    expect(await next.signer.sign(BLINDED)).toEqual(BLINDED);
    expect(next.keyId[31]).not.toBe(held?.keyId[31]);
    expect(await vault.slot(18, WEEK, 0)).toMatchObject({ retiredAt: NOON + 60, publicKey: held?.publicKey });
    expect(await generations(vault, NOON)).toEqual([1]);
    // Nobody makes a second key for what was retired, and other slots stay as they are.
    await ensureSlots(vault, [18], NOON);
    expect(await generations(vault, NOON)).toEqual([1]);
    expect((await vault.create(18, WEEK, 0)).publicKey).toEqual(held?.publicKey);
    expect(await liveSlots(vault, [18], NOON)).toHaveLength(4);
  });

  it('does the same again: one next key, and the first time stays', async () => {
    const { store: vault, clock } = body.open();
    await vault.create(18, WEEK, 0);
    const first = await retire(vault, SLOT);
    clock.now += 10;
    const second = await retire(vault, SLOT);
    expect(formatHex(second.keyId)).toBe(formatHex(first.keyId));
    expect(await vault.slot(18, WEEK, 0)).toMatchObject({ retiredAt: NOON });
  });

  it('has three generations in an epoch: the last one is destroyed too, nothing is listed, and none is opened', async () => {
    const { store: vault } = body.open();
    await ensureSlots(vault, [18], NOON);
    await retire(vault, SLOT);
    await retire(vault, { ...SLOT, generation: 1 });
    const last = await vault.slot(18, WEEK, 2);
    expect(await generations(vault, NOON)).toEqual([2]);
    expect(await outcome(retire(vault, { ...SLOT, generation: 2 }))).toBe('ERR_SLOT');
    expect(await outcome(async () => last?.signer.sign(BLINDED))).toBe('ERR_SLOT');
    expect(await generations(vault, NOON)).toEqual([]);
    await ensureSlots(vault, [18], NOON);
    expect(await generations(vault, NOON)).toEqual([]);
    expect(await outcome(vault.create(18, WEEK, 3))).toBe('ERR_SLOT');
  });

  it('was stopped before the next generation: the next run opens it, and meanwhile nothing is listed', async () => {
    const { store: vault } = body.open();
    await ensureSlots(vault, [18], NOON);
    await vault.retire(18, WEEK, 0);
    expect(await generations(vault, NOON)).toEqual([]);
    await ensureSlots(vault, [18], NOON);
    expect(await generations(vault, NOON)).toEqual([1]);
  });

  it('retires a key that no longer signs and is still accepted; no key is opened in its place', async () => {
    const { store: vault, clock } = body.open();
    await ensureSlots(vault, [18], NOON);
    clock.now = calendarOf(WEEK).signs.to;
    await vault.destroy(18, WEEK, 0);
    expect(await vault.slot(18, WEEK, 0)).not.toHaveProperty('retiredAt');
    expect(await generations(vault, clock.now)).toEqual([0]);
    expect(await outcome(retire(vault, SLOT))).toBe('ERR_SLOT');
    expect(await vault.slot(18, WEEK, 0)).toMatchObject({ retiredAt: clock.now });
    expect(await generations(vault, clock.now)).toEqual([]);
  });

  it('refuses a slot that was never made', async () => {
    const { store: vault } = body.open();
    expect(await outcome(retire(vault, { ...SLOT, epoch: epochAfter(WEEK, 9) }))).toBe('ERR_SLOT');
    expect(await vault.slot(18, epochAfter(WEEK, 9), 0)).toBeUndefined();
  });
});

it('takes a vault of an earlier version, whose keys do not say when they were made', async () => {
  const database = openSqlite(':memory:');
  onTestFinished(() => database.close());
  const made = await vaultOn(database, () => NOON).create(18, WEEK, 0);
  database.exec('DROP TABLE key_histories');
  const vault = vaultOn(database, () => NOON);
  const found = await vault.slot(18, WEEK, 0);
  expect(found).not.toHaveProperty('madeAt');
  expect(await found?.signer.sign(BLINDED)).toEqual(await made.signer.sign(BLINDED));
  await vault.retire(18, WEEK, 0);
  const retired = await vault.slot(18, WEEK, 0);
  expect(retired).toMatchObject({ retiredAt: NOON });
  expect(retired).not.toHaveProperty('madeAt');
});
