import { type Bytes, writeUtf8 } from '../protocol/bytes.ts';
import { check } from '../protocol/errors.ts';
import { asArray, asBytes, asMap, decodeCbor, encodeCbor, readEntries } from './cbor.ts';
import { type EcKey, isSignedBy } from './ec-key.ts';

/** A COSE_Sign1 (RFC 9052 §4.2) of ES256, without its tag, as ISO 18013-5 uses it. */
export interface CoseSign1 {
  /** The protected header as received: a byte string that is signed. */
  readonly protected: Bytes;
  /** Not signed: who reads it must know every entry. */
  readonly unprotected: ReadonlyMap<unknown, unknown>;
  /** Null when the payload travels apart. */
  readonly payload: Bytes | null;
  /** `r ‖ s`, 64 bytes. */
  readonly signature: Bytes;
}

/**
 * Reads `COSE_Sign1 = [protected: bstr .cbor {1: -7}, unprotected: {}, payload: bstr / nil, signature: bstr]`.
 * The algorithm is taken from the protected header, where it must stand alone.
 * @throws TypeError when malformed. @throws AgeError ERR_MDOC_ALGORITHM for an algorithm other than ES256 (-7).
 */
export function readCoseSign1(value: unknown): CoseSign1 {
  const [header, unprotected, payload, signature] = asArray(value, 4);
  const ALGORITHM = 1;
  const ES256 = -7;
  const { [ALGORITHM]: algorithm } = readEntries(decodeCbor(asBytes(header)), [ALGORITHM]);
  check(algorithm === ES256, 'ERR_MDOC_ALGORITHM', 'a signature algorithm other than ES256');
  return {
    protected: asBytes(header),
    unprotected: asMap(unprotected),
    payload: payload === null ? null : asBytes(payload),
    signature: asBytes(signature, 64),
  };
}

/** The bytes that are signed: `Sig_structure` of RFC 9052 §4.4 with an empty `external_aad`. */
function signatureInput(protectedHeader: Bytes, payload: Bytes): Bytes {
  return encodeCbor(['Signature1', protectedHeader, writeUtf8(''), payload]);
}

/** True when `key` signed `payload` in this COSE_Sign1. */
export function isCoseSignedBy(key: EcKey | CryptoKey, sign1: CoseSign1, payload: Bytes): Promise<boolean> {
  return isSignedBy(key, 'SHA-256', sign1.signature, signatureInput(sign1.protected, payload));
}
