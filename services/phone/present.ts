import { AgeError, type Bytes, check, formatBase64url } from '@bauta/sdk/protocol';
import type { Attestation } from './attestation.ts';
import { embed, encodeCbor } from './cbor.ts';
import { sign1 } from './cose.ts';
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
  const { docType, nameSpaces, issuerAuth } = held.attestation;
  const deviceNameSpaces = embed(new Map());
  const authentication = ['DeviceAuthentication', await transcriptOf(audience), docType, deviceNameSpaces];
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
 * @throws AgeError ERR_PRESENT_REQUEST for a link that no app would take, ERR_AGE_NOT_SHOWN when the verifier refused
 * the proof, ERR_NOT_READY when it did not take the answer at all.
 */
export async function present(
  link: string,
  held: HeldAttestation,
  fetch: (request: Request) => Promise<Response>,
): Promise<void> {
  const request = parsePresentationRequest(link);
  const deviceResponse = encodeDeviceResponse(await createDeviceResponse(held, request));
  const post = new Request(request.responseUri, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: formatPresentationForm(request, deviceResponse),
    redirect: 'manual',
  });
  let answer: Response;
  try {
    answer = await fetch(post);
  } catch {
    throw new AgeError('ERR_NOT_READY', 'the presentation verifier could not be reached');
  }
  check(answer.status !== 403, 'ERR_AGE_NOT_SHOWN', 'the presentation verifier refused the proof of age');
  check(answer.status === 200, 'ERR_NOT_READY', 'the presentation verifier did not take the answer');
}
