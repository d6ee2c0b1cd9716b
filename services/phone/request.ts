import { AgeError, asText, check, checkPublicUrl, type Json, parseJson, readMembers } from '@bauta/sdk/protocol';
import { PROOF_OF_AGE } from './attestation.ts';

/** What a presentation verifier asks for, once every parameter was found in order. */
export interface PresentationRequest {
  readonly clientId: string;
  readonly responseUri: string;
  readonly presentationNonce: string;
  readonly state: string;
  /** The DCQL name that the answer must carry. */
  readonly queryId: string;
  /** The element asked for, `age_over_NN`. */
  readonly element: string;
}

/** What the app in use registers, with the host `authorize`: a link without the host may open nothing. */
const SCHEMES = ['openid4vp', 'eudi-openid4vp', 'mdoc-openid4vp', 'avsp', 'av'];
const STARTS = SCHEMES.map((scheme) => `${scheme}://authorize?`);

const PARAMETERS = ['response_type', 'response_mode', 'client_id', 'response_uri', 'dcql_query', 'nonce', 'state'];

/**
 * Reads an `av://authorize?…` link, or one of the app's other schemes, as the age verification apps in use do, and no more kindly: a request by value whose
 * client id is `redirect_uri:` and the response URI, answered by `direct_post`, for one mdoc proof of age.
 * @throws AgeError ERR_PRESENT_REQUEST.
 */
export function parsePresentationRequest(link: string): PresentationRequest {
  const start = STARTS.find((one) => link.startsWith(one));
  check(start !== undefined, 'ERR_PRESENT_REQUEST', 'not a link of the app: scheme://authorize');
  const pairs = [...new URLSearchParams(link.slice(start.length))];
  const given = new Map(pairs);
  const isComplete = pairs.length === PARAMETERS.length && PARAMETERS.every((name) => given.has(name));
  check(isComplete, 'ERR_PRESENT_REQUEST', 'a parameter is missing, doubled or unknown');
  const parameter = (name: string): string => given.get(name) as string;

  check(parameter('response_type') === 'vp_token', 'ERR_PRESENT_REQUEST', 'a response type other than vp_token');
  check(parameter('response_mode') === 'direct_post', 'ERR_PRESENT_REQUEST', 'a response mode other than direct_post');
  const responseUri = parameter('response_uri');
  refuse('a response URI that is neither https nor on this machine', () => checkPublicUrl(responseUri));
  const clientId = parameter('client_id');
  check(clientId === `redirect_uri:${responseUri}`, 'ERR_PRESENT_REQUEST', 'a client id that is not the response URI');
  check(parameter('nonce').length > 0 && parameter('state').length > 0, 'ERR_PRESENT_REQUEST', 'an empty parameter');
  return {
    clientId,
    responseUri,
    presentationNonce: parameter('nonce'),
    state: parameter('state'),
    ...refuse('a query for something other than one proof of age', () => readQuery(parseJson(parameter('dcql_query')))),
  };
}

/** `{"credentials": [{"id", "format", "meta": {"doctype_value"}, "claims": [{"path": [name space, element]}]}]}` */
function readQuery(query: Json): { queryId: string; element: string } {
  const credential = readMembers(only(readMembers(query, ['credentials']).credentials), [
    'id',
    'format',
    'meta',
    'claims',
  ]);
  const { doctype_value: docType } = readMembers(credential.meta, ['doctype_value']);
  const { path } = readMembers(only(credential.claims), ['path']);
  if (credential.format !== 'mso_mdoc' || docType !== PROOF_OF_AGE) throw new TypeError('another kind of credential');
  if (!Array.isArray(path) || path.length !== 2 || path[0] !== PROOF_OF_AGE) throw new TypeError('another name space');
  const element = asText(path[1]);
  if (!/^age_over_\d\d$/.test(element)) throw new TypeError('another element');
  return { queryId: asText(credential.id), element };
}

function only(list: Json): Json {
  if (!Array.isArray(list) || list.length !== 1) throw new TypeError('not a list of one');
  return list[0] as Json;
}

function refuse<T>(cause: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new AgeError('ERR_PRESENT_REQUEST', cause);
  }
}
