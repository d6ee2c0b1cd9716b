import { createHash } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';

/** Bytes that look drawn and are the same in every run: SHA-256(seed ‖ counter u32), one block after the other. */
export function seeded(seed: string): (length: number) => Bytes {
  let counter = 0;
  let held = new Uint8Array();
  return (length) => {
    while (held.length < length) {
      const index = new Uint8Array(4);
      new DataView(index.buffer).setUint32(0, counter++);
      held = join(held, new Uint8Array(createHash('sha256').update(seed).update(index).digest()));
    }
    const drawn = held.slice(0, length);
    held = held.slice(length);
    return drawn;
  };
}

/** The generators join, hash and spell on their own, so that a vector is a second opinion on the SDK. */
export function join(...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(Buffer.concat(parts));
}

export function sha256(...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(
    createHash('sha256')
      .update(join(...parts))
      .digest(),
  );
}

export const ascii = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'utf8'));

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const unhex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'));

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A number as big-endian bytes. */
export function number(value: number | bigint, length: number): Bytes {
  return unhex(value.toString(16).padStart(2 * length, '0'));
}

export const big = (bytes: Uint8Array): bigint => BigInt(`0x${hex(bytes)}`);
