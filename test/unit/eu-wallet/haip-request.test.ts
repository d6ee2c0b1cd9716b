import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import {
  createResponseKey,
  formatHaipLink,
  HAIP_SCHEMES,
  type HaipPresentation,
  readAccessCertificate,
  signRequestObject,
} from '@bauta/sdk/eu-wallet/haip';
import { parseBase64 } from '@bauta/sdk/protocol';
import * as x509 from '@peculiar/x509';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseHaipLink } from '../../../services/phone/eudi/haip-link.ts';
import { createTestAccess } from '../../../services/phone/eudi/test-access.ts';

const NOW = Date.UTC(2026, 10, 18, 9, 30) / 1000;
const given = await createTestAccess(NOW);
const other = await createTestAccess(NOW);
const access = await readAccessCertificate(given.chain, given.key);
const authority = pemOf(given.authority);
const presentation: HaipPresentation = {
  audience: { responseUri: 'https://attester.example/evidence/eudi-wallet/answer/1' },
  presentationNonce: 'n'.repeat(43),
  state: 's'.repeat(43),
  responseKey: await createResponseKey(),
  documents: ['proof_of_age'],
};
const withPid: HaipPresentation = { ...presentation, documents: ['proof_of_age', 'pid'] };

function pemOf(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

describe('readAccessCertificate', () => {
  it('knows its client id, which is the hash of the leaf', () => {
    const [leaf] = access.chain;
    const hash = createHash('sha256')
      .update(leaf as Uint8Array)
      .digest('base64url');
    expect(access.clientId).toBe(`x509_hash:${hash}`);
    expect(access.notBefore).toBeLessThan(NOW);
    expect(access.notAfter).toBeGreaterThan(NOW);
    expect(access.privateKey.extractable).toBe(false);
  });

  it.each([
    ['a leaf that signed itself', authority, given.key, /^the first certificate signed itself/],
    ['a chain with its authority', given.chain + authority, given.key, /must not be in the chain/],
    ['a chain that does not hang together', given.chain + other.chain, given.key, /not issued by/],
    ['the key of another certificate', given.chain, other.key, /not the key of/],
    ['nothing', '', given.key, /one to five/],
    ['six certificates', given.chain.repeat(6), given.key, /one to five/],
    ['a key among the certificates', given.chain + given.key, given.key, /PEM blocks of CERTIFICATE alone/],
    ['a certificate for a key', given.chain, given.chain, /PEM blocks of PRIVATE KEY alone/],
    ['two keys', given.chain, given.key.repeat(2), /not one PKCS #8/],
    ['something broken', given.chain.replace('MII', 'AAA'), given.key, /cannot be read/],
  ])('refuses %s', async (_, chain, key, why) => {
    await expect(readAccessCertificate(chain, key)).rejects.toThrow(why);
    await expect(readAccessCertificate(chain, key)).rejects.toThrow(TypeError);
  });
});

describe('signRequestObject', () => {
  it('says who asks, by a chain without its authority, and is signed by the leaf', async () => {
    const jws = await signRequestObject(presentation, access);
    const header = decodeProtectedHeader(jws);
    expect(Object.keys(header)).toEqual(['alg', 'typ', 'x5c']);
    expect(header).toMatchObject({ alg: 'ES256', typ: 'oauth-authz-req+jwt' });
    expect(header.x5c?.map((text) => parseBase64(text))).toEqual(access.chain);
    const key = await new x509.X509Certificate(header.x5c?.[0] as string).publicKey.export();
    await expect(compactVerify(jws, key)).resolves.toBeDefined();
  });

  it('says to a wallet on a phone what HAIP wants, and nothing beside', async () => {
    const { x, y } = presentation.responseKey;
    expect(decodeJwt(await signRequestObject(presentation, access))).toEqual({
      response_type: 'vp_token',
      response_mode: 'direct_post.jwt',
      response_uri: 'https://attester.example/evidence/eudi-wallet/answer/1',
      state: presentation.state,
      client_id: access.clientId,
      aud: 'https://self-issued.me/v2',
      nonce: presentation.presentationNonce,
      dcql_query: {
        credentials: [
          {
            id: 'proof_of_age',
            format: 'mso_mdoc',
            meta: { doctype_value: 'eu.europa.ec.av.1' },
            claims: [{ path: ['eu.europa.ec.av.1', 'age_over_18'] }],
          },
        ],
      },
      client_metadata: {
        jwks: { keys: [{ kty: 'EC', crv: 'P-256', x, y, kid: expect.any(String), alg: 'ECDH-ES', use: 'enc' }] },
        encrypted_response_enc_values_supported: ['A128GCM', 'A256GCM'],
        vp_formats_supported: { mso_mdoc: { issuerauth_alg_values: [-7], deviceauth_alg_values: [-7] } },
      },
    });
  });

  it('says to a browser which origins may ask, and no address', async () => {
    const audience = { origin: 'https://wallet.example' };
    const claims = decodeJwt(await signRequestObject({ ...presentation, audience }, access));
    expect(claims).toMatchObject({ response_mode: 'dc_api.jwt', expected_origins: ['https://wallet.example'] });
    expect(claims).not.toHaveProperty('response_uri');
    expect(claims).not.toHaveProperty('state');
  });

  it('asks for one of two documents, the proof of age first', async () => {
    const { dcql_query: query } = decodeJwt<{ dcql_query: Record<string, unknown> }>(
      await signRequestObject(withPid, access),
    );
    expect(query.credential_sets).toEqual([{ options: [['proof_of_age'], ['pid']] }]);
    expect(JSON.stringify(query.credentials)).toContain('"path":["eu.europa.ec.eudi.pid.1","birth_date"]');
  });

  it('never shows the private half of the key', async () => {
    expect(JSON.stringify(decodeJwt(await signRequestObject(presentation, access)))).not.toContain(
      presentation.responseKey.d,
    );
  });

  it.each<[string, Partial<HaipPresentation>]>([
    ['an address that is not safe', { audience: { responseUri: 'http://attester.example/1' } }],
    ['an origin with a path', { audience: { origin: 'https://wallet.example/app' } }],
    ['a short nonce', { presentationNonce: 'n'.repeat(31) }],
    ['a state that is not base64url', { state: 'a b' }],
    ['nothing to ask for', { documents: [] }],
  ])('refuses %s', async (_, change) => {
    await expect(signRequestObject({ ...presentation, ...change }, access)).rejects.toThrow(TypeError);
  });
});

describe('formatHaipLink', () => {
  const at = 'https://attester.example/evidence/eudi-wallet/request/1';

  it.each(HAIP_SCHEMES)('makes a link of %s that wallets read', (scheme) => {
    const link = formatHaipLink(access, at, scheme);
    expect(link.startsWith(`${scheme}://authorize?`)).toBe(true);
    expect(parseHaipLink(link)).toEqual({ clientId: access.clientId, requestUri: at, method: 'post' });
  });

  it('refuses an address that is not safe', () => {
    expect(() => formatHaipLink(access, 'http://attester.example/1')).toThrow(TypeError);
  });
});

const EXAMPLES = new URL('../../../../shared/fixtures/eu/openid4vp/spec-1.0/', import.meta.url);
const readExample = (name: string) =>
  JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8').replaceAll('{...}', '{}')) as Record<string, unknown>;

describe.skipIf(!existsSync(EXAMPLES))('beside the examples of OpenID4VP 1.0 (needs ../shared/fixtures/eu)', () => {
  it('a signed request for browsers has the members of theirs', async () => {
    const claims = decodeJwt(
      await signRequestObject({ ...presentation, audience: { origin: 'https://wallet.example' } }, access),
    );
    for (const name of Object.keys(readExample('signed_request_payload_compact.json')))
      expect(claims).toHaveProperty(name);
  });

  it('the query and the formats have the shape of theirs', async () => {
    const claims = decodeJwt<Record<string, Record<string, unknown>>>(await signRequestObject(presentation, access));
    const shapeOf = (value: unknown): unknown =>
      Array.isArray(value)
        ? [shapeOf(value[0])]
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]))
          : typeof value;
    expect(shapeOf(claims.dcql_query)).toEqual(shapeOf(readExample('simple_mdoc.json')));
    const formats = { vp_formats_supported: claims.client_metadata?.vp_formats_supported };
    expect(shapeOf(formats)).toEqual(shapeOf(readExample('mso_mdoc_verifier_metadata.json')));
  });
});
