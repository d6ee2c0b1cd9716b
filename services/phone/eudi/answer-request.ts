import { AgeError, type Bytes, check, formatBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { CompactEncrypt, calculateJwkThumbprint, importJWK } from 'jose';
import { encodeCbor } from '../cbor.ts';
import { encodeDeviceResponse, type HeldAttestation, signDeviceResponse } from '../present.ts';
import type { HaipQuery, HaipRequest } from './haip-request.ts';
import { openRequestObject, type RequestTerms } from './request-object.ts';

/** The document that a wallet shows for a query; undefined when it has none such. */
export type Hold = (query: HaipQuery) => Promise<HeldAttestation | undefined>;

/** Of the encryptions that verifiers offer, the one this wallet takes. */
export type ResponseEncryption = 'A128GCM' | 'A256GCM';

/** What a wallet adds of its own. */
export interface AnswerOptions {
  readonly encryption?: ResponseEncryption;
}

/** `SessionTranscript` before it is encoded. */
export type Transcript = readonly [null, null, readonly [string, Bytes]];

/** The name under which browsers carry signed requests (OpenID4VP 1.0 appendix A.1). */
const SIGNED_PROTOCOL = 'openid4vp-v1-signed';

/** What an answer is bound to: this verifier or origin, this nonce, this key. */
export async function transcriptOf(request: HaipRequest, origin?: string): Promise<Transcript> {
  const { audience, clientId, presentationNonce, responseKey } = request;
  const thumbprint = Uint8Array.from(Buffer.from(await calculateJwkThumbprint(responseKey), 'base64url'));
  if ('responseUri' in audience) {
    const info = [clientId, presentationNonce, thumbprint, audience.responseUri];
    return [null, null, ['OpenID4VPHandover', await sha256(encodeCbor(info))]];
  }
  return [null, null, ['OpenID4VPDCAPIHandover', await sha256(encodeCbor([origin, presentationNonce, thumbprint]))]];
}

/** The encrypted answer to a request: the first document asked for that the wallet has. @throws AgeError ERR_STOCK_EMPTY */
export async function answerRequest(
  request: HaipRequest,
  transcript: Transcript,
  hold: Hold,
  options: AnswerOptions = {},
): Promise<string> {
  for (const query of request.queries) {
    const held = await hold(query);
    if (held === undefined) continue;
    const response = encodeDeviceResponse(await signDeviceResponse(held, transcript));
    const token = { [query.id]: [formatBase64url(response)] };
    const state = 'state' in request.audience ? { state: request.audience.state } : {};
    return sealAnswer({ vp_token: token, ...state }, request, options);
  }
  throw new AgeError('ERR_STOCK_EMPTY', 'the wallet has none of the documents');
}

/** A compact JWE to the verifier's key (OpenID4VP 1.0 §8.3). */
export async function sealAnswer(
  answer: Readonly<Record<string, unknown>>,
  { responseKey, presentationNonce }: Pick<HaipRequest, 'responseKey' | 'presentationNonce'>,
  { encryption = 'A256GCM' }: AnswerOptions = {},
): Promise<string> {
  return new CompactEncrypt(writeUtf8(JSON.stringify(answer)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: encryption, kid: responseKey.kid })
    .setKeyManagementParameters({ apv: writeUtf8(presentationNonce) })
    .encrypt(await importJWK(responseKey, 'ECDH-ES'));
}

/**
 * Answers what a page gave to the Digital Credentials API by `openid4vp-v1-signed` (OpenID4VP 1.0 appendix A).
 * @param data of that entry: `{"request": JWS}`. @param origin the page's, as the browser says it.
 * @throws AgeError ERR_PRESENT_REQUEST.
 */
export async function answerSignedRequest(
  data: unknown,
  origin: string,
  hold: Hold,
  terms: RequestTerms,
  options: AnswerOptions = {},
): Promise<{ protocol: string; data: { response: string } }> {
  const { request: jws, ...rest } = (data ?? {}) as Record<string, unknown>;
  check(typeof jws === 'string' && Object.keys(rest).length === 0, 'ERR_PRESENT_REQUEST', 'not one request');
  const request = await openRequestObject(jws, terms);
  const { audience } = request;
  const isExpected = 'expectedOrigins' in audience && audience.expectedOrigins.includes(origin);
  check(isExpected, 'ERR_PRESENT_REQUEST', 'the request of another origin');
  check(request.walletNonce === undefined, 'ERR_PRESENT_REQUEST', 'a nonce that nobody gave');
  const response = await answerRequest(request, await transcriptOf(request, origin), hold, options);
  return { protocol: SIGNED_PROTOCOL, data: { response } };
}

async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
