import { type Bytes, calendarOf, formatHex, readTokenKey } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askPort, type PortAnswer } from '../../sdk/stores/durable-object/port-call.ts';
import type { KeySlot } from '../../services/storage/ports.ts';
import { figure, NOON, upTo } from '../ports/figures.ts';
import { readWire, writeWire } from '../ports/objects/wire.ts';
import { outcome } from '../ports/refusals.ts';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

const WEEK = '2026-W47';
/** A message that every RSA-2048 key takes. */
const BLINDED = new Uint8Array(256).fill(7);
const COPIES = 3;

type Of = [kek: Bytes, threshold: number, epoch: string, generation: number];

/** The vault as it is asked from outside: the key-encryption key goes first, which the object has from its settings. */
interface FarVault {
  slot(...of: Of): Promise<Omit<KeySlot, 'signer'> | undefined>;
  create(...of: Of): Promise<Omit<KeySlot, 'signer'>>;
  destroy(...of: Of): Promise<void>;
  retire(...of: Of): Promise<void>;
  held(kek: Bytes): Promise<readonly object[]>;
  sign(...of: [...Of, blinded: Bytes]): Promise<Bytes>;
}

describe('a key vault in a Durable Object', () => {
  let worker: RunningWorker;
  let places = 0;
  let time = NOON;
  beforeAll(async () => {
    const code = await bundleWorker('test/workerd/vault/worker.ts', ['node:crypto']);
    const compatibilityFlags = ['nodejs_compat'];
    worker = await startWorker({ code, compatibilityFlags, durableObjects: { VAULT: 'VaultObject' }, copies: COPIES });
  }, 60_000);
  afterAll(() => worker?.stop());

  const KEK = figure('key-encryption key');
  const ofWeek = (generation = 0, kek = KEK): Of => [kek, 18, WEEK, generation];

  function vaultAt(place: string, copy = 0): FarVault {
    const ask = async (_: string, method: string, args: readonly unknown[]): Promise<PortAnswer> => {
      const body = writeWire({ place, now: time, method, args } as never);
      const answer = await worker.fetch('https://vault.example/', { method: 'POST', body }, copy);
      return readWire(await answer.text()) as PortAnswer;
    };
    return askPort<FarVault>({ ask }, 'vault', ['slot', 'create', 'destroy', 'retire', 'held', 'sign']);
  }
  const begin = (): string => {
    time = NOON;
    return `place ${places++}`;
  };

  it('makes a key of the canonical form that signs, and finds it after the runtime was killed', async () => {
    const place = begin();
    const vault = vaultAt(place);
    expect(await vault.slot(...ofWeek())).toBeUndefined();
    const made = await vault.create(...ofWeek());
    expect(made).toMatchObject({ threshold: 18, epoch: WEEK, generation: 0, madeAt: NOON });
    expect(made.keyId).toEqual((await readTokenKey(made.publicKey)).id);
    const signature = await vault.sign(...ofWeek(), BLINDED);
    await worker.restart('SIGKILL');
    expect((await vault.slot(...ofWeek()))?.publicKey).toEqual(made.publicKey);
    expect(await vault.sign(...ofWeek(), BLINDED)).toEqual(signature);
  });

  it('makes one key only, whichever entry asks at once', async () => {
    const place = begin();
    const made = await Promise.all(upTo(9).map((i) => vaultAt(place, i % COPIES).create(...ofWeek())));
    expect(new Set(made.map(({ publicKey }) => formatHex(publicKey))).size).toBe(1);
    expect(await vaultAt(place).held(KEK)).toHaveLength(1);
  });

  it('signs nothing with what is destroyed or retired, and remembers which it was', async () => {
    const vault = vaultAt(begin());
    for (const generation of [0, 1]) await vault.create(...ofWeek(generation));
    await vault.destroy(...ofWeek());
    time += 60;
    await vault.retire(...ofWeek(1));
    for (const generation of [0, 1]) {
      expect(await outcome(vault.sign(...ofWeek(generation), BLINDED))).toBe('ERR_SLOT');
    }
    expect(await vault.slot(...ofWeek())).not.toHaveProperty('retiredAt');
    expect(await vault.slot(...ofWeek(1))).toMatchObject({ retiredAt: NOON + 60 });
    expect(await vault.held(KEK)).toEqual([]);
    // The slot is taken for ever.
    expect((await vault.create(...ofWeek())).keyId).toEqual((await vault.slot(...ofWeek()))?.keyId);
  });

  it('makes no key for a week that is over, and no fourth generation', async () => {
    const vault = vaultAt(begin());
    expect(await outcome(vault.create(...ofWeek(3)))).toBe('ERR_SLOT');
    time = calendarOf(WEEK).signs.to;
    expect(await outcome(vault.create(...ofWeek()))).toBe('ERR_SLOT');
  });

  it('does not open with another key-encryption key', async () => {
    const vault = vaultAt(begin());
    await vault.create(...ofWeek());
    await expect(vault.slot(...ofWeek(0, figure('another')))).rejects.toThrow(/does not open the issuer's vault/);
    expect(await vault.sign(...ofWeek(), BLINDED)).toHaveLength(256);
  });
});
