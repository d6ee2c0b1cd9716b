import type { Bytes } from '../protocol/bytes.ts';
import { asBytes, asCborText, asEncodedItem, asMap, asUnsigned, decodeCbor, readDateTime } from './cbor.ts';
import { type EcKey, p256Key } from './ec-key.ts';

/**
 * What of a `MobileSecurityObject` (ISO 18013-5 §9.1.2.4) decides here. It is signed, so members that this text does
 * not know are left alone.
 */
export interface MobileSecurityObject {
  readonly docType: string;
  readonly digestAlgorithm: string;
  /** By name space, then digest id. */
  readonly digests: ReadonlyMap<string, ReadonlyMap<number, Bytes>>;
  /** Null for a key of another kind than EC2 on P-256. */
  readonly deviceKey: EcKey | null;
  /** Unix seconds. */
  readonly signed: number;
  readonly validFrom: number;
  readonly validUntil: number;
}

/** Reads the signed payload, `#6.24(bstr .cbor MobileSecurityObject)`. @throws TypeError when malformed. */
export function readMobileSecurityObject(payload: Bytes): MobileSecurityObject {
  const mso = asMap(decodeCbor(asEncodedItem(decodeCbor(payload)).content));
  if (mso.get('version') !== '1.0') throw new TypeError('unknown version');
  const validity = asMap(mso.get('validityInfo'));
  return {
    docType: asCborText(mso.get('docType')),
    digestAlgorithm: asCborText(mso.get('digestAlgorithm')),
    digests: readDigests(mso.get('valueDigests')),
    deviceKey: readDeviceKey(asMap(asMap(mso.get('deviceKeyInfo')).get('deviceKey'))),
    signed: readDateTime(validity.get('signed')),
    validFrom: readDateTime(validity.get('validFrom')),
    validUntil: readDateTime(validity.get('validUntil')),
  };
}

function readDigests(value: unknown): Map<string, Map<number, Bytes>> {
  const digests = new Map<string, Map<number, Bytes>>();
  for (const [nameSpace, ofItems] of asMap(value)) {
    const byId = new Map<number, Bytes>();
    for (const [id, digest] of asMap(ofItems)) byId.set(asUnsigned(id), asBytes(digest));
    digests.set(asCborText(nameSpace), byId);
  }
  return digests;
}

/** `COSE_Key` of RFC 9053 §7.1.1. */
function readDeviceKey(key: Map<unknown, unknown>): EcKey | null {
  const KEY_TYPE = 1;
  const EC2 = 2;
  const CURVE = -1;
  const P256 = 1;
  const X = -2;
  const Y = -3;
  if (key.get(KEY_TYPE) !== EC2 || key.get(CURVE) !== P256) return null;
  return p256Key(asBytes(key.get(X), 32), asBytes(key.get(Y), 32));
}
