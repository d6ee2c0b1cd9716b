import { hmacSha256, sha256, verifyEs256 } from '#crypto';
import {
  type Bytes,
  calendarOf,
  challengeForTokens,
  check,
  checkPublicUrl,
  concat,
  type DirectoryKey,
  digestChallenge,
  findSiteChallengeSecret,
  formatBase64url,
  hashToken,
  isEqual,
  isSiteChallengeFresh,
  MODE,
  type Mode,
  nullifierOf,
  parseBase64url,
  parseProof,
  readSiteChallenge,
  readToken,
  refuseAs,
  TOKEN_CHARACTERS,
  thumbprintOf,
  verifySignature,
  writeSiteChallenge,
  writeTokenInput,
  writeUtf8,
} from '../protocol/index.ts';
import type { KeyDirectory } from './key-directory.ts';
import type { Sessions } from './sessions.ts';
import type { SpentSet } from './spent-set.ts';

/** Seconds for which a one-time code waits to be taken, and for which the same presentation gets it again. */
export const CODE_LIFETIME = 60;

/** What a site decides once. Nothing of it is ever taken from a request. */
export interface VerifierOptions {
  /** The issuer's name. */
  readonly issuer: string;
  /** Age in years; keys of another threshold are refused. */
  readonly threshold: number;
  /** The site's own redeem URL: the audience of every proof. */
  readonly redeemUrl: string;
  /** At least 32 bytes each; the first signs, all verify. */
  readonly secrets: readonly [Bytes, ...Bytes[]];
  readonly keys: Pick<KeyDirectory, 'find'>;
  readonly spent: SpentSet;
  /** Where one-time codes wait. */
  readonly codes: Sessions;
}

/** A presentation as it arrives. */
export interface Presentation {
  /** 472 base64url characters. */
  readonly token: string;
  /** The DPoP proof. */
  readonly proof: string;
}

/** The relying party's whole API. */
export interface Verifier {
  /** A fresh challenge in base64url. @param preHash 32 bytes: SHA-256 of the pre-session, zeros in direct mode. */
  challenge(mode: Mode, now: number, preHash?: Bytes): Promise<string>;
  /** Checks a token alone: form, key, window, threshold, issuer, signature. Not who holds it, nor whether it was spent. */
  verifyToken(token: Bytes, now: number): Promise<DirectoryKey>;
  /**
   * Checks a presentation and spends its token. Returns only when the visitor may be let in; every doubt throws.
   * In form mode `code` is the one-time code, 32 bytes, already filed under the visitor's pre-session.
   */
  redeem(presentation: Presentation, mode: Mode, now: number): Promise<{ readonly code: Bytes | undefined }>;
}

/** Composes a verifier. @throws TypeError on options that could never be right. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { issuer, threshold, redeemUrl, secrets, keys, spent, codes } = options;
  checkPublicUrl(redeemUrl);
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > 120) throw new TypeError('threshold: not an age');
  if (secrets.length === 0 || secrets.some((secret) => secret.length < 32))
    throw new TypeError('secrets: 32 bytes each');
  const expectedDigest = digestChallenge(challengeForTokens(issuer));
  const once = createOnce();

  async function checkTokenForm(bytes: Bytes, now: number) {
    const token = refuseAs('ERR_TOKEN_MALFORMED', () => readToken(bytes));
    const key = keys.find(token.tokenKeyId, now);
    check(key.threshold === threshold, 'ERR_TOKEN_THRESHOLD');
    check(isEqual(token.challengeDigest, await expectedDigest), 'ERR_TOKEN_CHALLENGE');
    return { token, key };
  }

  async function checkTokenSignature({ token, key }: Awaited<ReturnType<typeof checkTokenForm>>) {
    check(await verifySignature(key.key, writeTokenInput(token), token.authenticator), 'ERR_TOKEN_SIGNATURE');
  }

  return {
    async challenge(mode, now, preHash = new Uint8Array(32)) {
      const challenge = { mode, threshold, issuedAt: now, preHash };
      return formatBase64url(await writeSiteChallenge(challenge, redeemUrl, secrets[0]));
    },

    async verifyToken(bytes, now) {
      const read = await checkTokenForm(bytes, now);
      await checkTokenSignature(read);
      return read.key;
    },

    // Cheap, then dear, then what cannot be undone: the order of protocol.md §4.
    async redeem(presentation, mode, now) {
      check(presentation.token.length === TOKEN_CHARACTERS, 'ERR_TOKEN_MALFORMED', 'not 472 characters');
      const bytes = refuseAs('ERR_TOKEN_MALFORMED', () => parseBase64url(presentation.token));
      const read = await checkTokenForm(bytes, now);

      const proof = refuseAs('ERR_PROOF_MALFORMED', () => parseProof(presentation.proof));
      check(isEqual(await thumbprintOf(proof.x, proof.y), read.token.nonce), 'ERR_PROOF_KEY');
      check(proof.method === 'POST' && proof.audience === redeemUrl, 'ERR_PROOF_AUDIENCE');
      const challengeBytes = refuseAs('ERR_SITE_CHALLENGE', () => parseBase64url(proof.challenge));
      const challenge = refuseAs('ERR_SITE_CHALLENGE', () => readSiteChallenge(challengeBytes));
      const secret = await findSiteChallengeSecret(challengeBytes, redeemUrl, secrets);
      check(secret !== undefined, 'ERR_SITE_CHALLENGE', 'not made here');
      check(challenge.mode === mode, 'ERR_SITE_CHALLENGE_MODE');
      check(challenge.threshold === threshold, 'ERR_TOKEN_THRESHOLD');
      check(isSiteChallengeFresh(challenge.issuedAt, now), 'ERR_SITE_CHALLENGE_STALE');
      check(proof.issuedAt === challenge.issuedAt, 'ERR_PROOF_TIME');
      check(proof.tokenHash === (await hashToken(presentation.token)), 'ERR_PROOF_TOKEN');
      check(proof.id === proof.tokenHash, 'ERR_PROOF_TOKEN');

      await checkTokenSignature(read);
      check(await verifyEs256(proof.x, proof.y, proof.signed, proof.signature), 'ERR_PROOF_SIGNATURE');

      const nullifier = await nullifierOf(read.token);
      const until = calendarOf(read.key.epoch).nullifierUntil;
      if (mode !== MODE.form) {
        check(await spent.spend(nullifier, until), 'ERR_TOKEN_SPENT');
        return { code: undefined };
      }
      // The code is derived, so that any instance can give it again to whoever lost the first answer; under the secret
      // of the challenge, so that it can also when the first secret has changed in between.
      const code = await deriveCode(secret, challengeBytes, bytes);
      const codeId = await sha256(code);
      await once(formatBase64url(codeId), async () => {
        if (await spent.spend(nullifier, until)) {
          await codes.put(codeId, formatBase64url(challenge.preHash), CODE_LIFETIME);
        } else {
          check((await codes.read(codeId)) !== undefined, 'ERR_TOKEN_SPENT');
        }
      });
      return { code };
    },
  };
}

/**
 * Runs one act at a time for each id; whoever comes meanwhile shares its outcome. A form posted twice at once would
 * otherwise find its token spent and its code not yet filed.
 */
function createOnce(): (id: string, act: () => Promise<void>) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  return (id, act) => {
    const found = running.get(id);
    if (found) return found;
    const started = act().finally(() => running.delete(id));
    running.set(id, started);
    return started;
  };
}

async function deriveCode(secret: Bytes, challenge: Bytes, token: Bytes): Promise<Bytes> {
  const zero = Uint8Array.of(0);
  return hmacSha256(secret, concat(writeUtf8('bauta/code/v1'), zero, challenge, zero, token));
}
