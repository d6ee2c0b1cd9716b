import {
  type Bytes,
  type Epoch,
  formatBase64url,
  type Json,
  originOf,
  parseBase64url,
  refuseAs,
  SHARE_LENGTH,
  startOf,
} from '../protocol/index.ts';
import { asText, asWhole, readMembers } from '../protocol/json.ts';
import { type AssertionJson, type Fetch, fetchNonce, postJson } from './mint.ts';

export { type AccountAct, accountAssertionChallenge, passkeyChallenge } from '../protocol/account.ts';

/** RegistrationResponseJSON of WebAuthn Level 3, cut to what may leave the page. */
export interface RegistrationJson {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/** That a passkey of the account said yes to one act: `accountAssertionChallenge` says over which bytes. */
export interface AccountProof {
  /** 32 bytes, from `fetchAccountNonce`; used up by the act whatever comes of it. */
  readonly nonce: Bytes;
  readonly assertion: AssertionJson;
}

/** All that an attester keeps of a person. */
export interface AccountView {
  /** Ages in years that were proved. */
  readonly thresholds: readonly number[];
  /** Unix seconds: until when the proof stands. */
  readonly expires: number;
  readonly passkeys: readonly {
    readonly credentialId: Bytes;
    /** The highest signature counter seen. */
    readonly counter: number;
  }[];
  /** Grants drawn in each epoch that is still counted, of how many. */
  readonly drawn: readonly {
    readonly threshold: number;
    readonly epoch: Epoch;
    readonly drawn: number;
    readonly of: number;
  }[];
}

/** A nonce for one act upon an account, 32 bytes. @param attester its name. @throws AgeError */
export async function fetchAccountNonce(attester: string, fetch: Fetch): Promise<Bytes> {
  return fetchNonce(doorOf(attester, 'challenge'), fetch);
}

/** What the attester keeps of the person. @param proof of 'read'. @throws AgeError with the attester's code */
export async function readAccount(attester: string, proof: AccountProof, fetch: Fetch): Promise<AccountView> {
  const answer = await postJson(doorOf(attester, 'read'), messageOf(proof), fetch);
  return refuseAs('ERR_RESPONSE_MALFORMED', () => readView(answer));
}

/**
 * Erases the account: passkeys, ages and expiry. Its counts, and a keyed hash of the evidence, stay for their time.
 * @param proof of 'erase'. @throws AgeError with the attester's code
 */
export async function eraseAccount(attester: string, proof: AccountProof, fetch: Fetch): Promise<void> {
  const answer = await postJson(doorOf(attester, 'erase'), messageOf(proof), fetch);
  refuseAs('ERR_RESPONSE_MALFORMED', () => readMembers(answer, []));
}

/**
 * Adds a further passkey to the account; the quota stays the account's.
 * @param proof of 'add-passkey' over the new credential id. @param registration over `passkeyChallenge(proof.nonce)`.
 * @throws AgeError with the attester's code, ERR_QUOTA_EXCEEDED when the account has five
 */
export async function addPasskey(
  attester: string,
  proof: AccountProof,
  registration: RegistrationJson,
  fetch: Fetch,
): Promise<void> {
  const answer = await postJson(doorOf(attester, 'passkeys'), { ...messageOf(proof), registration }, fetch);
  refuseAs('ERR_RESPONSE_MALFORMED', () => asWhole(readMembers(answer, ['passkeys']).passkeys));
}

/**
 * The attester's half of the key of a passkey that has no PRF: the same bytes every time, for one passkey of a living
 * account. @param proof of 'share', by that passkey. @returns 32 bytes. @throws AgeError with the attester's code
 */
export async function releaseShare(attester: string, proof: AccountProof, fetch: Fetch): Promise<Bytes> {
  const answer = await postJson(doorOf(attester, 'share'), messageOf(proof), fetch);
  return refuseAs('ERR_RESPONSE_MALFORMED', () => {
    const share = parseBase64url(asText(readMembers(answer, ['share']).share));
    if (share.length !== SHARE_LENGTH) throw new TypeError('not a share');
    return share;
  });
}

function doorOf(attester: string, door: string): string {
  return `${originOf(attester)}/account/${door}`;
}

function messageOf({ nonce, assertion }: AccountProof) {
  return { nonce: formatBase64url(nonce), assertion };
}

function readView(answer: Json): AccountView {
  const { thresholds, expires, passkeys, drawn } = readMembers(answer, ['thresholds', 'expires', 'passkeys', 'drawn']);
  return {
    thresholds: asList(thresholds).map(asWhole),
    expires: asWhole(expires),
    passkeys: asList(passkeys).map((item) => {
      const { credentialId, counter } = readMembers(item, ['credentialId', 'counter']);
      return { credentialId: parseBase64url(asText(credentialId)), counter: asWhole(counter) };
    }),
    drawn: asList(drawn).map((item) => {
      const row = readMembers(item, ['threshold', 'epoch', 'drawn', 'of']);
      const epoch = asText(row.epoch);
      startOf(epoch);
      return { threshold: asWhole(row.threshold), epoch, drawn: asWhole(row.drawn), of: asWhole(row.of) };
    }),
  };
}

function asList(value: Json): Json[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value;
}
