import { createHash } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';

/** Wednesday, 18 November 2026, 12:00 UTC: far from the edges of an epoch. */
export const NOON = Date.UTC(2026, 10, 18, 12) / 1000;

/** 32 bytes that stand for `text`: a nullifier, a request hash, a `once`. */
export function figure(text: string | number): Bytes {
  return new Uint8Array(createHash('sha256').update(String(text)).digest());
}

/** 0, 1, … `count` − 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
