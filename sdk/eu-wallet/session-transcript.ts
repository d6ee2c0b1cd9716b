import { sha256 } from '#crypto';
import { type Bytes, concat } from '../protocol/bytes.ts';
import { type EncodedItem, encodeCbor, encodeItem } from './cbor.ts';

/** What one OpenID4VP presentation by redirection is bound to. */
export interface Handover {
  /** The presentation verifier's name, prefix included. */
  readonly clientId: string;
  readonly responseUri: string;
  readonly presentationNonce: string;
  /** The RFC 7638 thumbprint of the key that the answer is encrypted to, 32 bytes; absent when it is not encrypted. */
  readonly jwkThumbprint?: Bytes;
}

/** What one OpenID4VP presentation over the Digital Credentials API is bound to. */
export interface DigitalHandover {
  /** The web origin that asked, as the browser writes it: `https://name`. */
  readonly origin: string;
  readonly presentationNonce: string;
  /** As in `Handover`. */
  readonly jwkThumbprint?: Bytes;
}

/**
 * `SessionTranscript = [null, null, ["OpenID4VPHandover", SHA-256(OpenID4VPHandoverInfo)]]` with
 * `OpenID4VPHandoverInfo = [client_id, nonce, jwkThumbprint / null, response_uri]` (OpenID4VP 1.0 appendix B.2.6.1).
 */
export function openId4VpTranscript(handover: Handover): Promise<Bytes> {
  const { clientId, presentationNonce, jwkThumbprint, responseUri } = handover;
  return transcriptOf('OpenID4VPHandover', [clientId, presentationNonce, thumbprint(jwkThumbprint), responseUri]);
}

/**
 * `SessionTranscript = [null, null, ["OpenID4VPDCAPIHandover", SHA-256(OpenID4VPDCAPIHandoverInfo)]]` with
 * `OpenID4VPDCAPIHandoverInfo = [origin, nonce, jwkThumbprint / null]` (OpenID4VP 1.0 appendix B.2.6.2).
 */
export function openId4VpDigitalTranscript(handover: DigitalHandover): Promise<Bytes> {
  const { origin, presentationNonce, jwkThumbprint } = handover;
  return transcriptOf('OpenID4VPDCAPIHandover', [origin, presentationNonce, thumbprint(jwkThumbprint)]);
}

/**
 * `SessionTranscript = [null, null, ["dcapi", SHA-256([encryptionInfo, origin])]]` (ISO/IEC TS 18013-7 Annex C), of
 * `encryptionInfo` as the base64url text that was sent.
 */
export function isoMdocTranscript(encryptionInfo: string, origin: string): Promise<Bytes> {
  return transcriptOf('dcapi', [encryptionInfo, origin]);
}

async function transcriptOf(name: string, info: readonly unknown[]): Promise<Bytes> {
  return encodeCbor([null, null, [name, await sha256(encodeCbor(info))]]);
}

function thumbprint(bytes: Bytes | undefined): Bytes | null {
  if (bytes !== undefined && bytes.length !== 32) throw new TypeError('the thumbprint is not 32 bytes');
  return bytes ?? null;
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
