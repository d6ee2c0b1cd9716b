import type { Bytes } from '@bauta/sdk/protocol';
import { signRaw } from './rsa.ts';
import { base64url, big, hex, join, number, seeded, sha256 } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { thumbprintOf, writeTokenChallenge } from './wallet.ts';
import { HOLDER, ISSUER, KEYS, MONDAY, NOW, SITE, STRANGER, unlistedKey, WEEK, worldToken } from './world.ts';

/** Tokens as `verifyToken` judges them: who holds one, and whether it was spent, is not asked. */
export function tokenVectors(): VectorFile {
  const { rsa } = KEYS.current;
  const challenge = writeTokenChallenge(ISSUER);
  const good = worldToken();
  const judged = (id: string, about: string, token: Bytes, result: Result, now = NOW) => {
    return { id, about, result, now, token: hex(token) };
  };
  const taken = (id: string, about: string, holder: typeof HOLDER) => {
    const token = worldToken({ holder });
    const tokenKeyId = sha256(rsa.spki);
    const nonce = thumbprintOf(holder);
    return {
      ...judged(id, about, token, 'accepted'),
      parts: {
        holder: { d: hex(holder.d), x: hex(holder.x), y: hex(holder.y) },
        nonce: hex(nonce),
        tokenChallenge: hex(challenge),
        challengeDigest: hex(sha256(challenge)),
        spki: hex(rsa.spki),
        tokenKeyId: hex(tokenKeyId),
        tokenInput: hex(token.slice(0, 98)),
        authenticator: hex(token.slice(98)),
        text: base64url(token),
        nullifier: hex(sha256(tokenKeyId, nonce)),
      },
    };
  };
  const flipped = (index: number) => good.map((byte, i) => (i === index ? byte ^ 1 : byte)) as Bytes;
  const previous = worldToken({ rsa: KEYS.previous.rsa });
  const next = worldToken({ rsa: KEYS.next.rsa });
  const raw = join(good.slice(0, 98), signRaw(rsa, join(number(0, 158), good.slice(0, 98))));
  return vectorFile(
    'token',
    'A token is 354 bytes under a key of its epoch and age: protocol.md §3, RFC 9578 §6.',
    [
      taken('token', 'nonce, input, authenticator, nullifier of one token', HOLDER),
      taken('another-holder', 'the same under the same key, for another holder', STRANGER),
      judged(
        'other-salt',
        'the same nonce, signed again: good, and the nullifier is the same',
        worldToken({ salt: seeded('another salt')(48) }),
        'accepted',
      ),
      judged('previous-epoch', "last week's token", previous, 'accepted'),
      judged(
        'last-second',
        'ten minutes after the week after its own, less a second',
        previous,
        'accepted',
        MONDAY + WEEK + 599,
      ),
      judged(
        'a-second-late',
        'ten minutes after the week after its own',
        previous,
        'ERR_TOKEN_WINDOW',
        MONDAY + WEEK + 600,
      ),
      judged('first-second', 'ten minutes before its week', next, 'accepted', MONDAY + WEEK - 600),
      judged(
        'a-second-early',
        'ten minutes and a second before its week',
        next,
        'ERR_TOKEN_WINDOW',
        MONDAY + WEEK - 601,
      ),
      judged('353-bytes', 'a byte short', good.slice(0, 353), 'ERR_TOKEN_MALFORMED'),
      judged('355-bytes', 'a byte long', join(good, Uint8Array.of(0)), 'ERR_TOKEN_MALFORMED'),
      judged('other-type', 'of token type 0x0001, signed as such', worldToken({ tokenType: 1 }), 'ERR_TOKEN_MALFORMED'),
      judged(
        'unlisted-key',
        'under a key that the directory does not list',
        worldToken({ rsa: unlistedKey() }),
        'ERR_TOKEN_KEY_UNKNOWN',
      ),
      judged(
        'other-age',
        'under the key for 15, at a site that asks for 18',
        worldToken({ rsa: KEYS.young.rsa }),
        'ERR_TOKEN_THRESHOLD',
      ),
      judged(
        'other-issuer',
        'made for another issuer name',
        worldToken({ challengeDigest: sha256(writeTokenChallenge('other.example')) }),
        'ERR_TOKEN_CHALLENGE',
      ),
      judged(
        'bound-to-origin',
        'made for a challenge that names an origin',
        worldToken({ challengeDigest: sha256(writeTokenChallenge(ISSUER, 'site.example')) }),
        'ERR_TOKEN_CHALLENGE',
      ),
      judged(
        'empty-salt',
        'a valid PSS signature with an empty salt',
        worldToken({ salt: new Uint8Array() }),
        'ERR_TOKEN_SIGNATURE',
      ),
      judged(
        'salt-of-32',
        'a valid PSS signature with a salt of 32 bytes',
        worldToken({ salt: seeded('short salt')(32) }),
        'ERR_TOKEN_SIGNATURE',
      ),
      judged('not-encoded', 'a raw RSA signature of the input without PSS', raw, 'ERR_TOKEN_SIGNATURE'),
      judged(
        'other-key',
        'names the current key, signed with another',
        worldToken({ rsa: unlistedKey(), tokenKeyId: sha256(rsa.spki) }),
        'ERR_TOKEN_SIGNATURE',
      ),
      judged('other-nonce', 'one bit of the nonce changed', flipped(2), 'ERR_TOKEN_SIGNATURE'),
      judged('other-authenticator', 'one bit of the authenticator changed', flipped(353), 'ERR_TOKEN_SIGNATURE'),
      judged(
        'one-modulus-more',
        'the authenticator plus the modulus: another spelling of a good signature',
        withModulusAdded(),
        'ERR_TOKEN_SIGNATURE',
      ),
    ],
    { site: { issuer: SITE.issuer, threshold: SITE.threshold, keys: SITE.keys } },
  );
}

/** A token whose authenticator is s + n, still in 256 bytes: salts are tried until s is small enough. */
export function withModulusAdded(): Bytes {
  const { rsa } = KEYS.current;
  for (let i = 0; ; i++) {
    const token = worldToken({ salt: seeded(`salt ${i}`)(48) });
    const twin = big(token.slice(98)) + rsa.n;
    if (twin < 2n ** 2048n) return join(token.slice(0, 98), number(twin, 256));
  }
}
