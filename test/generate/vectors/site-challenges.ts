import type { Bytes } from '@bauta/sdk/protocol';
import { base64url, hex, join, unhex } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { type ChallengeParts, writeSiteChallenge } from './wallet.ts';
import { NOW, PRE_HASH, REDEEM_URL, SECRETS, SITE, THRESHOLD } from './world.ts';

/** Challenges as the site that made them, or should have, judges them when they come back. */
export function siteChallengeVectors(): VectorFile {
  const form: ChallengeParts = { mode: 1, threshold: THRESHOLD, issuedAt: NOW, preHash: PRE_HASH };
  const direct: ChallengeParts = { ...form, mode: 2, preHash: new Uint8Array(32) };
  const write = (parts: ChallengeParts, secret = SECRETS[0], url = REDEEM_URL) =>
    writeSiteChallenge(parts, url, secret);

  const judged = (
    id: string,
    about: string,
    bytes: Bytes,
    result: Result,
    at: { now?: number; mode?: number } = {},
  ) => {
    const challenge = base64url(bytes);
    return { id, about, result, now: NOW, mode: 1, ...at, challengeBytes: hex(bytes), challenge };
  };
  const written = (id: string, about: string, parts: ChallengeParts) => ({
    ...judged(id, about, write(parts), 'accepted', { mode: parts.mode }),
    fields: { mode: parts.mode, threshold: parts.threshold, issuedAt: parts.issuedAt, preHash: hex(parts.preHash) },
  });
  const good = write(form);
  const at = (offset: number) => ({ now: NOW + offset });
  const flipped = (index: number) => good.map((byte, i) => (i === index ? byte ^ 1 : byte)) as Bytes;
  return vectorFile(
    'site-challenge',
    'A challenge is 71 bytes under a MAC of the site: protocol.md §4. "now" and "mode" are those of the redemption.',
    [
      written('form', 'for a form post', form),
      written('direct', 'for an API client: no pre-session', direct),
      written('first-second-of-1970', 'the number is unsigned and big-endian', { ...form, issuedAt: 0x01020304 }),
      judged('older-secret', 'made before the site got a new secret', write(form, SECRETS[1]), 'accepted'),
      judged('599-seconds', 'in its last good second', good, 'accepted', at(599)),
      judged('600-seconds', 'a second too old', good, 'ERR_SITE_CHALLENGE_STALE', at(600)),
      judged('5-seconds-ahead', "another server's clock runs 5 seconds ahead", good, 'accepted', at(-5)),
      judged('6-seconds-ahead', '6 seconds ahead', good, 'ERR_SITE_CHALLENGE_STALE', at(-6)),
      judged(
        'other-secret',
        'the MAC of a secret that the site does not have',
        write(form, unhex('07'.repeat(32))),
        'ERR_SITE_CHALLENGE',
      ),
      judged(
        'other-url',
        'made by the same site for another redeem URL',
        write(form, SECRETS[0], `${REDEEM_URL}2`),
        'ERR_SITE_CHALLENGE',
      ),
      judged('version-2', 'of a version to come', write({ ...form, version: 2 }), 'ERR_SITE_CHALLENGE'),
      judged('70-bytes', 'a byte short', good.slice(0, 70), 'ERR_SITE_CHALLENGE'),
      judged('72-bytes', 'a byte long', join(good, Uint8Array.of(0)), 'ERR_SITE_CHALLENGE'),
      judged('other-pre-hash', 'its pre_hash was changed after it was made', flipped(7), 'ERR_SITE_CHALLENGE'),
      judged('other-mac', 'one bit of the MAC changed', flipped(70), 'ERR_SITE_CHALLENGE'),
      judged('form-as-direct', 'made for a form post, comes back in headers', good, 'ERR_SITE_CHALLENGE_MODE', {
        mode: 2,
      }),
      judged('direct-as-form', 'made for headers, comes back in a form post', write(direct), 'ERR_SITE_CHALLENGE_MODE'),
      judged('reserved-mode', 'mode 3 is reserved', write({ ...form, mode: 3 }), 'ERR_SITE_CHALLENGE_MODE'),
      judged(
        'other-age',
        'made for 15 by a site that asks for 18',
        write({ ...form, threshold: 15 }),
        'ERR_TOKEN_THRESHOLD',
      ),
    ],
    { site: { redeemUrl: SITE.redeemUrl, threshold: SITE.threshold, secrets: SITE.secrets } },
  );
}
