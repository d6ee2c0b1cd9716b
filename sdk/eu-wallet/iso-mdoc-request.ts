import { formatBase64url, parseBase64url } from '../protocol/base64url.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { encodeCbor, encodeItem } from './cbor.ts';
import { deriveRecipientKey } from './hpke.ts';
import { ageElement, PROOF_OF_AGE } from './profile.ts';
import { encodeZkSystemSpec, type ZkSystemSpec } from './zk/zk-system-spec.ts';

/** The name of ISO/IEC TS 18013-7 Annex C in the Digital Credentials API. */
export const ISO_MDOC_PROTOCOL = 'org-iso-mdoc';

/** One entry of `requests` in `navigator.credentials.get({ digital: { requests } })`. Put it first: apps read no other. */
export interface IsoMdocRequest {
  readonly protocol: typeof ISO_MDOC_PROTOCOL;
  /** Each base64url of CBOR: `DeviceRequest` and `EncryptionInfo`. */
  readonly data: { readonly deviceRequest: string; readonly encryptionInfo: string };
}

/** What its answer is opened and measured with, as plain JSON. Secret, for one answer, and not for long. */
export interface KeptIsoMdocRequest {
  /** As sent: the answer is bound to these characters. */
  readonly encryptionInfo: string;
  /** The half of the key that was not sent. */
  readonly privateKey: JsonWebKey;
  readonly threshold: number;
  /** The zero-knowledge systems that were offered; none when empty. */
  readonly zk: readonly ZkSystemSpec[];
}

/**
 * Asks for one age element of a proof of age by the Digital Credentials API, in the bytes of the official example
 * (Annex A of the EU profile, A.11): `DeviceRequest` 1.0 and a fresh key to encrypt the answer to.
 * @param options `threshold` is 18 when absent. `zk` are the systems whose proofs the caller can verify: with none,
 * only a proof in clear is asked for, which the EU profile allows to wallets but not to verifiers (A.8).
 * @param random as `randomBytes` of the platform.
 * @throws TypeError on a threshold that no element says.
 */
export async function createIsoMdocRequest(
  options: { readonly threshold?: number; readonly zk?: readonly ZkSystemSpec[] },
  random: (length: number) => Bytes,
): Promise<{ readonly request: IsoMdocRequest; readonly kept: KeptIsoMdocRequest }> {
  const { threshold = 18, zk = [] } = options;
  const deviceRequest = formatBase64url(encodeDeviceRequest(ageElement(threshold), zk));
  const nonce = random(16);
  const privateKey = await deriveRecipientKey(random(32));
  const encryptionInfo = formatBase64url(encodeEncryptionInfo(nonce, privateKey));
  return {
    request: { protocol: ISO_MDOC_PROTOCOL, data: { deviceRequest, encryptionInfo } },
    kept: { encryptionInfo, privateKey, threshold, zk },
  };
}

/** `DeviceRequest` (ISO/IEC 18013-5 2nd edition §10.2.5): one document, one element, not to be kept by the verifier. */
export function encodeDeviceRequest(element: string, zk: readonly ZkSystemSpec[]): Bytes {
  const KEEP = false;
  const itemsRequest = new Map<string, unknown>([
    ['docType', PROOF_OF_AGE],
    ['nameSpaces', new Map([[PROOF_OF_AGE, new Map([[element, KEEP]])]])],
  ]);
  if (zk.length > 0) {
    // Not required: a proof in clear must be taken too (A.9), and apps fall back to one when proving fails.
    const zkRequest = new Map<string, unknown>([
      ['systemSpecs', zk.map(encodeZkSystemSpec)],
      ['zkRequired', false],
    ]);
    itemsRequest.set('requestInfo', new Map([['zkRequest', zkRequest]]));
  }
  return encodeCbor(
    new Map<string, unknown>([
      ['version', '1.0'],
      ['docRequests', [new Map([['itemsRequest', encodeItem(encodeCbor(itemsRequest))]])]],
    ]),
  );
}

/** `EncryptionInfo = ["dcapi", {"nonce": bstr, "recipientPublicKey": COSE_Key}]`. @param nonce 16 bytes. */
export function encodeEncryptionInfo(nonce: Bytes, { x, y }: JsonWebKey): Bytes {
  const EC2 = 2;
  const P256 = 1;
  const recipientPublicKey = new Map<number, unknown>([
    [1, EC2],
    [-1, P256],
    [-2, parseBase64url(x as string)],
    [-3, parseBase64url(y as string)],
  ]);
  return encodeCbor([
    'dcapi',
    new Map<string, unknown>([
      ['nonce', nonce],
      ['recipientPublicKey', recipientPublicKey],
    ]),
  ]);
}
