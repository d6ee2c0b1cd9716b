import {
  AUTHENTICATOR_LENGTH,
  type Bytes,
  challengeForGrants,
  challengeForTokens,
  digestChallenge,
  formatBase64url,
  formatHex,
  GRANT_NONCE_LIFETIME,
  GRANT_REQUESTS_MAX,
  nullifierOf,
  readToken,
  readTokenChallenge,
  readTokenRequest,
  readTokenResponse,
  TOKEN_CHARACTERS,
  TOKEN_INPUT_LENGTH,
  TOKEN_LENGTH,
  TOKEN_REQUEST_LENGTH,
  type Token,
  thumbprintOf,
  writeToken,
  writeTokenChallenge,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded, sha256 } from '../../generate/vectors/seeded.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((drawn) => new Uint8Array(drawn));
const token: fc.Arbitrary<Token> = fc.record({
  nonce: bytes(32),
  challengeDigest: bytes(32),
  tokenKeyId: bytes(32),
  authenticator: bytes(256),
});

/** Every length up to `most` but one. */
const otherLengths = (length: number, most: number) =>
  Array.from({ length: most }, (_, i) => i).filter((i) => i !== length);

describe('a token', () => {
  it('is 354 bytes, 98 of them signed, 472 characters', () => {
    fc.assert(
      fc.property(token, (one) => {
        const written = writeToken(one);
        expect(readToken(written)).toEqual(one);
        expect(written).toHaveLength(TOKEN_LENGTH);
        expect(formatBase64url(written)).toHaveLength(TOKEN_CHARACTERS);
        expect(writeTokenInput(one)).toEqual(written.slice(0, TOKEN_INPUT_LENGTH));
        expect(formatHex(written.slice(0, 2))).toBe('0002');
      }),
    );
  });

  it('is refused in every other length and of every other type', () => {
    const good = new Uint8Array(TOKEN_LENGTH);
    good[1] = 2;
    expect(() => readToken(good)).not.toThrow();
    for (const length of otherLengths(TOKEN_LENGTH, 800)) {
      const other = new Uint8Array(length);
      other.set(good.slice(0, length));
      expect(() => readToken(other), String(length)).toThrow(TypeError);
    }
    for (const [high, low] of [
      [0, 0],
      [0, 1],
      [0, 3],
      [2, 0],
      [0xda, 0x7a],
      [2, 2],
    ] as const) {
      const other = good.slice();
      [other[0], other[1]] = [high, low];
      expect(() => readToken(other)).toThrow(TypeError);
    }
  });

  it('has a nullifier of key and nonce alone', async () => {
    const draw = seeded('nullifier');
    const one: Token = { nonce: draw(32), challengeDigest: draw(32), tokenKeyId: draw(32), authenticator: draw(256) };
    const nullifier = await nullifierOf(one);
    expect(nullifier).toEqual(sha256(one.tokenKeyId, one.nonce));
    expect(await nullifierOf({ ...one, authenticator: draw(256), challengeDigest: draw(32) })).toEqual(nullifier);
    expect(await nullifierOf({ ...one, nonce: draw(32) })).not.toEqual(nullifier);
    expect(await nullifierOf({ ...one, tokenKeyId: draw(32) })).not.toEqual(nullifier);
  });
});

describe('a token request and its response', () => {
  it('are 259 and 256 bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), bytes(256), (truncatedKeyId, blindedMessage) => {
        const written = writeTokenRequest({ truncatedKeyId, blindedMessage });
        expect(written).toHaveLength(TOKEN_REQUEST_LENGTH);
        expect(readTokenRequest(written)).toEqual({ truncatedKeyId, blindedMessage });
        expect(readTokenResponse(blindedMessage)).toEqual(blindedMessage);
      }),
    );
  });

  it('are refused in every other length', () => {
    const request = new Uint8Array(600);
    request[1] = 2;
    for (const length of otherLengths(TOKEN_REQUEST_LENGTH, 600)) {
      expect(() => readTokenRequest(request.slice(0, length)), String(length)).toThrow(TypeError);
    }
    for (const length of otherLengths(AUTHENTICATOR_LENGTH, 600)) {
      expect(() => readTokenResponse(request.slice(0, length)), String(length)).toThrow(TypeError);
    }
    request[1] = 1;
    expect(() => readTokenRequest(request.slice(0, TOKEN_REQUEST_LENGTH))).toThrow(TypeError);
    expect(() => writeTokenRequest({ truncatedKeyId: 256, blindedMessage: new Uint8Array(256) })).toThrow(TypeError);
  });
});

describe('a token challenge', () => {
  it('comes back as it was written', () => {
    const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
    const context = fc.oneof(fc.constant(new Uint8Array()), bytes(32));
    fc.assert(
      fc.property(name, context, fc.string({ unit: 'grapheme' }), (issuerName, redemptionContext, originInfo) => {
        const challenge = { tokenType: 2, issuerName, redemptionContext, originInfo };
        expect(readTokenChallenge(writeTokenChallenge(challenge))).toEqual(challenge);
      }),
    );
  });

  const written = (hex: string): Bytes => new Uint8Array(Buffer.from(hex, 'hex'));

  it.each([
    ['nothing', ''],
    ['no issuer name', '0002' + '0000' + '00' + '0000'],
    ['a context of 31 bytes', `0002000161${'1f'}${'00'.repeat(31)}0000`],
    ['a context of 33 bytes', `0002000161${'21'}${'00'.repeat(33)}0000`],
    ['a byte left over', '0002' + '000161' + '00' + '0000' + '00'],
    ['a byte missing', '0002' + '000161' + '00' + '00'],
    ['an issuer name that is not UTF-8', '0002' + '0001e9' + '00' + '0000'],
    ['an origin that is not UTF-8', '0002' + '000161' + '00' + '0001e9'],
    ['a length beyond the end', '0002' + 'ffff61' + '00' + '0000'],
  ])('is refused with %s', (_, hex) => {
    expect(() => readTokenChallenge(written(hex))).toThrow(TypeError);
  });

  it('is one constant for all tokens of an issuer, and binds a grant to attester and issuer', async () => {
    expect(formatHex(writeTokenChallenge(challengeForTokens('issuer.example')))).toBe(
      `0002000e${Buffer.from('issuer.example').toString('hex')}000000`,
    );
    expect(challengeForGrants('attester.example', 'issuer.example')).toMatchObject({
      issuerName: 'attester.example',
      originInfo: 'issuer.example',
    });
    const digests = await Promise.all(
      [
        challengeForTokens('issuer.example'),
        challengeForTokens('attester.example'),
        challengeForGrants('attester.example', 'issuer.example'),
        challengeForGrants('issuer.example', 'attester.example'),
        challengeForGrants('issuer.example', ''),
      ].map(digestChallenge),
    );
    // A grant for no issuer would be a token of that name; no issuer has an empty name.
    expect(new Set(digests.map(formatHex)).size).toBe(4);
  });

  it('has no room for a name of 65,536 bytes', () => {
    expect(() => writeTokenChallenge(challengeForTokens('a'.repeat(65_536)))).toThrow(TypeError);
  });
});

describe('a thumbprint', () => {
  it('is SHA-256 of the four members in the order of their names, RFC 7638 §3', async () => {
    const draw = seeded('thumbprint');
    const [x, y] = [draw(32), draw(32)];
    const text = JSON.stringify({ crv: 'P-256', kty: 'EC', x: formatBase64url(x), y: formatBase64url(y) });
    expect(await thumbprintOf(x, y)).toEqual(sha256(new Uint8Array(Buffer.from(text))));
    expect(await thumbprintOf(y, x)).not.toEqual(await thumbprintOf(x, y));
  });
});

it('at most 30 grants are asked for within 300 seconds', () => {
  expect([GRANT_REQUESTS_MAX, GRANT_NONCE_LIFETIME]).toEqual([30, 300]);
});
