import { ascii, base64url, hex, join, sha256, unhex } from './seeded.ts';
import { type VectorFile, vectorFile } from './vector-file.ts';
import { deriveCode } from './wallet.ts';
import { NOW, PRE_HASH, SECRETS, SITE, STRANGER, worldChallenge, worldProof, worldToken } from './world.ts';

export function oneTimeCodeVectors(): VectorFile {
  const written = (id: string, about: string, nonce: string, token: Uint8Array, proof: string, secret = SECRETS[0]) => {
    const challenge = new Uint8Array(Buffer.from(nonce, 'base64url'));
    const zero = Uint8Array.of(0);
    const code = deriveCode(secret, challenge, new Uint8Array(token));
    return {
      id,
      about,
      result: 'accepted' as const,
      now: NOW,
      secret: hex(secret),
      challenge: hex(challenge),
      token: hex(token),
      proof,
      message: hex(join(ascii('bauta/code/v1'), zero, challenge, zero, token)),
      code: hex(code),
      filedUnder: hex(sha256(code)),
      filedValue: base64url(PRE_HASH),
    };
  };
  const [one, other] = [worldToken(), worldToken({ holder: STRANGER })];
  const later = worldChallenge({ preHash: unhex('11'.repeat(32)) });
  const older = worldChallenge({ secret: SECRETS[1] });
  const proofOf = (token: Uint8Array) => worldProof(base64url(token));
  return vectorFile(
    'one-time-code',
    'code = HMAC-SHA-256(secret, "bauta/code/v1" ‖ 00 ‖ challenge 71 ‖ 00 ‖ token 354), filed under its SHA-256 with the pre_hash; the secret is the one that made the challenge: protocol.md §4.',
    [
      written('code', 'of a token in answer to a challenge', worldChallenge(), one, proofOf(one)),
      written(
        'other-token',
        'another token, another code',
        worldChallenge(),
        other,
        worldProof(base64url(other), { holder: STRANGER }),
      ),
      {
        ...written(
          'other-challenge',
          'another challenge, another code',
          later,
          one,
          worldProof(base64url(one), { challenge: later }),
        ),
        filedValue: base64url(unhex('11'.repeat(32))),
      },
      written(
        'older-secret',
        'a challenge made before the site got a new secret: the code is under the secret that made it',
        older,
        one,
        worldProof(base64url(one), { challenge: older }),
        SECRETS[1],
      ),
    ],
    { site: SITE },
  );
}
