import { constants, createHash, generateKeyPairSync, type KeyObject, privateDecrypt } from 'node:crypto';
import {
  type Bytes,
  type Epoch,
  formatDirectory,
  type PublishedKey,
  parseBase64url,
  writeTokenKey,
} from '@bauta/sdk/protocol';
import type { Answer, FakeRoom } from './fake-room.ts';

export const sha256 = (...parts: Uint8Array[]): Bytes => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
export const bytes = (buffer: Uint8Array): Bytes => new Uint8Array(buffer);

export interface SlotKey extends PublishedKey {
  readonly privateKey: KeyObject;
}

/** One token key for each epoch of `epochs`, threshold 18, generation 0. */
export function drawKeys(epochs: readonly Epoch[]): SlotKey[] {
  const keys: SlotKey[] = [];
  for (const epoch of epochs) {
    // Truncated ids must differ, or the directory would be refused.
    for (;;) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const spki = writeTokenKey(parseBase64url(publicKey.export({ format: 'jwk' }).n as string));
      if (keys.some((key) => sha256(key.spki)[31] === sha256(spki)[31])) continue;
      keys.push({ threshold: 18, epoch, generation: 0, spki, privateKey });
      break;
    }
  }
  return keys;
}

export function blindSign(key: KeyObject, blinded: Uint8Array): Bytes {
  return bytes(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, blinded));
}

export function directory(room: FakeRoom, keys: readonly PublishedKey[], now: number, path: string): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/private-token-issuer-directory', 'access-control-allow-origin': '*' },
    body: formatDirectory({ requestUrl: `${room.origin}${path}`, keys, now }),
  };
}
