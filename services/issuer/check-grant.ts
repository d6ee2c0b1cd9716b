import {
  AgeError,
  type Bytes,
  challengeForGrants,
  check,
  type DirectoryKey,
  digestChallenge,
  grantNonceFor,
  isEqual,
  parseTokenAuthorization,
  readToken,
  refuseAs,
  type Token,
  verifySignature,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import type { KeyDirectory } from '@bauta/sdk/verifier';

/** An attester whose grants are good here. */
export interface TrustedAttester {
  readonly name: string;
  readonly keys: KeyDirectory;
}

/** A grant whose form, key and commitment hold. Its signature is still to be checked. */
export interface ReadGrant {
  readonly token: Token;
  /** The attester's key: it decides threshold and epoch. */
  readonly key: DirectoryKey;
}

/**
 * The cheap checks of a grant, in the order of protocol.md §2: form, key of a trusted attester inside its window,
 * challenge, commitment to this very body.
 * @throws AgeError ERR_GRANT_MALFORMED, ERR_GRANT_KEY_UNKNOWN, ERR_GRANT_CHALLENGE, ERR_GRANT_BODY, ERR_DIRECTORY_STALE
 */
export async function readGrant(options: {
  readonly authorization: string | undefined;
  readonly body: Bytes;
  readonly issuer: string;
  readonly attesters: readonly TrustedAttester[];
  readonly now: number;
}): Promise<ReadGrant> {
  const { authorization, body, issuer, attesters, now } = options;
  const token = refuseAs('ERR_GRANT_MALFORMED', () => readToken(parseTokenAuthorization(authorization ?? '')));
  const { attester, key } = findKey(attesters, token.tokenKeyId, now);
  const digest = await digestChallenge(challengeForGrants(attester.name, issuer));
  check(isEqual(token.challengeDigest, digest), 'ERR_GRANT_CHALLENGE');
  check(isEqual(token.nonce, await grantNonceFor(body)), 'ERR_GRANT_BODY');
  return { token, key };
}

/** The dear one. @throws AgeError ERR_GRANT_SIGNATURE */
export async function checkGrantSignature({ token, key }: ReadGrant): Promise<void> {
  check(await verifySignature(key.key, writeTokenInput(token), token.authenticator), 'ERR_GRANT_SIGNATURE');
}

function findKey(attesters: readonly TrustedAttester[], keyId: Bytes, now: number) {
  let isStale = false;
  for (const attester of attesters) {
    try {
      return { attester, key: attester.keys.find(keyId, now) };
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      isStale ||= error.code === 'ERR_DIRECTORY_STALE';
    }
  }
  throw new AgeError(isStale ? 'ERR_DIRECTORY_STALE' : 'ERR_GRANT_KEY_UNKNOWN');
}
