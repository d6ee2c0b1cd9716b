import { generateP256, randomBytes } from '#crypto';
import {
  BATCH_SIZE,
  type Blinded,
  type BlindingSource,
  type Bytes,
  blind,
  blindingFrom,
  challengeForGrants,
  challengeForTokens,
  type DirectoryKey,
  digestChallenge,
  type Epoch,
  grantNonceFor,
  type P256KeyPair,
  TOKEN_TYPE,
  type TokenKey,
  thumbprintOf,
  writeBatchRequest,
  writeTokenInput,
  writeTokenRequest,
} from '../protocol/index.ts';

/** What is kept of a blinded token until its signature comes back. */
export interface PendingSignature {
  /** What the signature will cover, 98 bytes. */
  readonly input: Bytes;
  /** r⁻¹ mod n, 256 bytes. */
  readonly inverse: Bytes;
}

/** A blinded token and the key that will hold it. */
export interface PendingToken extends PendingSignature {
  readonly holder: P256KeyPair;
}

/** A batch under way: everything needed to ask again, byte for byte, and to finish. */
export interface PendingMint {
  /** Age in years. */
  readonly threshold: number;
  readonly epoch: Epoch;
  /** Generation of the grant key. */
  readonly generation: number;
  /** The whole HTTP body of hop 2, 7,772 bytes. */
  readonly body: Bytes;
  readonly grant: PendingSignature & {
    /** The TokenRequest of hop 1, 259 bytes. */
    readonly request: Bytes;
  };
  readonly tokens: readonly PendingToken[];
}

/** Where a client takes its chance from. */
export interface ClientRandomness extends BlindingSource {
  generateHolder(): P256KeyPair | Promise<P256KeyPair>;
}

/** The system's generator. */
export const systemRandomness: ClientRandomness = { ...blindingFrom(randomBytes), generateHolder: generateP256 };

/** What a mint is made under: one key of the issuer and the attester's key for the same threshold and epoch. */
export interface MintKeys {
  /** The issuer's name. */
  readonly issuer: string;
  /** The attester's name. */
  readonly attester: string;
  readonly tokenKey: DirectoryKey;
  readonly grantKey: DirectoryKey;
}

/**
 * Builds a batch of 30 blinded tokens, each for a holder key of its own, and the one grant request that fits it.
 * Sends nothing: the caller keeps the result safe first.
 * @throws TypeError when the two keys are not for one threshold and epoch. @throws AgeError ERR_KEY_MALFORMED
 */
export async function request(keys: MintKeys, randomness: ClientRandomness = systemRandomness): Promise<PendingMint> {
  const { issuer, attester, tokenKey, grantKey } = keys;
  const { threshold, epoch } = tokenKey;
  if (grantKey.threshold !== threshold || grantKey.epoch !== epoch) throw new TypeError('keys of different slots');

  const challengeDigest = await digestChallenge(challengeForTokens(issuer));
  const holders = await Promise.all(Array.from({ length: BATCH_SIZE }, () => randomness.generateHolder()));
  const inputs = await Promise.all(
    holders.map(async ({ x, y }) => {
      const nonce = await thumbprintOf(x, y);
      return writeTokenInput({ nonce, challengeDigest, tokenKeyId: tokenKey.key.id });
    }),
  );
  const blinded = await blind(tokenKey.key, inputs, randomness);
  const body = writeBatchRequest(
    blinded.map((one) => ({ tokenType: TOKEN_TYPE, body: writeRequest(tokenKey.key, one).slice(2) })),
  );

  const grantInput = writeTokenInput({
    nonce: await grantNonceFor(body),
    challengeDigest: await digestChallenge(challengeForGrants(attester, issuer)),
    tokenKeyId: grantKey.key.id,
  });
  const [blindedGrant] = (await blind(grantKey.key, [grantInput], randomness)) as [Blinded];
  return {
    threshold,
    epoch,
    generation: grantKey.generation,
    body,
    grant: { input: grantInput, inverse: blindedGrant.inverse, request: writeRequest(grantKey.key, blindedGrant) },
    tokens: blinded.map(({ inverse }, i) => ({
      input: inputs[i] as Bytes,
      inverse,
      holder: holders[i] as P256KeyPair,
    })),
  };
}

function writeRequest(key: TokenKey, { blindedMessage }: Blinded): Bytes {
  return writeTokenRequest({ truncatedKeyId: key.truncatedId, blindedMessage });
}
