import { readFileSync } from 'node:fs';
import { formatBase64url, formatHex, parseHex, writeUtf8 } from '@bauta/sdk/protocol';
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, it } from 'vitest';
import { deriveRecipientKey, openSealed } from '../../../sdk/eu-wallet/hpke.ts';
import { seal } from '../../../services/phone/hpke.ts';

const { hpke: vector } = JSON.parse(
  readFileSync(new URL('../../vectors/eu-wallet-sessions.json', import.meta.url), 'utf8'),
) as { hpke: Record<string, string> };
const bytes = (name: string) => parseHex(vector[name] as string);
const point = bytes('publicKey');
const jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: formatBase64url(point.slice(1, 33)),
  y: formatBase64url(point.slice(33)),
  d: formatBase64url(bytes('privateKey')),
};
const sealed = { encapsulatedKey: bytes('encapsulatedKey'), cipherText: bytes('cipherText') };
const bound = { info: bytes('info'), aad: bytes('aad') };

describe('HPKE in base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM', () => {
  it('derives the key pair of RFC 9180, A.3.1', async () => {
    expect(await deriveRecipientKey(bytes('seed'))).toEqual(jwk);
  });

  it('opens what is sealed there', async () => {
    const opened = await openSealed(jwk, sealed, bound);
    expect(opened && formatHex(opened)).toBe(vector.plainText);
  });

  it.each([
    ['another info', sealed, { ...bound, info: writeUtf8('other') }],
    ['another aad', sealed, { info: bound.info }],
    ['nothing sealed', { ...sealed, cipherText: new Uint8Array() }, bound],
    ['less than a tag', { ...sealed, cipherText: sealed.cipherText.slice(0, 15) }, bound],
    ['a tag alone', { ...sealed, cipherText: sealed.cipherText.slice(-16) }, bound],
    ['a byte more', { ...sealed, cipherText: Uint8Array.from([...sealed.cipherText, 0]) }, bound],
    ['a point off the curve', { ...sealed, encapsulatedKey: new Uint8Array(65).fill(4) }, bound],
    ['a compressed point', { ...sealed, encapsulatedKey: sealed.encapsulatedKey.slice(0, 33) }, bound],
    ['an empty key', { ...sealed, encapsulatedKey: new Uint8Array() }, bound],
  ])('opens nothing with %s', async (_why, one, terms) => {
    expect(await openSealed(jwk, one, terms)).toBeNull();
  });

  it('opens nothing with any one byte changed', async () => {
    for (const name of ['encapsulatedKey', 'cipherText'] as const) {
      for (let at = 0; at < sealed[name].length; at++) {
        const altered = sealed[name].slice();
        altered[at] = (altered[at] as number) ^ 1;
        expect(await openSealed(jwk, { ...sealed, [name]: altered }, bound), `${name} ${at}`).toBeNull();
      }
    }
  });

  it.each([
    ['without its private half', { ...jwk, d: undefined }],
    ['on another curve', { ...jwk, crv: 'P-384' }],
    ['of other halves', { ...jwk, d: formatBase64url(new Uint8Array(32).fill(1)) }],
  ])('takes a key %s for a mistake', async (_why, key) => {
    await expect(openSealed(key as JsonWebKey, sealed, bound)).rejects.toThrow(TypeError);
  });

  it('opens what the phone seals, which shares no code with it', async () => {
    for (const length of [0, 1, 1500, 400_000]) {
      const message = new Uint8Array(length).fill(7);
      const { enc, cipherText } = await seal(point, bound.info, message);
      const opened = await openSealed(jwk, { encapsulatedKey: enc, cipherText }, { info: bound.info });
      expect(opened).toEqual(message);
    }
  });

  it('opens what @hpke/core seals, and derives the key that it derives', async () => {
    const suite = new CipherSuite({
      kem: new DhkemP256HkdfSha256(),
      kdf: new HkdfSha256(),
      aead: new Aes128Gcm(),
    });
    for (let round = 0; round < 20; round++) {
      const seed = crypto.getRandomValues(new Uint8Array(32));
      const own = await deriveRecipientKey(seed);
      const { publicKey, privateKey } = await suite.kem.deriveKeyPair(seed.buffer);
      expect((await crypto.subtle.exportKey('jwk', privateKey)).d).toBe(own.d);
      const message = crypto.getRandomValues(new Uint8Array(round * 97));
      const sender = await suite.createSenderContext({ recipientPublicKey: publicKey, info: bound.info.buffer });
      const cipherText = new Uint8Array(await sender.seal(message.buffer, bound.aad.buffer));
      const opened = await openSealed(own, { encapsulatedKey: new Uint8Array(sender.enc), cipherText }, bound);
      expect(opened).toEqual(message);
    }
  });
});
