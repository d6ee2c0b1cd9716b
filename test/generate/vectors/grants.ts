import { ascii, hex, join, number, seeded, sha256 } from './seeded.ts';
import { type VectorFile, vectorFile } from './vector-file.ts';
import { writeTokenChallenge, writeTokenInput } from './wallet.ts';
import { ATTESTER, ISSUER, KEYS } from './world.ts';

interface Asked {
  readonly threshold: number;
  readonly epoch: string;
  readonly generation: number;
  /** 259 bytes. */
  readonly request: Uint8Array;
}

/** What a grant commits to, and what the passkey signs to get one. */
export function grantVectors(): VectorFile {
  const draw = seeded('grant');
  const nonce = draw(32);
  const body = join(Uint8Array.of(0x5e, 0x5a), draw(7770));
  const ask = (threshold: number, epoch: string, generation: number): Asked => {
    return { threshold, epoch, generation, request: join(Uint8Array.of(0, 2), draw(257)) };
  };
  const [first, second] = [ask(18, '2026-W47', 0), ask(18, '2026-W48', 1)] as const;
  const digest = (...asked: Asked[]) =>
    sha256(
      ascii('bauta/grant/v1'),
      nonce,
      ...asked.map(({ threshold, epoch, generation, request }) =>
        join(number(threshold, 1), ascii(epoch), number(generation, 1), request),
      ),
    );
  const assertion = (id: string, about: string, asked: readonly Asked[], challenge: Uint8Array, isGood = true) => ({
    id,
    about,
    result: isGood ? ('accepted' as const) : ('ERR_ASSERTION' as const),
    nonce: hex(nonce),
    requests: asked.map((one) => ({ ...one, request: hex(one.request) })),
    challenge: hex(challenge),
  });
  const challenge = writeTokenChallenge(ATTESTER, ISSUER);
  const parts = { nonce: sha256(body), challengeDigest: sha256(challenge), tokenKeyId: sha256(KEYS.current.rsa.spki) };
  return vectorFile(
    'grant',
    'A grant is a token of the attester whose nonce is the SHA-256 of the body it is good for; the passkey signs over the requests: protocol.md §2.',
    [
      {
        id: 'grant-input',
        about: 'what a grant for this body covers',
        result: 'accepted' as const,
        attester: ATTESTER,
        issuer: ISSUER,
        tokenChallenge: hex(challenge),
        challengeDigest: hex(parts.challengeDigest),
        tokenKeyId: hex(parts.tokenKeyId),
        body: hex(body),
        bodyHash: hex(parts.nonce),
        tokenInput: hex(writeTokenInput(parts)),
      },
      assertion('one', 'the WebAuthn challenge for one request', [first], digest(first)),
      assertion('two', 'for two requests', [first, second], digest(first, second)),
      assertion(
        'swapped',
        'two requests in another order than was signed',
        [second, first],
        digest(first, second),
        false,
      ),
      assertion('dropped', 'one request fewer than was signed', [first], digest(first, second), false),
      assertion('added', 'one request more than was signed', [first, second], digest(first), false),
      assertion('other-age', 'another age than was signed', [{ ...first, threshold: 21 }], digest(first), false),
      assertion(
        'other-epoch',
        'another epoch than was signed',
        [{ ...first, epoch: '2026-W48' }],
        digest(first),
        false,
      ),
      assertion(
        'other-generation',
        'another generation than was signed',
        [{ ...first, generation: 1 }],
        digest(first),
        false,
      ),
      assertion(
        'other-request',
        'another request than was signed',
        [{ ...first, request: second.request }],
        digest(first),
        false,
      ),
    ],
  );
}
