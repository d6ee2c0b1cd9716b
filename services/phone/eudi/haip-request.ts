import { asText, checkPublicUrl, type Json, readMembers } from '@bauta/sdk/protocol';
import type { JWK } from 'jose';

/** One document that answers a request, and the one element of it that is asked for. */
export interface HaipQuery {
  readonly id: string;
  readonly docType: string;
  readonly nameSpace: string;
  readonly element: string;
}

/** What a signed request says, once every member was found in order. */
export interface HaipRequest {
  readonly clientId: string;
  readonly presentationNonce: string;
  /** Where the answer is posted, with the state; or the origins whose pages may ask. */
  readonly audience:
    | { readonly responseUri: string; readonly state: string }
    | { readonly expectedOrigins: readonly string[] };
  readonly walletNonce: string | undefined;
  /** The answer is encrypted to it. */
  readonly responseKey: JWK & { readonly kid: string };
  /** The first that the wallet has is shown. */
  readonly queries: readonly HaipQuery[];
}

type Members = Readonly<Record<string, Json | undefined>>;

const SHARED = ['response_type', 'response_mode', 'client_id', 'aud', 'nonce', 'dcql_query', 'client_metadata'];

/** By response mode: what must stand in the request beside `SHARED` (OpenID4VP 1.0 §5.1, §8.3, appendix A.2). */
const MODES: Readonly<
  Record<string, { names: readonly string[]; read: (claims: Members) => HaipRequest['audience'] }>
> = {
  'direct_post.jwt': {
    names: ['response_uri', 'state'],
    read: (claims) => {
      const responseUri = asText(claims.response_uri);
      checkPublicUrl(responseUri);
      return { responseUri, state: tokenOf(claims.state, 1) };
    },
  },
  'dc_api.jwt': {
    names: ['expected_origins'],
    read: (claims) => ({ expectedOrigins: listOf(claims.expected_origins).map(asText) }),
  },
};

/**
 * Reads the claims of a request object as EUDI wallets do, and no more kindly: no parameter that HAIP 1.0 does not have,
 * no transaction data, no document in another format than mdoc, an encrypted answer to one key.
 * @throws TypeError
 */
export function readHaipRequest(claims: Json): HaipRequest {
  const given = membersOf(claims);
  const mode = MODES[asText(given.response_mode)];
  if (mode === undefined) throw new TypeError('another response mode');
  const known = [...SHARED, ...mode.names];
  const unknown = Object.keys(given).filter((name) => !known.includes(name) && name !== 'wallet_nonce');
  if (unknown.length > 0 || known.some((name) => given[name] === undefined)) throw new TypeError('other members');
  if (given.response_type !== 'vp_token') throw new TypeError('another response type');
  if (given.aud !== 'https://self-issued.me/v2') throw new TypeError('another audience');
  return {
    clientId: asText(given.client_id),
    presentationNonce: tokenOf(given.nonce, 22),
    audience: mode.read(given),
    walletNonce: given.wallet_nonce === undefined ? undefined : asText(given.wallet_nonce),
    responseKey: readMetadata(given.client_metadata),
    queries: readQueries(given.dcql_query),
  };
}

/** `client_metadata` (OpenID4VP 1.0 §5.1, HAIP 1.0 §5). */
function readMetadata(value: Json | undefined): HaipRequest['responseKey'] {
  const metadata = readMembers(value, ['jwks', 'encrypted_response_enc_values_supported', 'vp_formats_supported']);
  const encryptions = listOf(metadata.encrypted_response_enc_values_supported);
  if (!['A128GCM', 'A256GCM'].every((name) => encryptions.includes(name))) throw new TypeError('an encryption missing');
  const { mso_mdoc: mdoc } = readMembers(metadata.vp_formats_supported, ['mso_mdoc']);
  const ES256 = -7;
  const algorithms = readMembers(mdoc, ['issuerauth_alg_values', 'deviceauth_alg_values']);
  if (!Object.values(algorithms).every((values) => listOf(values).includes(ES256))) throw new TypeError('no ES256');
  const keys = listOf(readMembers(metadata.jwks, ['keys']).keys).map(readKey);
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length) throw new TypeError('a kid twice');
  return keys[0] as HaipRequest['responseKey'];
}

function readKey(value: Json): HaipRequest['responseKey'] {
  const { kty, crv, x, y, kid, alg, use } = readMembers(value, ['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use']);
  const isKnown = kty === 'EC' && crv === 'P-256' && alg === 'ECDH-ES' && use === 'enc';
  if (!isKnown) throw new TypeError('a key for something else');
  return { kty, crv, alg, use, x: tokenOf(x, 43), y: tokenOf(y, 43), kid: tokenOf(kid, 1) };
}

/** DCQL: one element of one document; or several such, and one set of which any one does. */
function readQueries(value: Json | undefined): HaipQuery[] {
  const { credentials, credential_sets: sets, ...rest } = membersOf(value);
  if (Object.keys(rest).length > 0) throw new TypeError('an unknown member of the query');
  const queries = listOf(credentials).map(readCredential);
  if (sets === undefined) return queries.length === 1 ? queries : refuse('all of several documents');
  const [set, ...more] = listOf(sets);
  if (more.length > 0) throw new TypeError('several sets');
  const options = listOf(readMembers(set, ['options']).options).map((option) => {
    const [id, ...others] = listOf(option);
    if (others.length > 0) throw new TypeError('several documents at once');
    return queries.find((query) => query.id === id) ?? refuse('an unknown document');
  });
  return options.length === queries.length ? options : refuse('a document in no set');
}

function readCredential(value: Json): HaipQuery {
  const { id, format, meta, claims } = readMembers(value, ['id', 'format', 'meta', 'claims']);
  if (format !== 'mso_mdoc') throw new TypeError('another format');
  const [claim, ...more] = listOf(claims);
  if (more.length > 0) throw new TypeError('several elements');
  const [nameSpace, element, ...rest] = listOf(readMembers(claim, ['path']).path).map(asText);
  if (nameSpace === undefined || element === undefined || rest.length > 0) throw new TypeError('not a path of two');
  return {
    id: tokenOf(id, 1),
    docType: asText(readMembers(meta, ['doctype_value']).doctype_value),
    nameSpace,
    element,
  };
}

function membersOf(value: Json | undefined): Members {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new TypeError('not an object');
  return value;
}

/** At least one. */
function listOf(value: Json | undefined): Json[] {
  if (!Array.isArray(value) || value.length === 0) throw new TypeError('not a list');
  return value;
}

function tokenOf(value: Json | undefined, least: number): string {
  const text = asText(value);
  if (text.length < least || !/^[\w-]+$/.test(text)) throw new TypeError('not base64url');
  return text;
}

function refuse(cause: string): never {
  throw new TypeError(cause);
}
