import { type Bytes, formatBase64url } from '@bauta/sdk/protocol';
import type { Attestation } from './attestation.ts';
import { embed, encodeCbor } from './cbor.ts';
import { sign1 } from './cose.ts';
import { type Delivered, deliver } from './deliver.ts';
import { type PresentationRequest, parsePresentationRequest } from './request.ts';

/** A proof of age and the wallet's key that belongs to it. */
export interface HeldAttestation {
  readonly attestation: Attestation;
  readonly deviceKey: CryptoKey;
}

/** An answer before it is encoded: `DeviceResponse` of ISO 18013-5. */
export type DeviceResponse = Map<string, unknown>;

/** What a device signs the presentation for. */
export type Audience = Pick<PresentationRequest, 'clientId' | 'responseUri' | 'presentationNonce'>;

/** `[null, null, ["OpenID4VPHandover", SHA-256(CBOR [client id, nonce, null, response URI])]]` */
async function transcriptOf(audience: Audience): Promise<unknown[]> {
  const info = encodeCbor([audience.clientId, audience.presentationNonce, null, audience.responseUri]);
  return [null, null, ['OpenID4VPHandover', new Uint8Array(await crypto.subtle.digest('SHA-256', info))]];
}

/** Shows a proof of age to one audience: adds the device's signature, and claims nothing else of its own. */
export async function createDeviceResponse(held: HeldAttestation, audience: Audience): Promise<DeviceResponse> {
  return signDeviceResponse(held, await transcriptOf(audience));
}

/** `createDeviceResponse` for any way of asking. @param transcript the `SessionTranscript`, not encoded. */
export async function signDeviceResponse(
  held: HeldAttestation,
  transcript: readonly unknown[],
): Promise<DeviceResponse> {
  const { docType, nameSpaces, issuerAuth } = held.attestation;
  const deviceNameSpaces = embed(new Map());
  const authentication = ['DeviceAuthentication', transcript, docType, deviceNameSpaces];
  const deviceSignature = await sign1(held.deviceKey, encodeCbor(embed(authentication)), { detached: true });
  const document = new Map<string, unknown>([
    ['docType', docType],
    [
      'issuerSigned',
      new Map<string, unknown>([
        ['nameSpaces', nameSpaces],
        ['issuerAuth', issuerAuth],
      ]),
    ],
    [
      'deviceSigned',
      new Map<string, unknown>([
        ['nameSpaces', deviceNameSpaces],
        ['deviceAuth', new Map([['deviceSignature', deviceSignature]])],
      ]),
    ],
  ]);
  return new Map<string, unknown>([
    ['version', '1.0'],
    ['documents', [document]],
    ['status', 0],
  ]);
}

/** The bytes of a `DeviceResponse`. */
export function encodeDeviceResponse(response: DeviceResponse): Bytes {
  return encodeCbor(response);
}

/** The body of the `direct_post` that carries an answer. */
export function formatPresentationForm(request: PresentationRequest, deviceResponse: Bytes): string {
  const token = JSON.stringify({ [request.queryId]: [formatBase64url(deviceResponse)] });
  return new URLSearchParams({ vp_token: token, state: request.state }).toString();
}

/**
 * Answers a presentation verifier's link with a proof of age.
 * @param link `av://authorize?…`.
 * @param fetch carries the one POST; redirections are not followed.
 * @throws AgeError ERR_PRESENT_REQUEST for a link that no app would take, and what `deliver` throws.
 */
export async function present(
  link: string,
  held: HeldAttestation,
  fetch: (request: Request) => Promise<Response>,
): Promise<Delivered> {
  const request = parsePresentationRequest(link);
  const deviceResponse = encodeDeviceResponse(await createDeviceResponse(held, request));
  const form = new URLSearchParams(formatPresentationForm(request, deviceResponse));
  return deliver(request.responseUri, form, fetch);
}
