/** Media types of RFC 9578 §8 and of draft-ietf-privacypass-batched-tokens. */
export const SINGLE_TYPE = 'application/private-token-request';
export const BATCH_TYPE = 'application/private-token-generic-batch-request';
/** Requests in a batch of this protocol, always. */
export const BATCH_ITEMS = 30;
const TYPE = Uint8Array.of(0, 2);

/** TokenRequest of RFC 9578 §6.1. @param blinded 256 bytes. @returns 259 bytes */
export function writeSingle(truncatedId: number, blinded: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([TYPE, Uint8Array.of(truncatedId), blinded]));
}

/** @param singles of 259 bytes each, fewer than 64. */
export function writeBatch(singles: readonly Uint8Array[]): Uint8Array {
  const items = Buffer.concat(singles);
  // A QUIC integer of two bytes (RFC 9000 §16).
  return new Uint8Array(Buffer.concat([Uint8Array.of(0x40 | (items.length >> 8), items.length & 0xff), items]));
}
