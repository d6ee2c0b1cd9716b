import { createHash } from 'node:crypto';
import { type Bytes, check, parseBase64url, refuseAs, writeUtf8 } from '@bauta/sdk/protocol';
import type { Accounts } from '../storage/ports.ts';
import type { Attest } from './attest.ts';
import { checkRegistration, type PasskeyPlace, type RegistrationMessage } from './passkey.ts';

export interface EnrolContext {
  readonly attest: Attest;
  readonly accounts: Accounts;
  readonly place: PasskeyPlace;
}

/** What a new passkey signs: it is good for the session that it was made in. @param session 32 bytes. */
export function registrationChallenge(session: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(writeUtf8('bauta/account/v1')).update(session).digest());
}

/**
 * Makes the account that remembers what was proved, or re-enters it when the evidence is known. The session ends only
 * when everything else was right.
 * @throws AgeError ERR_EVIDENCE_SESSION, ERR_REGISTRATION
 */
export async function enrol(
  request: { readonly session: string; readonly registration: RegistrationMessage },
  { attest, accounts, place }: EnrolContext,
): Promise<{ thresholds: readonly number[]; expires: number }> {
  const { state } = await attest.state(request.session);
  check(state === 'proved', 'ERR_EVIDENCE_SESSION', 'nothing was proved in this session');
  const challenge = registrationChallenge(refuseAs('ERR_EVIDENCE_SESSION', () => parseBase64url(request.session)));
  const passkey = await checkRegistration(request.registration, challenge, place);
  const evidence = await attest.take(request.session);
  const { thresholds, expires } = await accounts.save({ ...evidence, passkey });
  return { thresholds, expires };
}
