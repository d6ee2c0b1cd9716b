import { sha256 } from '#crypto';
import { type Bytes, concat } from '../protocol/bytes.ts';
import { type EncodedItem, encodeCbor, encodeItem } from './cbor.ts';

/** What one presentation of a proof of age is bound to. */
export interface Handover {
  /** The presentation verifier's name, prefix included. */
  readonly clientId: string;
  readonly responseUri: string;
  readonly presentationNonce: string;
}

/**
 * `SessionTranscript = [null, null, ["OpenID4VPHandover", SHA-256(OpenID4VPHandoverInfo)]]` with
 * `OpenID4VPHandoverInfo = [client_id, nonce, jwkThumbprint, response_uri]` (OpenID4VP 1.0 appendix B.2.6.1). The
 * thumbprint is null, for the answer is not encrypted.
 */
export async function openId4VpTranscript(handover: Handover): Promise<Bytes> {
  const info = encodeCbor([handover.clientId, handover.presentationNonce, null, handover.responseUri]);
  return encodeCbor([null, null, ['OpenID4VPHandover', await sha256(info)]]);
}

/**
 * What a device signs (ISO 18013-5 §9.1.3.4): `DeviceAuthenticationBytes = #6.24(bstr .cbor
 * ["DeviceAuthentication", SessionTranscript, DocType, DeviceNameSpacesBytes])`.
 * @param sessionTranscript one encoded CBOR item; it and `deviceNameSpaces` go in as the bytes they are.
 */
export function deviceAuthentication(
  sessionTranscript: Uint8Array,
  docType: string,
  deviceNameSpaces: EncodedItem,
): Bytes {
  const ARRAY_OF_FOUR = 0x84;
  return encodeItem(
    concat(
      Uint8Array.of(ARRAY_OF_FOUR),
      encodeCbor('DeviceAuthentication'),
      sessionTranscript,
      encodeCbor(docType),
      deviceNameSpaces.raw,
    ),
  ).raw;
}
