import { formatPresentationRequest } from '@bauta/sdk/eu-wallet';
import { describe, expect, it } from 'vitest';
import { parsePresentationRequest } from '../../../services/phone/request.ts';
import { outcomeOf } from '../eu-wallet/figures.ts';

const responseUri = 'https://attester.example/evidence/1';
const link = formatPresentationRequest({ responseUri, presentationNonce: 'n'.repeat(43), state: 'abc' });
const parameters = () => new URLSearchParams(link.split('?')[1]);
type Query = {
  credentials: { id: string; format: string; meta: Record<string, unknown>; claims: Record<string, unknown>[] }[];
};

function linkWith(change: Record<string, string | null>): string {
  const changed = parameters();
  for (const [name, value] of Object.entries(change)) value === null ? changed.delete(name) : changed.set(name, value);
  return `av://authorize?${changed}`;
}

function linkAsking(change: (query: Query) => void): string {
  const query = JSON.parse(parameters().get('dcql_query') as string) as Query;
  change(query);
  return linkWith({ dcql_query: JSON.stringify(query) });
}

const first = (query: Query) => query.credentials[0] as Query['credentials'][0];

describe('parsePresentationRequest', () => {
  it('takes what a presentation verifier of the SDK sends, over https and on loopback', () => {
    expect(parsePresentationRequest(link)).toMatchObject({ responseUri, element: 'age_over_18', state: 'abc' });
    const local = 'http://attester.localhost:4002/evidence/1';
    const request = linkWith({ response_uri: local, client_id: `redirect_uri:${local}` });
    expect(parsePresentationRequest(request).responseUri).toBe(local);
  });

  it.each(['openid4vp', 'eudi-openid4vp', 'mdoc-openid4vp', 'avsp', 'av'])(
    'takes the scheme %s of the shipped app',
    (scheme) => {
      expect(parsePresentationRequest(link.replace('av:', `${scheme}:`))).toMatchObject({ responseUri });
    },
  );

  it.each([
    ['another scheme', link.replace('av:', 'haip-vp:')],
    ['a scheme that only looks known', link.replace('av:', 'mdoc:')],
    ['another host', link.replace('authorize', 'present')],
    ['nothing but the scheme', 'av://authorize'],
    ['no host, as a deployed verifier writes it', link.replace('authorize', '')],
    [
      'an encryption offered for an answer in clear',
      linkWith({
        client_metadata:
          '{"vp_formats_supported":{"mso_mdoc":{}},"encrypted_response_enc_values_supported":["A128GCM"]}',
      }),
    ],
    ['transaction data', linkWith({ transaction_data: '[]' })],
    ['a request by reference', linkWith({ request_uri: 'https://attester.example/r' })],
    ['a signed request', linkWith({ request: 'e30.e30.' })],
    ['metadata of the verifier', linkWith({ client_metadata: '{}' })],
    ['a redirect URI', linkWith({ redirect_uri: responseUri })],
    ['a missing state', linkWith({ state: null })],
    ['a missing nonce', linkWith({ nonce: null })],
    ['an empty nonce', linkWith({ nonce: '' })],
    ['a doubled nonce', `${link}&nonce=other`],
    ['another response type', linkWith({ response_type: 'code' })],
    ['an encrypted answer', linkWith({ response_mode: 'direct_post.jwt' })],
    ['a client id of another kind', linkWith({ client_id: 'x509_hash:abc' })],
    ['a client id that is another URI', linkWith({ client_id: `redirect_uri:${responseUri}/` })],
    [
      'a response URI over http',
      linkWith({ response_uri: 'http://attester.example/1', client_id: 'redirect_uri:http://attester.example/1' }),
    ],
    ['no query', linkWith({ dcql_query: '' })],
    ['two credentials', linkAsking((query) => query.credentials.push(first(query)))],
    ['another format', linkAsking((query) => (first(query).format = 'dc+sd-jwt'))],
    ['a zero-knowledge format', linkAsking((query) => (first(query).format = 'mso_mdoc_zk'))],
    ['another document', linkAsking((query) => (first(query).meta.doctype_value = 'eu.europa.ec.eudi.pid.1'))],
    ['a date of birth', linkAsking((query) => (first(query).claims = [{ path: ['eu.europa.ec.av.1', 'birth_date'] }]))],
    [
      'another name space',
      linkAsking((query) => (first(query).claims = [{ path: ['org.iso.18013.5.1', 'age_over_18'] }])),
    ],
    ['two claims', linkAsking((query) => first(query).claims.push({ path: ['eu.europa.ec.av.1', 'age_over_21'] }))],
    ['an unknown member', linkAsking((query) => Object.assign(query, { credential_sets: [] }))],
  ])('refuses %s', async (_why, request) => {
    expect(await outcomeOf(() => parsePresentationRequest(request))).toBe('ERR_PRESENT_REQUEST');
  });
});
