import { CompactSign } from 'jose';
import { formatBase64 } from '../../protocol/base64.ts';
import { writeUtf8 } from '../../protocol/bytes.ts';
import { checkPublicUrl } from '../../protocol/names.ts';
import type { AccessCertificate } from './access-certificate.ts';
import { HAIP_DOCUMENTS, type HaipDocument, type HaipPresentation } from './haip-presentation.ts';
import { responseJwk } from './response-key.ts';

/** The content encryptions that an answer may have (HAIP 1.0 §5: both are to be offered). */
export const RESPONSE_ENCRYPTIONS = ['A128GCM', 'A256GCM'] as const;

/** The media type of a request object, and the `typ` of its header without `application/` (RFC 9101 §10.8). */
export const REQUEST_OBJECT_TYPE = 'oauth-authz-req+jwt';

/** COSE's number of ECDSA on P-256 with SHA-256. */
const ES256 = -7;

/** Members that requests to a URL and through the browser do not share (OpenID4VP 1.0 §5.1, §8.2, appendix A.2). */
function membersOf({ audience, state }: HaipPresentation): Readonly<Record<string, unknown>> {
  if ('origin' in audience) return { response_mode: 'dc_api.jwt', expected_origins: [audience.origin] };
  return { response_mode: 'direct_post.jwt', response_uri: audience.responseUri, state };
}

/**
 * The signed request object (RFC 9101, OpenID4VP 1.0 §5, HAIP 1.0 §5) of a presentation, a compact JWS of about 3 KB.
 * It may be made any number of times; wallets fetch one twice.
 * @param walletNonce what the wallet wants to find in it (§5.10).
 * @throws TypeError on a presentation that no request can have.
 */
export async function signRequestObject(
  presentation: HaipPresentation,
  access: AccessCertificate,
  walletNonce?: string,
): Promise<string> {
  const { audience, presentationNonce, state, responseKey, documents } = presentation;
  if ('responseUri' in audience) checkPublicUrl(audience.responseUri);
  if ('origin' in audience && checkPublicUrl(`${audience.origin}/`).origin !== audience.origin) {
    throw new TypeError('not an origin');
  }
  if (!/^[\w-]{32,128}$/.test(presentationNonce)) throw new TypeError('the nonce is not fresh base64url');
  if (!/^[\w-]{1,256}$/.test(state)) throw new TypeError('the state is not base64url');
  const claims = {
    response_type: 'vp_token',
    ...membersOf(presentation),
    client_id: access.clientId,
    aud: 'https://self-issued.me/v2',
    nonce: presentationNonce,
    dcql_query: queryFor(documents),
    client_metadata: {
      jwks: { keys: [await responseJwk(responseKey)] },
      encrypted_response_enc_values_supported: RESPONSE_ENCRYPTIONS,
      vp_formats_supported: { mso_mdoc: { issuerauth_alg_values: [ES256], deviceauth_alg_values: [ES256] } },
    },
    ...(walletNonce === undefined ? {} : { wallet_nonce: walletNonce }),
  };
  return new CompactSign(writeUtf8(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', typ: REQUEST_OBJECT_TYPE, x5c: access.chain.map((der) => formatBase64(der)) })
    .sign(access.privateKey);
}

/** DCQL (OpenID4VP 1.0 §6): each document with its one element; of several, the first that the wallet has. */
function queryFor(documents: readonly HaipDocument[]): Readonly<Record<string, unknown>> {
  if (documents.length === 0) throw new TypeError('nothing is asked for');
  const credentials = documents.map((id) => {
    const { kind, element } = HAIP_DOCUMENTS[id];
    return {
      id,
      format: 'mso_mdoc',
      meta: { doctype_value: kind.docType },
      claims: [{ path: [kind.nameSpace, element] }],
    };
  });
  // Without the set a wallet would have to show all of them.
  const sets = documents.length === 1 ? {} : { credential_sets: [{ options: documents.map((id) => [id]) }] };
  return { credentials, ...sets };
}
