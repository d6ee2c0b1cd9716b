import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Bytes, epochAfter, epochAt, parseHex, type Slot } from '@bauta/sdk/protocol';
import { openSqlite, type SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { drawTokenKeyPair, type TokenKeyPair } from '../../services/keys/token-key-pair.ts';
import type { KeyVault } from '../../services/storage/ports.ts';
import { vaultOn } from './adapters.ts';
import { temporaryFolder } from './bodies.ts';
import { NOON, upTo } from './figures.ts';
import { madeUpKey } from './made-up-key.ts';
import { RACE_TIMEOUT } from './race.ts';
import { outcome } from './refusals.ts';
import { hasTrace } from './traces.ts';

const BLINDED = new Uint8Array(256).fill(7);
const DESTROYER = fileURLToPath(new URL('./key-destroyer.ts', import.meta.url));

/** A key in a vault, and its row of the disk. */
interface Kept {
  readonly slot: Slot;
  readonly sealed: Bytes;
}

/** A vault with the keys of four epochs and five thresholds, made in no order, so that SQLite moves them about. */
async function openFullVault() {
  const folder = temporaryFolder();
  const database = openSqlite(join(folder, 'store.db'));
  onTestFinished(() => database.close());
  const pair = await drawTokenKeyPair();
  let drawn = 0;
  const draw = async (): Promise<TokenKeyPair> => ({ ...pair, publicKey: madeUpKey(`${drawn++}`) });
  const vault = vaultOn(database, () => NOON, { draw });
  const kept: Kept[] = [];
  for (const i of shuffled(20)) {
    const threshold = [13, 15, 16, 18, 21][i % 5] as number;
    const slot = { threshold, epoch: epochAfter(epochAt(NOON), Math.floor(i / 5)), generation: 0 };
    await vault.create(slot.threshold, slot.epoch, slot.generation);
    kept.push({ slot, sealed: sealedOf(database, slot) });
  }
  return { folder, database, vault, kept, plain: privatePart(pair) };
}

/** The same permutation at each run. */
const shuffled = (count: number): number[] => upTo(count).map((i) => (i * 7 + 3) % count);

function sealedOf(database: SqliteDatabase, { epoch, threshold, generation }: Slot): Bytes {
  const select = database.prepare(
    'SELECT sealed FROM key_secrets WHERE epoch = ? AND threshold = ? AND generation = ?',
  );
  return new Uint8Array((select.get(epoch, threshold, generation) as { sealed: Bytes }).sealed);
}

/** What follows the modulus and the exponent in PKCS#8: d, p, q and the rest. */
function privatePart({ privateKey }: TokenKeyPair): Buffer {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return der.subarray(der.indexOf(Buffer.from('0203010001', 'hex')) + 5);
}

const destroy = (vault: KeyVault, { threshold, epoch, generation }: Slot) =>
  vault.destroy(threshold, epoch, generation);

it('leaves no sixteen bytes of a destroyed key in any file, whatever SQLite has moved about', async () => {
  const { folder, vault, kept, plain } = await openFullVault();
  expect(kept.every(({ sealed }) => hasTrace(folder, [sealed]))).toBe(true);
  expect(hasTrace(folder, [plain])).toBe(false);
  for (const { slot, sealed } of shuffled(20).map((i) => kept[i] as Kept)) {
    await destroy(vault, slot);
    expect(hasTrace(folder, [sealed])).toBe(false);
  }
  expect(hasTrace(folder, [plain, ...kept.map(({ sealed }) => sealed)])).toBe(false);
});

it('would be seen to leave them, did SQLite not overwrite what it deletes', async () => {
  const { folder, database, vault, kept } = await openFullVault();
  database.exec('PRAGMA secure_delete = OFF');
  const [{ slot, sealed }] = kept as [Kept, ...Kept[]];
  await destroy(vault, slot);
  expect(hasTrace(folder, [sealed])).toBe(true);
});

it(
  'leaves none either when it was killed before the log was emptied, and started again',
  async () => {
    const file = join(temporaryFolder(), 'store.db');
    const args = ['--conditions=bauta-source', '--import', 'tsx', DESTROYER, file];
    const child = spawn(process.execPath, args, { cwd: dirname(DESTROYER), stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(signal).toBe('SIGKILL');
    const [first, second, third] = printed.trim().split('\n').map(parseHex) as [Bytes, Bytes, Bytes];
    // Committed, and all of it still in the log.
    expect(hasTrace(dirname(file), [second])).toBe(true);

    const database = openSqlite(file);
    onTestFinished(() => database.close());
    const vault = vaultOn(database, () => NOON);
    expect(hasTrace(dirname(file), [second])).toBe(false);
    expect([first, third].every((sealed) => hasTrace(dirname(file), [sealed]))).toBe(true);
    const sign = async (generation: number) => (await vault.slot(18, '2026-W47', generation))?.signer.sign(BLINDED);
    expect(await outcome(sign(1))).toBe('ERR_SLOT');
    expect(await sign(0)).toBeInstanceOf(Uint8Array);
  },
  RACE_TIMEOUT,
);
