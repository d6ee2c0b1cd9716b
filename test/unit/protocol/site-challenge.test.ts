import {
  type Bytes,
  findSiteChallengeSecret,
  isSiteChallengeFresh,
  readSiteChallenge,
  SITE_CHALLENGE_LENGTH,
  writeSiteChallenge,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const url = 'https://site.example/_age/redeem';
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes));
const parts = fc.record({
  mode: fc.constantFrom(1, 2),
  threshold: fc.integer({ min: 1, max: 120 }),
  issuedAt: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  preHash: bytes32,
});

describe("a site's challenge", () => {
  it('comes back as it was written, and is known to whoever has the secret', async () => {
    await fc.assert(
      fc.asyncProperty(parts, bytes32, bytes32, async (challenge, secret, other) => {
        const written = await writeSiteChallenge(challenge, url, secret);
        expect(written).toHaveLength(SITE_CHALLENGE_LENGTH);
        expect(readSiteChallenge(written)).toEqual(challenge);
        expect(await findSiteChallengeSecret(written, url, [secret])).toBe(secret);
        expect(await findSiteChallengeSecret(written, url, [other, secret])).toBe(secret);
        expect(await findSiteChallengeSecret(written, url, [other])).toBe(undefined);
        expect(await findSiteChallengeSecret(written, url, [])).toBe(undefined);
        expect(await findSiteChallengeSecret(written, `${url}/`, [secret])).toBe(undefined);
      }),
    );
  });

  it('is unknown with any bit of any byte changed', async () => {
    const secret = new Uint8Array(32).fill(7);
    const challenge = { mode: 1, threshold: 18, issuedAt: 1_795_255_200, preHash: new Uint8Array(32).fill(9) };
    const written = await writeSiteChallenge(challenge, url, secret);
    for (let at = 0; at < written.length; at++) {
      for (const bit of [0x01, 0x80]) {
        const altered = written.slice();
        altered[at] = (altered[at] as number) ^ bit;
        expect(await findSiteChallengeSecret(altered, url, [secret]), `byte ${at}`).toBe(undefined);
      }
    }
    expect(await findSiteChallengeSecret(written.slice(0, 70), url, [secret])).toBe(undefined);
    expect(await findSiteChallengeSecret(Uint8Array.from([...written, 0]), url, [secret])).toBe(undefined);
    expect(await findSiteChallengeSecret(new Uint8Array(), url, [secret])).toBe(undefined);
  });

  it('does not mistake the end of an address for the beginning of a challenge', async () => {
    const secret = new Uint8Array(32).fill(7);
    const challenge = { mode: 1, threshold: 18, issuedAt: 1, preHash: new Uint8Array(32) };
    const one = await writeSiteChallenge(challenge, url, secret);
    expect(await findSiteChallengeSecret(one, `${url}\u0000`, [secret])).toBe(undefined);
  });

  it.each([0, 2, 255])('of version %i is refused', async (version) => {
    const bytes = new Uint8Array(71);
    bytes[0] = version;
    expect(() => readSiteChallenge(bytes)).toThrow(TypeError);
  });

  it.each([0, 1, 38, 39, 70, 72, 142])('of %i bytes is refused', (length) => {
    expect(() => readSiteChallenge(new Uint8Array(length).fill(1, 0, 1))).toThrow(TypeError);
  });

  it.each<[string, object]>([
    ['a pre_hash of 31 bytes', { preHash: new Uint8Array(31) as Bytes }],
    ['a pre_hash of 33 bytes', { preHash: new Uint8Array(33) as Bytes }],
    ['an age that has no room', { threshold: 274 }],
    ['a mode that has no room', { mode: 257 }],
    ['half a second', { issuedAt: 0.5 }],
    ['a time before 1970', { issuedAt: -1 }],
    ['a time after 2106', { issuedAt: 2 ** 32 }],
  ])('is not written with %s', async (_, change) => {
    const challenge = { mode: 1, threshold: 18, issuedAt: 1, preHash: new Uint8Array(32), ...change };
    await expect(writeSiteChallenge(challenge, url, new Uint8Array(32))).rejects.toThrow(TypeError);
  });

  it.each([
    [-6, false],
    [-5, true],
    [0, true],
    [599, true],
    [600, false],
    [1_000_000, false],
    [-1_000_000, false],
  ])('%i seconds after it was issued: fresh is %s', (age, isFresh) => {
    expect(isSiteChallengeFresh(1_795_255_200, 1_795_255_200 + age)).toBe(isFresh);
  });
});
