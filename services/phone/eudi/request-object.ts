import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { AgeError, parseJson, readUtf8 } from '@bauta/sdk/protocol';
import * as x509 from '@peculiar/x509';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { type HaipRequest, readHaipRequest } from './haip-request.ts';

/** What a wallet knows before it opens a request. */
export interface RequestTerms {
  /** DER of the authorities whose access certificates it believes. */
  readonly authorities: readonly Uint8Array[];
  /** Unix seconds. */
  readonly now: number;
}

const HEADER = ['alg', 'typ', 'x5c'];
const LONGEST = 32_768;

/**
 * Opens a request object as EUDI wallets do (RFC 9101; OpenID4VP 1.0 §5, §5.9.3): a JWS by the leaf of `x5c`, whose hash
 * is the client id and whose chain ends at an authority that the wallet knows and that is not handed to it.
 * @throws AgeError ERR_PRESENT_REQUEST.
 */
export async function openRequestObject(jws: string, { authorities, now }: RequestTerms): Promise<HaipRequest> {
  try {
    if (jws.length > LONGEST) throw new TypeError('too long');
    const header = decodeProtectedHeader(jws);
    if (Object.keys(header).some((name) => !HEADER.includes(name))) throw new TypeError('an unknown header');
    if (header.alg !== 'ES256' || header.typ !== 'oauth-authz-req+jwt') throw new TypeError('another kind of JWS');
    const chain = (header.x5c ?? []).map((text) => new x509.X509Certificate(text));
    const leaf = await checkChain(chain, authorities, new Date(now * 1000));
    const key = await leaf.publicKey.export({ name: 'ECDSA', namedCurve: 'P-256' }, ['verify']);
    const { payload } = await compactVerify(jws, key, { algorithms: ['ES256'] });
    const request = readHaipRequest(parseJson(readUtf8(payload)));
    const hash = createHash('sha256').update(new Uint8Array(leaf.rawData)).digest('base64url');
    if (request.clientId !== `x509_hash:${hash}`) throw new TypeError('the client id of another certificate');
    return request;
  } catch (error) {
    throw new AgeError('ERR_PRESENT_REQUEST', error instanceof TypeError ? error.message : 'no good request object');
  }
}

/** @returns the leaf. @throws TypeError */
async function checkChain(
  chain: readonly x509.X509Certificate[],
  authorities: readonly Uint8Array[],
  date: Date,
): Promise<x509.X509Certificate> {
  const [leaf] = chain;
  if (leaf === undefined) throw new TypeError('no certificate');
  for (const one of chain) if (await one.isSelfSigned()) throw new TypeError('a certificate that signed itself');
  for (const [i, one] of chain.entries()) {
    const known = authorities.map((der) => new x509.X509Certificate(Uint8Array.from(der)));
    const parents = i + 1 < chain.length ? chain.slice(i + 1, i + 2) : known;
    const signed = await Promise.all(
      parents.map(async ({ subject, publicKey }) => subject === one.issuer && one.verify({ date, publicKey })),
    );
    if (!signed.includes(true)) throw new TypeError('a certificate of nobody the wallet knows');
  }
  return leaf;
}
