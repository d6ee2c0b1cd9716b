import { createHash } from 'node:crypto';
import { type Bytes, epochAfter } from '@bauta/sdk/protocol';
import type { KeySlot } from '../../../services/storage/ports.ts';
import { madeUpKey } from '../../ports/made-up-key.ts';

const drawn = new Map<string, Bytes>();

/** A slot of a made-up key that signs nothing; `retiredAt` when there is one. */
export function madeUpSlot(threshold: number, epoch: string, generation: number, retiredAt?: number): KeySlot {
  const name = `${threshold} ${epoch} ${generation}`;
  const publicKey = drawn.get(name) ?? madeUpKey(name);
  drawn.set(name, publicKey);
  const keyId = new Uint8Array(createHash('sha256').update(publicKey).digest());
  const signer = { sign: async () => new Uint8Array(256) };
  return { threshold, epoch, generation, publicKey, keyId, signer, ...(retiredAt !== undefined && { retiredAt }) };
}

/** Generation 0 of each threshold in `count` weeks from `first` on. */
export function madeUpWeeks(first: string, count: number, thresholds: readonly number[] = [18]): KeySlot[] {
  const weeks = Array.from({ length: count }, (_, i) => epochAfter(first, i));
  return weeks.flatMap((epoch) => thresholds.map((threshold) => madeUpSlot(threshold, epoch, 0)));
}
