import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';
import { formatBase64url, parseBase64url } from '../../protocol/base64url.ts';
import { type Bytes, isEqual, readUtf8, writeUtf8 } from '../../protocol/bytes.ts';
import { AgeError, check } from '../../protocol/errors.ts';
import { asText, parseJson, readMembers } from '../../protocol/json.ts';
import { refuseMalformed } from '../device-response.ts';
import type { HaipDocument, HaipPresentation } from './haip-presentation.ts';
import { RESPONSE_ENCRYPTIONS } from './request-object.ts';
import { responseJwk } from './response-key.ts';

/** What a wallet answered, opened and not verified. */
export interface HaipAnswer {
  readonly document: HaipDocument;
  readonly deviceResponse: Bytes;
}

/** What a wallet posted: an encrypted answer, or that there is none. */
export type HaipForm = { readonly response: string } | { readonly state: string; readonly isError: true };

/** Characters of an encrypted answer: 16 KB of documents, base64url, in JSON, and base64url once more. */
const LONGEST_RESPONSE = 32_000;

const LONGEST_FORM = LONGEST_RESPONSE + 512;
const LONGEST_HEADER = 2048;

/** What makes another thing of the plaintext, or is to be understood by whoever reads it. */
const UNWANTED_HEADERS = ['zip', 'crit', 'cty', 'b64'];

/**
 * Reads the body of a `direct_post.jwt` (OpenID4VP 1.0 §8.3.1): one `response` and nothing else; or an error (§8.5),
 * which wallets send in clear: `error`, its description, and our `state`.
 * @throws AgeError ERR_MDOC_MALFORMED
 */
export function parseHaipForm(body: string): HaipForm {
  check(body.length <= LONGEST_FORM, 'ERR_MDOC_MALFORMED', 'the form is too long');
  return refuseMalformed(() => {
    const fields = [...new URLSearchParams(body)];
    const form = new Map(fields);
    if (form.size !== fields.length) throw new TypeError('a field twice');
    const { response, error, state, ...rest } = Object.fromEntries(form);
    if (error !== undefined && response === undefined) return { state: asText(state), isError: true };
    if (response === undefined || fields.length !== 1 || Object.keys(rest).length > 0) {
      throw new TypeError('not the one field');
    }
    return { response };
  });
}

/**
 * Reads the answer that the browser brought (OpenID4VP 1.0 appendix A.4): `{"protocol": "openid4vp-v1-signed",
 * "data": {"response": …}}`. @throws AgeError ERR_MDOC_MALFORMED
 */
export function parseDigitalAnswer(json: string): { readonly response: string } {
  check(json.length <= LONGEST_FORM, 'ERR_MDOC_MALFORMED', 'the answer is too long');
  return refuseMalformed(() => {
    const { protocol, data } = readMembers(parseClean(json), ['protocol', 'data']);
    if (protocol !== SIGNED_PROTOCOL) throw new TypeError('an answer to another protocol');
    return { response: asText(readMembers(data, ['response']).response) };
  });
}

/** The name under which browsers carry signed requests (OpenID4VP 1.0 appendix A.1). */
export const SIGNED_PROTOCOL = 'openid4vp-v1-signed';

/**
 * Opens an encrypted answer (RFC 7516): ECDH-ES with A128GCM or A256GCM to the one key of this presentation.
 * @param response a compact JWE, at most 32,000 characters.
 * @throws AgeError ERR_MDOC_ALGORITHM for another encryption, ERR_EVIDENCE_SESSION for the answer to another
 * presentation, ERR_MDOC_STATUS for a wallet's error, ERR_MDOC_MALFORMED for everything else.
 */
export async function openHaipAnswer(response: string, presentation: HaipPresentation): Promise<HaipAnswer> {
  check(response.length <= LONGEST_RESPONSE, 'ERR_MDOC_MALFORMED', 'the answer is too long');
  const jwk = await responseJwk(presentation.responseKey);
  checkHeader(response, jwk.kid as string, presentation.presentationNonce);
  const { d } = presentation.responseKey;
  const plaintext = await open(response, await importJWK({ ...jwk, d } as JsonWebKey & { kty: string }, 'ECDH-ES'));
  return readPlaintext(plaintext, presentation);
}

function checkHeader(response: string, kid: string, presentationNonce: string): void {
  const header = refuseMalformed(() => {
    const [first = '', key, ...rest] = response.split('.');
    // ECDH-ES alone wraps no key: its part is empty.
    if (rest.length !== 3 || key !== '' || first.length > LONGEST_HEADER) throw new TypeError('not a compact JWE');
    parseClean(readUtf8(parseBase64url(first)));
    return decodeProtectedHeader(response);
  });
  check(header.alg === 'ECDH-ES', 'ERR_MDOC_ALGORITHM', 'a key agreement other than ECDH-ES');
  const isKnown = RESPONSE_ENCRYPTIONS.some((name) => name === header.enc);
  check(isKnown, 'ERR_MDOC_ALGORITHM', 'an encryption other than A128GCM and A256GCM');
  const unwanted = UNWANTED_HEADERS.some((name) => header[name] !== undefined);
  check(!unwanted, 'ERR_MDOC_MALFORMED', 'a compressed, nested or extended answer');
  check(header.kid === kid, 'ERR_EVIDENCE_SESSION', 'encrypted to another key');
  const { apv } = header;
  // Some wallets encode the nonce, which is base64url already, once more, as RFC 7518 §4.6.1.3 has it of any text.
  const isOurs =
    apv === undefined || apv === presentationNonce || apv === formatBase64url(writeUtf8(presentationNonce));
  check(isOurs, 'ERR_EVIDENCE_SESSION', 'encrypted for another nonce');
}

async function open(response: string, key: Awaited<ReturnType<typeof importJWK>>): Promise<Bytes> {
  try {
    const { plaintext } = await compactDecrypt(response, key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: [...RESPONSE_ENCRYPTIONS],
    });
    return Uint8Array.from(plaintext);
  } catch {
    // Its own messages may quote what was received.
    throw new AgeError('ERR_MDOC_MALFORMED', 'the answer cannot be opened');
  }
}

function readPlaintext(plaintext: Bytes, { audience, state, documents }: HaipPresentation): HaipAnswer {
  return refuseMalformed(() => {
    const answer = parseClean(readUtf8(plaintext));
    if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) throw new TypeError('not an object');
    if ('responseUri' in audience) checkState(answer.state, state);
    check(answer.error === undefined, 'ERR_MDOC_STATUS', 'the wallet answered with an error');
    const names = 'responseUri' in audience ? (['vp_token', 'state'] as const) : (['vp_token'] as const);
    const { vp_token: token } = readMembers(answer, names);
    const document = documents.find((id) => token !== null && typeof token === 'object' && Object.hasOwn(token, id));
    if (document === undefined) throw new TypeError('not a document that was asked for');
    const { [document]: presentations } = readMembers(token, [document]);
    if (!Array.isArray(presentations) || presentations.length !== 1) throw new TypeError('not one presentation');
    return { document, deviceResponse: parseBase64url(asText(presentations[0])) };
  });
}

/** @throws AgeError ERR_EVIDENCE_SESSION unless `given` is the state of the request. */
export function checkState(given: unknown, state: string): void {
  const isSame = typeof given === 'string' && isEqual(writeUtf8(given), writeUtf8(state));
  check(isSame, 'ERR_EVIDENCE_SESSION', 'the answer is to another presentation');
}

function parseClean(text: string): ReturnType<typeof parseJson> {
  try {
    return parseJson(text);
  } catch {
    // The parser's message quotes what was received.
    throw new TypeError('not JSON');
  }
}
