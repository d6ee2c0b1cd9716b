import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { type Bytes, concat, SHARE_LENGTH, writeUtf8 } from '@bauta/sdk/protocol';
import type { Passkey } from '../storage/ports.ts';

/** The attester's secret. Without it a stolen table of hashes tells nothing, and a copied wallet opens nothing. */
export interface Pepper {
  /** Recognises evidence: HMAC(pepper, SHA-256(payload)), 32 bytes. */
  hashPayload(payload: Bytes): Promise<Bytes>;
  /**
   * Recognises who logged in: HMAC(pepper, iss ‖ 0x00 ‖ sub), 32 bytes.
   * @param issuer a URL, so that it holds no 0x00 and the two cannot run into each other
   */
  hashSubject(issuer: string, subject: string): Promise<Bytes>;
  /**
   * The share of a passkey, 32 bytes: HKDF-SHA-256(pepper, empty salt, "bauta/share/v1" ‖ SHA-256(credential id) ‖
   * SHA-256(COSE key)). The key stands in it so that nobody gets a share by bringing a credential id that became free.
   */
  deriveShare(passkey: Pick<Passkey, 'credentialId' | 'publicKey'>): Promise<Bytes>;
}

/** @param secret 32 bytes. */
export function createPepper(secret: Bytes): Pepper {
  const digest = (bytes: Bytes): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
  return {
    async hashPayload(payload) {
      return new Uint8Array(createHmac('sha256', secret).update(digest(payload)).digest());
    },
    async hashSubject(issuer, subject) {
      const text = concat(writeUtf8(issuer), Uint8Array.of(0), writeUtf8(subject));
      return new Uint8Array(createHmac('sha256', secret).update(text).digest());
    },
    async deriveShare({ credentialId, publicKey }) {
      // HKDF uses the pepper as a message of its first HMAC, never as its key: the two uses cannot meet.
      const info = concat(writeUtf8('bauta/share/v1'), digest(credentialId), digest(publicKey));
      return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), info, SHARE_LENGTH));
    },
  };
}
