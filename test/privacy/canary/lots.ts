import { createHash } from 'node:crypto';

/** Numbers from 0 to below 1: the same for the same name. */
export function drawFrom(name: string): () => number {
  let drawn = 0;
  return () => {
    const digest = createHash('sha256').update(`${name} ${drawn++}`).digest();
    return digest.readUInt32LE(0) / 2 ** 32;
  };
}
