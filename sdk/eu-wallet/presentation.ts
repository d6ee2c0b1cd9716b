import { parseBase64url } from '../protocol/base64url.ts';
import { type Bytes, isEqual, writeUtf8 } from '../protocol/bytes.ts';
import { check } from '../protocol/errors.ts';
import { asText, type Json, parseJson, readMembers } from '../protocol/json.ts';
import { checkPublicUrl } from '../protocol/names.ts';
import { refuseMalformed } from './device-response.ts';
import { ageElement, LONGEST_DEVICE_RESPONSE, PROOF_OF_AGE } from './profile.ts';
import { checkProofOfAge, type ProofOfAge } from './proof-of-age.ts';
import { type Handover, openId4VpTranscript } from './session-transcript.ts';
import type { TrustedList } from './trusted-list.ts';

/** One presentation that a presentation verifier has asked for. Good for one answer: its keeper sees to that. */
export interface Presentation {
  /** Where the app posts its answer: https, or http on loopback. One of its own for every presentation. */
  readonly responseUri: string;
  /** Fresh and unguessable, at least 32 characters of base64url. */
  readonly presentationNonce: string;
  /** Comes back with the answer; the verifier's handle of its session. */
  readonly state: string;
  /** The one age asked for; 18 when absent. */
  readonly threshold?: number;
}

/** What an app posted to the response URI. Nothing in it is verified yet. */
export interface PresentationAnswer {
  readonly deviceResponse: Bytes;
  readonly state: string;
}

/** The DCQL name of the one credential asked for. */
const QUERY_ID = 'proof_of_age';

// Base64url makes four characters of three bytes; the rest is for the field names and the JSON around it.
const LONGEST_FORM = Math.ceil((LONGEST_DEVICE_RESPONSE * 4) / 3) + 1024;

/** The verifier's name and the other two values that an app's answer is bound to. */
function handoverOf(presentation: Presentation): Handover {
  const { responseUri, presentationNonce } = presentation;
  return { clientId: `redirect_uri:${responseUri}`, responseUri, presentationNonce };
}

/**
 * The link that opens an age verification app: an unsigned OpenID4VP 1.0 request by value with a DCQL query for one age
 * element, to be answered by `direct_post` (Annex A of the EU profile, A.6). Apps refuse any further parameter.
 * @throws TypeError on a response URI, nonce, state or threshold that no request can have.
 */
export function formatPresentationRequest(presentation: Presentation): string {
  const { responseUri, presentationNonce, state, threshold = 18 } = presentation;
  checkPublicUrl(responseUri);
  if (!/^[\w-]{32,128}$/.test(presentationNonce)) throw new TypeError('the nonce is not fresh base64url');
  if (!/^[\w-]{1,256}$/.test(state)) throw new TypeError('the state is not base64url');
  const query = {
    credentials: [
      {
        id: QUERY_ID,
        format: 'mso_mdoc',
        meta: { doctype_value: PROOF_OF_AGE },
        claims: [{ path: [PROOF_OF_AGE, ageElement(threshold)] }],
      },
    ],
  };
  const parameters = {
    response_type: 'vp_token',
    response_mode: 'direct_post',
    client_id: handoverOf(presentation).clientId,
    response_uri: responseUri,
    dcql_query: JSON.stringify(query),
    nonce: presentationNonce,
    state,
  };
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `av://authorize?${pairs.join('&')}`;
}

/**
 * Reads the body of a `direct_post` (OpenID4VP 1.0 §8.2): `application/x-www-form-urlencoded` with exactly one
 * `vp_token`, `{"proof_of_age": ["<base64url of DeviceResponse>"]}`, and one `state`.
 * @throws AgeError ERR_MDOC_MALFORMED.
 */
export function parsePresentationForm(body: string): PresentationAnswer {
  check(body.length <= LONGEST_FORM, 'ERR_MDOC_MALFORMED', 'the form is too long');
  return refuseMalformed(() => {
    const fields = [...new URLSearchParams(body)];
    const form = new Map(fields);
    const state = form.get('state');
    const token = form.get('vp_token');
    if (fields.length !== 2 || state === undefined || token === undefined) throw new TypeError('not the two fields');
    const { [QUERY_ID]: presentations } = readMembers(parseToken(token), [QUERY_ID]);
    if (!Array.isArray(presentations) || presentations.length !== 1) throw new TypeError('not one presentation');
    return { deviceResponse: parseBase64url(asText(presentations[0])), state };
  });
}

function parseToken(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    // The parser's message quotes what was received.
    throw new TypeError('vp_token is not JSON');
  }
}

/**
 * Verifies an app's answer to `presentation`: `checkProofOfAge` over the transcript that both sides know.
 * @param terms `now` in Unix seconds.
 * @throws AgeError ERR_EVIDENCE_SESSION for the answer to another presentation, and what `checkProofOfAge` throws.
 */
export async function checkPresentation(
  answer: PresentationAnswer,
  presentation: Presentation,
  terms: { readonly trustedList: TrustedList; readonly now: number },
): Promise<ProofOfAge> {
  const isSameState = isEqual(writeUtf8(answer.state), writeUtf8(presentation.state));
  check(isSameState, 'ERR_EVIDENCE_SESSION', 'the answer is to another presentation');
  return checkProofOfAge(answer.deviceResponse, {
    ...terms,
    sessionTranscript: await openId4VpTranscript(handoverOf(presentation)),
    thresholds: [presentation.threshold ?? 18],
  });
}
