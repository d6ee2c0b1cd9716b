import { type Bytes, concat, type KeyRole, type Slot, writeUtf8 } from '@bauta/sdk/protocol';
import type { Sealing } from './sealing.ts';

/** Which key: sealed bytes open for this one only. */
export interface SealedFor {
  readonly room: KeyRole;
  readonly slot: Slot;
  /** The canonical SPKI, 342 bytes. */
  readonly publicKey: Bytes;
}

/** A private key (PKCS #8) as a vault keeps it. */
export function sealKey(sealing: Sealing, key: SealedFor, pkcs8: Uint8Array): Bytes {
  return sealing.seal(pkcs8, contextOf(key));
}

/** The PKCS #8 again; the caller overwrites it after use. @throws AgeError ERR_STORE_UNAVAILABLE for another key's */
export function openKey(sealing: Sealing, key: SealedFor, sealed: Bytes): Uint8Array {
  return sealing.open(sealed, contextOf(key));
}

function contextOf({ room, slot: { threshold, epoch, generation }, publicKey }: SealedFor): Bytes {
  return concat(writeUtf8(`bauta/vault/v1\0${room}\0${epoch}`), Uint8Array.of(threshold, generation), publicKey);
}
