import { createPublicKey, type JsonWebKey } from 'node:crypto';
import {
  formatBase64url,
  hashToken,
  PROOF_MAX_CHARACTERS,
  parseBase64url,
  parseProof,
  readUtf8,
  signProof,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyEs256 } from '../../../sdk/protocol/crypto/node.ts';
import { p256FromSeed } from '../../generate/vectors/es256.ts';
import { thumbprintOf, twinOf, writeProof } from '../../generate/vectors/wallet.ts';
import { HOLDER, NOW, REDEEM_URL, worldChallenge } from '../../generate/vectors/world.ts';

const token = 'A'.repeat(472);
const challenge = worldChallenge();
const input = { key: HOLDER, token, audience: REDEEM_URL, challenge, issuedAt: NOW };

describe('a proof of possession', () => {
  it('comes back as it was signed, and its signature holds', async () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const key = p256FromSeed(seed);
      const proof = parseProof(await signProof({ ...input, key }));
      const ath = await hashToken(token);
      expect(proof).toMatchObject({
        x: key.x,
        y: key.y,
        method: 'POST',
        audience: REDEEM_URL,
        challenge,
        issuedAt: NOW,
      });
      expect([proof.tokenHash, proof.id]).toEqual([ath, ath]);
      expect(verifyEs256(proof.x, proof.y, proof.signed, proof.signature)).toBe(true);
      expect(verifyEs256(proof.y, proof.x, proof.signed, proof.signature)).toBe(false);
    }
  });

  it('says the same as a second wallet would', async () => {
    const texts = (proof: string) =>
      proof
        .split('.')
        .slice(0, 2)
        .map((part) => JSON.parse(readUtf8(parseBase64url(part))));
    const other = writeProof({ holder: HOLDER, token, audience: REDEEM_URL, challenge, issuedAt: NOW });
    expect(texts(await signProof(input))).toEqual(texts(other));
  });

  it('is at most 2,048 characters for a redeem URL of 1,000', async () => {
    const audience = `https://site.example/${'a'.repeat(979)}`;
    const proof = await signProof({ ...input, audience });
    expect(proof.length).toBeLessThan(PROOF_MAX_CHARACTERS);
    expect(parseProof(proof).audience).toBe(audience);
  });

  it('is refused with any one character of it left out', async () => {
    const proof = await signProof(input);
    const [head, body] = proof.split('.') as [string, string];
    for (let at = 0; at < proof.length; at++) {
      const cut = proof.slice(0, at) + proof.slice(at + 1);
      try {
        // A shorter payload can still be JSON; then it says something else and its signature does not hold.
        const { x, y, signed, signature } = parseProof(cut);
        expect(verifyEs256(x, y, signed, signature), `without character ${at}`).toBe(false);
      } catch (error) {
        expect(error instanceof TypeError || error instanceof SyntaxError).toBe(true);
      }
    }
    expect(head.length + body.length).toBeGreaterThan(300);
  });

  it('throws nothing but TypeError and SyntaxError', () => {
    const segment = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.json().map((text) => formatBase64url(new Uint8Array(Buffer.from(text)))),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        try {
          parseProof(segments.join('.'));
          expect.fail('was read');
        } catch (error) {
          expect(error instanceof TypeError || error instanceof SyntaxError, String(error)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the twin of a key', () => {
  it('is imported by Node and by WebCrypto, with another thumbprint: so it is refused before', async () => {
    const [x, y] = [formatBase64url(HOLDER.x), formatBase64url(HOLDER.y)];
    const jwk = { kty: 'EC', crv: 'P-256', x: twinOf(x), y };
    expect(jwk.x).not.toBe(x);
    const spki = (key: JsonWebKey) => createPublicKey({ key, format: 'jwk' }).export({ format: 'der', type: 'spki' });
    expect(spki(jwk)).toEqual(spki({ ...jwk, x }));
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    await expect(crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])).resolves.toBeDefined();
    const twin = writeProof({
      holder: HOLDER,
      token,
      audience: REDEEM_URL,
      challenge,
      issuedAt: NOW,
      jwk: { x: twinOf(x) },
    });
    expect(() => parseProof(twin)).toThrow(TypeError);
    expect(thumbprintOf(HOLDER)).toHaveLength(32);
  });
});
