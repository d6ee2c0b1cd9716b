import { type AccountProof, accountAssertionChallenge, type Fetch, fetchAccountNonce } from '@bauta/sdk/client';
import type { Bytes } from '@bauta/sdk/protocol';
import type { PasskeyAnswer, Passkeys } from './passkey.ts';

/** What an act upon an account needs of the page. */
export interface AccountPorts {
  readonly passkeys: Passkeys;
  readonly fetch: Fetch;
}

/** A passkey's answer to one act upon its account. */
export interface AccountAnswer extends PasskeyAnswer {
  readonly proof: AccountProof;
}

/**
 * Asks one of these passkeys to agree to one act, and to no other.
 * @param attester its name. @param credentialIds none means whichever passkey of this wallet the person picks.
 * @returns undefined when the person does not go through with it. @throws AgeError when the attester gives no nonce
 */
export async function proveAccount(
  act: 'read' | 'erase' | 'share',
  attester: string,
  credentialIds: readonly Bytes[],
  { passkeys, fetch }: AccountPorts,
): Promise<AccountAnswer | undefined> {
  const nonce = await fetchAccountNonce(attester, fetch);
  const answer = await passkeys.ask(await accountAssertionChallenge(nonce, act), credentialIds);
  return answer && { ...answer, proof: { nonce, assertion: answer.assertion } };
}
