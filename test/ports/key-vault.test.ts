import { constants, createHash, createPublicKey, publicEncrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Bytes, calendarOf, formatBase64url, formatHex, readTokenKey } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { describe, expect, it } from 'vitest';
import { drawTokenKeyPair, type TokenKeyPair } from '../../services/keys/token-key-pair.ts';
import { vaultOn } from './adapters.ts';
import { sqliteBodies } from './bodies.ts';
import { figure, NOON, upTo } from './figures.ts';
import { RACE_TIMEOUT, race } from './race.ts';
import { outcome } from './refusals.ts';

const BODIES = sqliteBodies((database, now) => ({
  database,
  /** A second view on the same handle, with other choices. */
  again: (choices: Parameters<typeof vaultOn>[2]) => vaultOn(database, now, choices),
  vault: vaultOn(database, now),
}));
const WEEK = '2026-W47';
const OTHERS: [number, string, number][] = [
  [15, WEEK, 0],
  [18, '2026-W48', 0],
  [18, WEEK, 1],
];

/** A message that every RSA-2048 key takes. */
const BLINDED = new Uint8Array(256).fill(7);

async function verifies(publicKey: Bytes, signature: Bytes): Promise<boolean> {
  const n = publicKey.slice(-261, -5);
  const key = createPublicKey({ key: { kty: 'RSA', n: formatBase64url(n), e: 'AQAB' }, format: 'jwk' });
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature).equals(BLINDED);
}

describe.each(BODIES)('KeyVault on $name', (body) => {
  it('makes a key of the canonical form that signs, and finds it again', async () => {
    const { vault } = body.open().store;
    expect(await vault.slot(18, WEEK, 0)).toBeUndefined();
    const made = await vault.create(18, WEEK, 0);
    const read = await readTokenKey(made.publicKey);
    expect(made).toMatchObject({ threshold: 18, epoch: WEEK, generation: 0, keyId: read.id });
    expect(await verifies(made.publicKey, await made.signer.sign(BLINDED))).toBe(true);

    const found = await vault.slot(18, WEEK, 0);
    expect(found?.publicKey).toEqual(made.publicKey);
    expect(await found?.signer.sign(BLINDED)).toEqual(await made.signer.sign(BLINDED));
    for (const other of OTHERS) expect(await vault.slot(...other)).toBeUndefined();
  });

  it('makes one key only, however often and whoever asks at once', async () => {
    const { vault, again } = body.open().store;
    const vaults = [vault, again({ draw: drawTokenKeyPair })];
    const slots = await Promise.all(upTo(6).map((i) => (vaults[i % 2] as typeof vault).create(18, WEEK, 0)));
    expect(new Set(slots.map(({ publicKey }) => formatHex(publicKey))).size).toBe(1);
    expect((await vault.create(18, WEEK, 0)).publicKey).toEqual(slots[0]?.publicKey);
  });

  it('draws again while the truncated id is that of a live key', async () => {
    const pairs = await pairsWithOneTruncatedId();
    let drawn = 0;
    const draw = async (): Promise<TokenKeyPair> => pairs[drawn++] as TokenKeyPair;
    const opened = body.open();
    const vault = opened.store.again({ draw });
    expect((await vault.create(18, WEEK, 0)).publicKey).toEqual(pairs[0]?.publicKey);
    expect((await vault.create(18, '2026-W48', 0)).publicKey).toEqual(pairs[2]?.publicKey);
    expect(drawn).toBe(3);

    // Once the first is past, its truncated id is free; and another room never minds.
    drawn = 1;
    const neighbour = opened.store.again({ draw, room: 'attester' });
    expect((await neighbour.create(18, WEEK, 0)).publicKey).toEqual(pairs[1]?.publicKey);
    drawn = 1;
    opened.clock.now = calendarOf(WEEK).accepted.to;
    expect((await vault.create(18, '2026-W49', 0)).publicKey).toEqual(pairs[1]?.publicKey);
  });

  it('makes no new key for an epoch whose signing window is past, and still finds the old ones', async () => {
    const { store, clock } = body.open();
    const made = await store.vault.create(18, WEEK, 0);
    clock.now = calendarOf(WEEK).signs.to;
    expect(await outcome(store.vault.create(18, WEEK, 1))).toBe('ERR_SLOT');
    expect((await store.vault.create(18, WEEK, 0)).publicKey).toEqual(made.publicKey);
  });

  it('signs nothing once the key is destroyed, whoever still holds the slot', async () => {
    const { vault, again } = body.open().store;
    const made = await vault.create(18, WEEK, 0);
    const held = await again({}).slot(18, WEEK, 0);
    await held?.signer.sign(BLINDED);
    await vault.destroy(18, WEEK, 0);
    await vault.destroy(18, WEEK, 0);
    await vault.destroy(18, WEEK, 2);
    const found = await vault.slot(18, WEEK, 0);
    expect(found?.publicKey).toEqual(made.publicKey);
    for (const slot of [made, held, found]) {
      expect(await outcome(slot?.signer.sign(BLINDED) as Promise<Bytes>)).toBe('ERR_SLOT');
    }
    expect((await vault.create(18, WEEK, 0)).publicKey).toEqual(made.publicKey);
  });

  it('tells the signers to forget a destroyed key', async () => {
    const forgotten: unknown[] = [];
    const used: unknown[] = [];
    const signers = {
      sign: async (key: unknown) => {
        used.push(key);
        return BLINDED;
      },
      forget: (key: unknown) => void forgotten.push(key),
    };
    const vault = body.open().store.again({ signers });
    const slot = await vault.create(18, WEEK, 0);
    await Promise.all([slot.signer.sign(BLINDED), slot.signer.sign(BLINDED)]);
    // One object, so that each thread learns the key once.
    expect(used[1]).toBe(used[0]);
    await vault.destroy(18, WEEK, 0);
    expect(forgotten).toEqual([used[0]]);
  });

  it('says at the start that the key-encryption key is another one, or too short', async () => {
    const { store } = body.open();
    expect(() => store.again({ keyEncryptionKey: figure('another') })).toThrow(/does not open the issuer's vault/);
    expect(() => store.again({ keyEncryptionKey: figure('another') })).toThrow(TypeError);
    expect(() => store.again({ keyEncryptionKey: figure('short').slice(1) })).toThrow(TypeError);
    // A room that is new to the file chooses its own.
    expect(() => store.again({ room: 'attester', keyEncryptionKey: figure('another') })).not.toThrow();
  });

  it('opens a sealed key in its own slot only, and with its own public key only', async () => {
    const { database, vault, again } = body.open().store;
    for (const generation of upTo(2)) await vault.create(18, WEEK, generation);
    const sign = async () => (await again({}).slot(18, WEEK, 1))?.signer.sign(BLINDED);
    const copy = (table: string, column: string): void =>
      database.exec(`UPDATE ${table} SET ${column} = (SELECT ${column} FROM ${table} WHERE generation = 0)`);
    expect(await outcome(sign())).toBeInstanceOf(Uint8Array);
    copy('key_secrets', 'sealed');
    expect(await outcome(sign())).toBe('ERR_STORE_UNAVAILABLE');
    copy('key_slots', 'public_key');
    expect(await outcome(sign())).toBe('ERR_STORE_UNAVAILABLE');
  });

  it('takes real slots only', async () => {
    const { vault } = body.open().store;
    await expect(vault.create(256, WEEK, 0)).rejects.toThrow(TypeError);
    await expect(vault.create(18, WEEK, -1)).rejects.toThrow(TypeError);
    await expect(vault.slot(18, 'W47', 0)).rejects.toThrow(TypeError);
  });

  it('refuses when it is closed', async () => {
    const { store, close } = body.open();
    const made = await store.vault.create(18, WEEK, 0);
    close();
    const { vault } = store;
    const acts = [vault.slot(18, WEEK, 0), vault.create(18, WEEK, 1), vault.destroy(18, WEEK, 0)];
    const outcomes = await Promise.all([...acts, made.signer.sign(BLINDED)].map((act) => outcome<unknown>(act)));
    expect(outcomes).toEqual(upTo(4).map(() => 'ERR_STORE_UNAVAILABLE'));
  });

  it.skipIf(!body.lasts)(
    'ends in one key for each slot over two processes (:memory: has one)',
    async () => {
      const { file } = body.open();
      const [first, second] = await race<string[]>('create', file as string, NOON);
      expect(first).toHaveLength(3);
      expect(second).toEqual(first);
    },
    RACE_TIMEOUT,
  );

  it.skipIf(!body.lasts)('knows everything when opened again (:memory: forgets)', async () => {
    const opened = body.open();
    const made = await opened.store.vault.create(18, WEEK, 0);
    const signature = await made.signer.sign(BLINDED);
    opened.close();
    const found = await opened.another().vault.slot(18, WEEK, 0);
    expect(found?.publicKey).toEqual(made.publicKey);
    expect(await found?.signer.sign(BLINDED)).toEqual(signature);
  });

  it.skipIf(!body.lasts)('leaves no private byte on the disk (:memory: has no file)', async () => {
    const opened = body.open();
    const pairs = [await drawTokenKeyPair(), await drawTokenKeyPair()];
    const draws = [...pairs];
    const vault = opened.store.again({ draw: async () => draws.shift() as TokenKeyPair });
    for (const generation of upTo(2)) await vault.create(18, WEEK, generation);
    const sealed = opened.store.database.prepare('SELECT sealed FROM key_secrets').all() as { sealed: Bytes }[];
    expect(sealed).toHaveLength(2);
    const pieces = sealed.map(({ sealed: bytes }) => [bytes.slice(0, 64), bytes.slice(600, 664), bytes.slice(-64)]);

    const isOnDisk = (bytes: Uint8Array): boolean =>
      ['', '-wal'].some((suffix) => readFileSync(`${opened.file}${suffix}`).includes(Buffer.from(bytes)));
    expect(pieces.flat().every(isOnDisk)).toBe(true);
    expect(pairs.some(({ privateKey }) => privateNumbers(privateKey).some(isOnDisk))).toBe(false);

    await vault.destroy(18, WEEK, 0);
    await vault.destroy(18, WEEK, 1);
    expect(pieces.flat().some(isOnDisk)).toBe(false);
    expect(pairs.every(({ publicKey }) => isOnDisk(publicKey))).toBe(true);
  });

  it.skipIf(!body.lasts)('says so when a reader keeps the destroyed key in the log (:memory: has none)', async () => {
    const { store, file } = body.open();
    await store.vault.create(18, WEEK, 0);
    const reader = openSqlite(file as string);
    reader.exec('BEGIN; SELECT * FROM key_secrets');
    store.database.exec('PRAGMA busy_timeout = 50');
    expect(await outcome(store.vault.destroy(18, WEEK, 0))).toBe('ERR_STORE_UNAVAILABLE');
    reader.exec('ROLLBACK');
    expect(await outcome(store.vault.destroy(18, WEEK, 0))).toBeUndefined();
    reader.close();
  });
});

/** p, q, d and the rest, 128 to 256 bytes each. */
function privateNumbers(key: TokenKeyPair['privateKey']): Buffer[] {
  const { d, p, q, dp, dq, qi } = key.export({ format: 'jwk' });
  return [d, p, q, dp, dq, qi].map((number) => Buffer.from(number as string, 'base64url').subarray(-100));
}

/** Two pairs of one truncated id, and a third of another. The public keys are made up: none of these ever signs. */
async function pairsWithOneTruncatedId(): Promise<TokenKeyPair[]> {
  const { privateKey } = await drawTokenKeyPair();
  const byTruncatedId = new Map<number, Bytes[]>();
  for (let i = 0; ; i++) {
    const publicKey = new Uint8Array(342).fill(1);
    publicKey.set(figure(i), 100);
    const truncatedId = createHash('sha256').update(publicKey).digest()[31] as number;
    const twins = [...(byTruncatedId.get(truncatedId) ?? []), publicKey];
    byTruncatedId.set(truncatedId, twins);
    const other = [...byTruncatedId].find(([id]) => id !== truncatedId)?.[1];
    if (twins.length === 2 && other) return [...twins, ...other].map((spki) => ({ privateKey, publicKey: spki }));
  }
}
