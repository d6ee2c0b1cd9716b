import { constants, createPublicKey, verify } from 'node:crypto';
import { present } from '@bauta/sdk/client';
import { formatBase64url, parseBase64url, parseProof, readToken, writeTokenInput } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createVerifier } from '@bauta/sdk/verifier';
import { type LocalIssuer, mintTokens } from '../tokens.ts';

/** The two verifications of a redemption and the import of its holder key, as bare calls of node:crypto. */
export interface NativeVerifications {
  /** Microseconds of CPU for one of each. */
  measure(): number;
}

/** What no code of ours can be faster than on Node: it stands beside the redemption, between it and openssl. */
export async function createNativeVerifications(setting: {
  readonly issuer: LocalIssuer;
  readonly now: number;
  readonly count: number;
}): Promise<NativeVerifications> {
  const { issuer, now, count } = setting;
  const redeem = 'https://site.example/_age/redeem';
  const verifier = createVerifier({
    issuer: issuer.name,
    threshold: 18,
    redeemUrl: redeem,
    secrets: [new Uint8Array(32).fill(7)],
    keys: { find: () => issuer.keys.tokenKey, list: () => [], refresh: async () => {} },
    spent: memorySpentSet({ now: () => now }),
    codes: memorySessions({ now: () => now }),
  });
  const challenge = await verifier.challenge(1, now);
  const cases = await Promise.all(
    (await mintTokens(issuer, count)).map(async (held) => {
      const presented = await present(held, { redeem, challenge });
      const token = readToken(parseBase64url(presented.token));
      const { x, y, signed, signature } = parseProof(presented.dpop);
      const jwk = { kty: 'EC', crv: 'P-256', x: formatBase64url(x), y: formatBase64url(y) };
      return { input: writeTokenInput(token), authenticator: token.authenticator, jwk, signed, signature };
    }),
  );
  const rsa = { key: createPublicKey(issuer.privateKey), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  return {
    measure() {
      const before = process.cpuUsage();
      for (const { input, authenticator, jwk, signed, signature } of cases) {
        const key = createPublicKey({ key: jwk, format: 'jwk' });
        const isGood =
          verify('sha384', input, rsa, authenticator) &&
          verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
        if (!isGood) throw new Error('a verification failed');
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / count;
    },
  };
}
