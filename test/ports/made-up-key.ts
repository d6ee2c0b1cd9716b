import { createHash } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';
import { figure } from './figures.ts';

/**
 * 342 bytes that verify nothing: a public half where drawing a real one would only take longer.
 * @param truncatedIds its truncated id is below it.
 */
export function madeUpKey(seed: string, truncatedIds = 256): Bytes {
  const publicKey = new Uint8Array(342).fill(1);
  for (let i = 0; ; i++) {
    publicKey.set(figure(`${seed} ${i}`), 100);
    const truncatedId = createHash('sha256').update(publicKey).digest()[31] as number;
    if (truncatedId < truncatedIds) return publicKey;
  }
}
