import { createHash, createHmac } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';

/** The attester's secret for recognising evidence: without it a stolen table of hashes tells nothing. */
export interface Pepper {
  /** HMAC(pepper, SHA-256(payload)), 32 bytes. */
  hashPayload(payload: Bytes): Promise<Bytes>;
}

/** @param secret 32 bytes. */
export function createPepper(secret: Bytes): Pepper {
  return {
    async hashPayload(payload) {
      const digest = createHash('sha256').update(payload).digest();
      return new Uint8Array(createHmac('sha256', secret).update(digest).digest());
    },
  };
}
