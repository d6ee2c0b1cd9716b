import { hkdfSync } from 'node:crypto';
import {
  deriveKek,
  deriveOnlineKek,
  type HeldToken,
  importDataKey,
  openPending,
  openToken,
  type PendingMint,
  type PendingRecord,
  prfSalt,
  request,
  sealPending,
  sealToken,
  type TokenRecord,
  unwrapDataKey,
  type WrapRecord,
  wrapDataKey,
} from '@bauta/sdk/client';
import { concat, formatHex, parseHex } from '@bauta/sdk/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../generate/vectors/seeded.ts';
import type { VectorCase } from '../../generate/vectors/vector-file.ts';
import { HOLDER, NOW, STRANGER, worldToken } from '../../generate/vectors/world.ts';
import { outcomeOf, thrownBy } from '../protocol/refusals.ts';
import { loadSpecVectors } from '../protocol/spec-vectors.ts';
import { createTestRooms } from './rooms.ts';

interface RecordCase extends VectorCase {
  store: 'wraps' | 'tokens' | 'pending';
  record: Record<string, string | number>;
  plaintext?: string;
  plaintextHash?: string;
}

const hash = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** A stored record of JSON: its bytes are written in hexadecimal. */
function fromJson(record: Record<string, string | number>): unknown {
  const bytes = ['id', 'iv', 'ct', 'credentialId'];
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, bytes.includes(name) ? parseHex(String(value)) : value]),
  );
}

/** What a batch under way holds, as it is sealed. */
function plainOf({ body, grant, tokens }: PendingMint) {
  const parts = tokens.flatMap(({ input, inverse, holder }) => [input, inverse, holder.d, holder.x, holder.y]);
  return concat(body, grant.input, grant.inverse, grant.request, ...parts);
}

describe('spec/vectors/records.json', () => {
  const file = loadSpecVectors<RecordCase, Record<'prf' | 'prfSalt' | 'dataKey', string>>('records');

  it.each(file.cases)('$id: $about', async ({ store, record, plaintext, plaintextHash, result }) => {
    const stored = fromJson(record);
    const dataKey = await importDataKey(parseHex(file.dataKey));
    const plains = {
      wraps: async () => unwrapDataKey(await deriveKek(parseHex(file.prf)), stored as WrapRecord),
      tokens: async () => {
        const { token, holder } = await openToken(dataKey, stored as TokenRecord);
        return concat(token, holder.d, holder.x, holder.y);
      },
      pending: async () => plainOf(await openPending(dataKey, stored as PendingRecord)),
    };
    expect(await outcomeOf(plains[store])).toBe(result);
    if (plaintext !== undefined) expect(formatHex(await plains[store]())).toBe(plaintext);
    if (plaintextHash !== undefined) expect(formatHex(await hash(await plains[store]()))).toBe(plaintextHash);
    expect(result !== 'accepted' || plaintext !== undefined || plaintextHash !== undefined).toBe(true);
  });

  it('evaluates the passkey on one constant', async () => {
    expect(formatHex(await prfSalt())).toBe(file.prfSalt);
  });
});

describe('records at rest', () => {
  const draw = seeded('records');
  const held: HeldToken = { token: worldToken(), holder: HOLDER };
  const place = { id: draw(16), epoch: '2026-W47', threshold: 18, minted: NOW };
  let dataKey: CryptoKey;
  let otherKey: CryptoKey;
  beforeAll(async () => {
    dataKey = await importDataKey(draw(32));
    otherKey = await importDataKey(draw(32));
  });

  it('give back a token, its holder key and nothing else', async () => {
    const record = await sealToken(dataKey, held, place);
    expect(Object.keys(record).sort()).toEqual(['ct', 'epoch', 'id', 'iv', 'minted', 'threshold']);
    expect([record.iv.length, record.ct.length]).toEqual([12, 354 + 96 + 16]);
    expect(await openToken(dataKey, record)).toEqual(held);
    expect(await outcomeOf(() => openToken(otherKey, record))).toBe('ERR_RECORD');
  });

  it('never seal twice to the same bytes', async () => {
    const [one, again] = [await sealToken(dataKey, held, place), await sealToken(dataKey, held, place)];
    expect(formatHex(one.iv)).not.toBe(formatHex(again.iv));
    expect(formatHex(one.ct)).not.toBe(formatHex(again.ct));
  });

  it('hold no plain byte of token or key', async () => {
    const { ct } = await sealToken(dataKey, held, place);
    const text = formatHex(ct);
    for (const part of [held.token, held.holder.d, held.holder.x]) {
      for (let at = 0; at + 8 <= part.length; at += 8) expect(text).not.toContain(formatHex(part.slice(at, at + 8)));
    }
  });

  it('open to nothing when two were swapped', async () => {
    const one = await sealToken(dataKey, held, place);
    const other = await sealToken(
      dataKey,
      { token: worldToken({ holder: STRANGER }), holder: STRANGER },
      { ...place, id: draw(16) },
    );
    const swapped = { ...one, iv: other.iv, ct: other.ct };
    expect(await outcomeOf(() => openToken(dataKey, swapped))).toBe('ERR_RECORD');
    expect(await outcomeOf(() => openToken(dataKey, { ...one, iv: other.iv }))).toBe('ERR_RECORD');
    expect(await outcomeOf(() => openToken(dataKey, { ...other, id: one.id }))).toBe('ERR_RECORD');
  });

  it.each<[string, (record: TokenRecord) => Partial<TokenRecord>]>([
    ['epoch', () => ({ epoch: '2026-W46' })],
    ['an epoch that does not exist', () => ({ epoch: '2026-W99' })],
    ['threshold', () => ({ threshold: 15 })],
    ['threshold, the same in one byte', () => ({ threshold: 18 + 256 })],
    ['threshold, negative', () => ({ threshold: 18 - 256 })],
    ['minted', ({ minted }) => ({ minted: minted - 7200 })],
    ['minted, the same in four bytes', ({ minted }) => ({ minted: minted - 2 ** 32 })],
    ['minted, half a second later', ({ minted }) => ({ minted: minted + 0.5 })],
    ['id', ({ id }) => ({ id: id.map((byte) => byte ^ 1) })],
    ['id, cut', ({ id }) => ({ id: id.slice(1) })],
    ['iv', ({ iv }) => ({ iv: iv.map((byte) => byte ^ 1) })],
    ['iv, empty', () => ({ iv: new Uint8Array() })],
    ['text, empty', () => ({ ct: new Uint8Array() })],
    ['text, cut', ({ ct }) => ({ ct: ct.slice(0, -1) })],
  ])('open to nothing when edited: %s', async (_, change) => {
    const record = await sealToken(dataKey, held, place);
    expect(await outcomeOf(() => openToken(dataKey, { ...record, ...change(record) }))).toBe('ERR_RECORD');
  });

  it.each<[string, object]>([
    ['an id of 15 bytes', { id: new Uint8Array(15) }],
    ['an epoch that does not exist', { epoch: '2026-W60' }],
    ['an age that has no room', { threshold: 256 }],
    ['a time that has no room', { minted: 2 ** 32 }],
  ])('are not made with %s', async (_, change) => {
    expect(await thrownBy(() => sealToken(dataKey, held, { ...place, ...change }))).toBeInstanceOf(TypeError);
  });

  it('give back a batch under way byte for byte', async () => {
    const { keys } = await createTestRooms();
    const pending = await request(keys);
    const record = await sealPending(dataKey, draw(16), pending);
    expect(Object.keys(record).sort()).toEqual(['ct', 'epoch', 'generation', 'id', 'iv', 'threshold']);
    expect(record.ct).toHaveLength(7772 + 98 + 256 + 259 + 30 * (98 + 256 + 96) + 16);
    const opened = await openPending(dataKey, record);
    expect(opened).toEqual(pending);
    expect(formatHex(plainOf(opened))).toBe(formatHex(plainOf(pending)));
    expect(await outcomeOf(() => openPending(otherKey, record))).toBe('ERR_RECORD');
    for (const change of [
      { generation: 1 },
      { generation: 2 + 256 },
      { threshold: 21 },
      { epoch: '2026-W48' },
      { id: draw(16) },
    ]) {
      expect(await outcomeOf(() => openPending(dataKey, { ...record, ...change }))).toBe('ERR_RECORD');
    }
  });

  it('of one kind never open as another', async () => {
    const token = await sealToken(dataKey, held, place);
    const wrap = await wrapDataKey(dataKey, draw(32), { credentialId: draw(20), attester: 'attester.example' });
    expect(await outcomeOf(() => openPending(dataKey, { ...token, generation: 0 }))).toBe('ERR_RECORD');
    expect(await outcomeOf(() => openToken(dataKey, { ...place, iv: wrap.iv, ct: wrap.ct }))).toBe('ERR_RECORD');
  });
});

describe('the data key', () => {
  const draw = seeded('wraps');
  const [prf, dataKey, credentialId] = [draw(32), draw(32), draw(64)];

  it('comes out under the same passkey, and under no other', async () => {
    const kek = await deriveKek(prf);
    const record = await wrapDataKey(kek, dataKey, { credentialId, attester: 'attester.example' });
    expect(await unwrapDataKey(await deriveKek(prf), record)).toEqual(dataKey);
    const other = await deriveKek(draw(32));
    expect(await outcomeOf(() => unwrapDataKey(other, record))).toBe('ERR_RECORD');
    expect(await outcomeOf(() => unwrapDataKey(kek, { ...record, credentialId: draw(64) }))).toBe('ERR_RECORD');
    expect(await outcomeOf(() => unwrapDataKey(kek, { ...record, credentialId: credentialId.slice(1) }))).toBe(
      'ERR_RECORD',
    );
  });

  it('comes out under the local half and the attester’s share together, and under no other pair', async () => {
    const [local, share] = [draw(32), draw(32)];
    const place = { credentialId, attester: 'attester.example', local };
    const record = await wrapDataKey(await deriveOnlineKek(local, share), dataKey, place);
    expect(Object.keys(record).sort()).toEqual(['attester', 'credentialId', 'ct', 'iv', 'local']);
    expect(await unwrapDataKey(await deriveOnlineKek(local, share), record)).toEqual(dataKey);
    const edited = local.map((byte, i) => (i === 31 ? byte ^ 1 : byte));
    for (const kek of [
      await deriveOnlineKek(local, draw(32)),
      await deriveOnlineKek(edited, share),
      await deriveOnlineKek(share, local),
      await deriveKek(local),
      await deriveKek(share),
    ]) {
      expect(await outcomeOf(() => unwrapDataKey(kek, record))).toBe('ERR_RECORD');
    }
    expect([local, share].map((half) => half.some((byte) => byte !== 0))).toEqual([true, true]);
  });

  it('is HKDF of both halves, local first, under a label of its own', async () => {
    const [local, share] = [draw(32), draw(32)];
    const raw = hkdfSync('sha256', concat(local, share), new Uint8Array(), 'bauta/kek-online/v1', 32);
    const kek = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
    const place = { credentialId, attester: 'attester.example', local };
    const record = await wrapDataKey(kek, dataKey, place);
    expect(await unwrapDataKey(await deriveOnlineKek(local, share), record)).toEqual(dataKey);
  });

  it('needs both halves whole', async () => {
    for (const [local, share] of [
      [draw(31), draw(32)],
      [draw(32), draw(33)],
      [draw(0), draw(64)],
    ] as const) {
      expect(await thrownBy(() => deriveOnlineKek(local, share))).toBeInstanceOf(TypeError);
    }
  });

  it('is refused in another size', async () => {
    const kek = await deriveKek(prf);
    for (const length of [0, 16, 33]) {
      const record = await wrapDataKey(kek, draw(length), { credentialId, attester: 'attester.example' });
      expect(await outcomeOf(() => unwrapDataKey(kek, record))).toBe('ERR_RECORD');
    }
  });

  it('cannot be read back from the platform', async () => {
    const [kek, imported] = [await deriveKek(prf), await importDataKey(dataKey)];
    for (const key of [kek, imported]) {
      expect(key.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
    }
    expect([...imported.usages].sort()).toEqual(['decrypt', 'encrypt']);
  });
});
