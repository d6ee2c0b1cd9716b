import { createHash } from 'node:crypto';
import {
  challengeForMints,
  fetchGrantNonce,
  type GrantOutcome,
  loadDirectory,
  type MintKeys,
  type PendingMint,
  request,
  requestGrants,
  slotsToAsk,
} from '@bauta/sdk/client';
import { type Bytes, type Directory, nameOf, parseBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { createSoftwarePasskey, type SoftwarePasskey } from '../flow/software-passkey.ts';
import type { House } from './house.ts';

/** Posts JSON and gives status and answer. */
export async function post(house: House, url: string, body: unknown): Promise<{ status: number; answer: any }> {
  const response = await house.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, answer: response.status === 204 ? undefined : await response.json() };
}

/** Shows a proof of age on the simulated phone. @returns the attester's session. */
export async function proveAge(house: House, person = 'adult'): Promise<string> {
  const { attester, phone } = house.origins;
  const begun = await post(house, `${attester}/evidence/eu-wallet`, {});
  await post(house, `${phone}/present`, { request: begun.answer.request, person });
  return begun.answer.session;
}

/** The bytes that a new passkey signs for a session. */
export function registrationChallengeOf(session: string): Bytes {
  const hash = createHash('sha256').update(writeUtf8('bauta/account/v1')).update(parseBase64url(session));
  return new Uint8Array(hash.digest());
}

/** An adult with an account. */
export async function enrol(house: House): Promise<SoftwarePasskey> {
  const session = await proveAge(house);
  const passkey = createSoftwarePasskey(house.origins.wallet);
  const registration = passkey.register(registrationChallengeOf(session));
  const { status } = await post(house, `${house.origins.attester}/accounts`, { session, registration });
  if (status !== 201) throw new Error(`the account was answered ${status}`);
  return passkey;
}

/** Both directories, and the keys of each slot to ask for now. */
export async function readKeys(house: House): Promise<{ attester: Directory; issuer: Directory; slots: MintKeys[] }> {
  const names = { attester: nameOf(house.origins.attester), issuer: nameOf(house.origins.issuer) };
  const attester = await loadDirectory(names.attester, house.fetch);
  const issuer = await loadDirectory(names.issuer, house.fetch);
  const slots = slotsToAsk(attester, issuer, house.clock.now()).map(({ tokenKey, grantKey }) => ({
    ...names,
    tokenKey,
    grantKey,
  }));
  return { attester, issuer, slots };
}

/** Asks for grants for batches under way. */
export async function drawGrants(
  house: House,
  passkey: SoftwarePasskey,
  directory: Directory,
  pending: readonly PendingMint[],
): Promise<GrantOutcome[]> {
  const nonce = await fetchGrantNonce(directory.requestUrl, house.fetch);
  const assertion = passkey.assert(await challengeForMints(nonce, pending));
  return requestGrants({ directory, nonce, assertion, pending, fetch: house.fetch });
}

/** One batch with the grant that is good for it, for the current epoch or the next. */
export async function prepareBatch(
  house: House,
  passkey: SoftwarePasskey,
  slot = 0,
): Promise<{ pending: PendingMint; grant: Bytes; issuer: Directory }> {
  const { attester, issuer, slots } = await readKeys(house);
  const pending = await request(slots[slot] as MintKeys);
  const [outcome] = await drawGrants(house, passkey, attester, [pending]);
  if (!outcome || !('grant' in outcome)) throw new Error('no grant');
  return { pending, grant: outcome.grant, issuer };
}
