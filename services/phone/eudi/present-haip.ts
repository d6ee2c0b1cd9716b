import { check, formatBase64url } from '@bauta/sdk/protocol';
import { type Delivered, deliver } from '../deliver.ts';
import { type AnswerOptions, answerRequest, type Hold, transcriptOf } from './answer-request.ts';
import { type HaipLink, parseHaipLink } from './haip-link.ts';
import type { HaipRequest } from './haip-request.ts';
import { openRequestObject, type RequestTerms } from './request-object.ts';

type Fetch = (request: Request) => Promise<Response>;

const MEDIA_TYPE = 'application/oauth-authz-req+jwt';

/** What a wallet says of itself when it asks for a request (OpenID4VP 1.0 §10). */
const WALLET_METADATA = {
  client_id_prefixes_supported: ['x509_hash'],
  vp_formats_supported: { mso_mdoc: { issuerauth_alg_values: [-7], deviceauth_alg_values: [-7] } },
  request_object_signing_alg_values_supported: ['ES256'],
};

/**
 * Answers a presentation verifier's `haip-vp://` link as EUDI wallets do: fetches the signed request, judges it, and
 * posts an encrypted answer.
 * @param fetch carries two requests; redirections are not followed.
 * @throws AgeError ERR_PRESENT_REQUEST for a request that no wallet would take, and what `deliver` throws.
 */
export async function presentHaip(
  link: string,
  hold: Hold,
  terms: RequestTerms,
  fetch: Fetch,
  options: AnswerOptions = {},
): Promise<Delivered> {
  const request = await fetchRequest(parseHaipLink(link), terms, fetch);
  const response = await answerRequest(request, await transcriptOf(request), hold, options);
  return deliver(responseUriOf(request), new URLSearchParams({ response }), fetch);
}

/** Tells the verifier that the person said no (OpenID4VP 1.0 §8.5). @throws AgeError as `presentHaip` */
export async function declineHaip(link: string, terms: RequestTerms, fetch: Fetch): Promise<void> {
  const request = await fetchRequest(parseHaipLink(link), terms, fetch);
  const { audience } = request;
  const state = 'state' in audience ? audience.state : '';
  const form = new URLSearchParams({ error: 'access_denied', state });
  await fetch(new Request(responseUriOf(request), { method: 'POST', body: form, redirect: 'manual' }));
}

/** The request that a link leads to, fetched and judged. @throws AgeError ERR_PRESENT_REQUEST */
export async function fetchRequest(link: HaipLink, terms: RequestTerms, fetch: Fetch): Promise<HaipRequest> {
  const walletNonce = link.method === 'post' ? formatBase64url(crypto.getRandomValues(new Uint8Array(32))) : undefined;
  const answer = await fetch(walletNonce === undefined ? getOf(link) : postOf(link, walletNonce));
  check(answer.status === 200, 'ERR_PRESENT_REQUEST', 'the request cannot be fetched');
  const [mediaType] = (answer.headers.get('content-type') ?? '').split(';');
  check(mediaType === MEDIA_TYPE, 'ERR_PRESENT_REQUEST', 'the request is of another media type');
  const request = await openRequestObject(await answer.text(), terms);
  check(request.clientId === link.clientId, 'ERR_PRESENT_REQUEST', 'the request of another client than the link');
  check(request.walletNonce === walletNonce, 'ERR_PRESENT_REQUEST', 'the request has another nonce of the wallet');
  const isSameHost = new URL(responseUriOf(request)).host === new URL(link.requestUri).host;
  check(isSameHost, 'ERR_PRESENT_REQUEST', 'the answer goes to another host than the request came from');
  return request;
}

function responseUriOf({ audience }: HaipRequest): string {
  check('responseUri' in audience, 'ERR_PRESENT_REQUEST', 'a request for browsers');
  return audience.responseUri;
}

const getOf = ({ requestUri }: HaipLink): Request =>
  new Request(requestUri, { headers: { accept: MEDIA_TYPE }, redirect: 'manual' });

const postOf = ({ requestUri }: HaipLink, walletNonce: string): Request =>
  new Request(requestUri, {
    method: 'POST',
    headers: { accept: MEDIA_TYPE },
    body: new URLSearchParams({ wallet_nonce: walletNonce, wallet_metadata: JSON.stringify(WALLET_METADATA) }),
    redirect: 'manual',
  });
