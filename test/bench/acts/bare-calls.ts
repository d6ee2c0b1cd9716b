import { type BinaryLike, constants, createHmac, hash, type KeyObject, verify } from 'node:crypto';
import type { Presentation } from '@bauta/sdk/verifier';

/**
 * The calls of node:crypto and JSON that a redemption cannot do without, in one synchronous function, with none of the
 * strictness around them, each in the form that was measured to be the fastest: it stands between openssl and our own
 * redemption.
 */
export function createBareRedemption(tokenKey: KeyObject, secret: Uint8Array, redeemUrl: string) {
  const rsa = { key: tokenKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const spent = new Set<string>();
  const sha256 = (data: BinaryLike): Buffer => hash('sha256', data, 'buffer');

  return ({ token, proof }: Presentation): Buffer => {
    const bytes = Buffer.from(token, 'base64url');
    const [head = '', body = '', mac = ''] = proof.split('.');
    const { jwk } = JSON.parse(Buffer.from(head, 'base64url').toString());
    const { nonce, ath } = JSON.parse(Buffer.from(body, 'base64url').toString());
    const thumbprint = sha256(`{"crv":"P-256","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`);
    const challenge = Buffer.from(nonce, 'base64url');
    const expected = createHmac('sha256', secret)
      .update(`bauta/challenge/v1\0${redeemUrl}\0`)
      .update(challenge.subarray(0, 39))
      .digest();
    const isGood =
      thumbprint.equals(bytes.subarray(2, 34)) &&
      expected.equals(challenge.subarray(39)) &&
      hash('sha256', token, 'base64url') === ath &&
      verify('sha384', bytes.subarray(0, 98), rsa, bytes.subarray(98)) &&
      verify(
        'sha256',
        Buffer.from(`${head}.${body}`),
        { key: jwk, format: 'jwk', dsaEncoding: 'ieee-p1363' },
        Buffer.from(mac, 'base64url'),
      );
    if (!isGood) throw new Error('a presentation that should be good is not');
    spent.add(sha256(Buffer.concat([bytes.subarray(66, 98), bytes.subarray(2, 34)])).toString('latin1'));
    const code = createHmac('sha256', secret)
      .update('bauta/code/v1\0')
      .update(challenge)
      .update('\0')
      .update(bytes)
      .digest();
    return sha256(code);
  };
}
