import {
  type Bytes,
  check,
  concat,
  type P256KeyPair,
  readBatchResponse,
  readTokenResponse,
  refuseAs,
  TOKEN_TYPE,
  type TokenKey,
  finalize as unblind,
} from '../protocol/index.ts';
import type { PendingMint, PendingSignature } from './request.ts';

/** A token that is good for one visit, and the key that holds it. */
export interface HeldToken {
  /** 354 bytes. */
  readonly token: Bytes;
  readonly holder: P256KeyPair;
}

/**
 * Finishes a grant. @param response the attester's answer, 256 bytes. @returns the grant, 354 bytes, already verified.
 * @throws AgeError ERR_RESPONSE_MALFORMED, ERR_RESPONSE_SIGNATURE
 */
export async function finalizeGrant(key: TokenKey, pending: PendingSignature, response: Bytes): Promise<Bytes> {
  const blindSignature = refuseAs('ERR_RESPONSE_MALFORMED', () => readTokenResponse(response));
  return concat(pending.input, await unblind(key, pending.input, blindSignature, pending.inverse));
}

/**
 * Finishes a batch: all 30 tokens, each verified, or none. An issuer that leaves out or spoils an item is refused whole,
 * since a choice of items would be a mark.
 * @throws AgeError ERR_RESPONSE_MALFORMED, ERR_RESPONSE_SIGNATURE
 */
export async function finalize(key: TokenKey, pending: PendingMint, response: Bytes): Promise<HeldToken[]> {
  const answers = refuseAs('ERR_RESPONSE_MALFORMED', () => readBatchResponse(response));
  check(answers.length === pending.tokens.length, 'ERR_RESPONSE_MALFORMED', 'another number of items');
  return Promise.all(
    pending.tokens.map(async ({ input, inverse, holder }, i) => {
      const answer = answers[i];
      check(answer?.tokenType === TOKEN_TYPE, 'ERR_RESPONSE_MALFORMED', 'an absent item');
      return { token: concat(input, await unblind(key, input, answer.body, inverse)), holder };
    }),
  );
}
