import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseHaipLink } from '../../services/phone/eudi/haip-link.ts';
import { fetchRequest } from '../../services/phone/eudi/present-haip.ts';
import { createVerifier, requestTerms } from './verifier.ts';

const TYPE = 'application/oauth-authz-req+jwt';

// The module oid4vp-1final-verifier-request-uri-method-post: a wallet that fetches the request by POST finds its own
// nonce in it (OpenID4VP 1.0 §5.10); one that does not finds none.
describe('oid4vp-1final-verifier-request-uri-method-post', () => {
  it('asks for POST, over https and without a fragment', async () => {
    const { request, here } = await createVerifier().begin('eudi-wallet');
    for (const link of [request, here]) {
      const { method, requestUri } = parseHaipLink(link as string);
      expect(method).toBe('post');
      expect(requestUri).toMatch(/^https:[^#]+$/);
    }
  });

  it('gives the nonce back, by POST alone', async () => {
    const verifier = createVerifier();
    const link = parseHaipLink((await verifier.begin('eudi-wallet')).request as string);
    const posted = await fetchRequest(link, requestTerms, verifier.fetch);
    expect(posted.walletNonce).toMatch(/^[\w-]{43}$/);
    const got = await fetchRequest({ ...link, method: 'get' }, requestTerms, verifier.fetch);
    expect(got.walletNonce).toBeUndefined();
  });

  it('answers with the media type of request objects, and any characters of a nonce', async () => {
    const verifier = createVerifier();
    const { requestUri } = parseHaipLink((await verifier.begin('eudi-wallet')).request as string);
    // As the reference wallet sends it: base64 with padding.
    const body = new URLSearchParams({ wallet_nonce: 'kxbJ//QQ/qheqcBnVzjZPg==', wallet_metadata: '{}' });
    const answer = await verifier.fetch(new Request(requestUri, { method: 'POST', body }));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, TYPE]);
    expect(decodeJwt(await answer.text()).wallet_nonce).toBe('kxbJ//QQ/qheqcBnVzjZPg==');
  });
});
