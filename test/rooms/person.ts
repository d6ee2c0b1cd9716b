import { createHash } from 'node:crypto';
import {
  type AccountProof,
  addPasskey,
  challengeForMints,
  fetchAccountNonce,
  fetchGrantNonce,
  type GrantOutcome,
  loadDirectory,
  type MintKeys,
  type PendingMint,
  passkeyChallenge,
  request,
  requestGrants,
  slotsToAsk,
} from '@bauta/sdk/client';
import {
  type AccountAct,
  accountAssertionChallenge,
  type Bytes,
  type Directory,
  nameOf,
  parseBase64url,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { createDeviceKeys, issue } from '@bauta/services/phone/attestation';
import { type HeldAttestation, present } from '@bauta/services/phone/present';
import { loadTestPki } from '@bauta/services/phone/test-pki';
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

/** A proof of age that can be shown more than once; the simulated phone makes a new one each time. */
export async function obtainProof(house: House): Promise<HeldAttestation> {
  const keys = await createDeviceKeys();
  const { attestationProvider } = await loadTestPki(house.folder, house.clock.now());
  const attestation = await issue(attestationProvider, { now: house.clock.now(), deviceKey: keys.publicKey });
  return { attestation, deviceKey: keys.privateKey };
}

/** Shows this proof of age. @returns the attester's session. */
async function showProof(house: House, proof: HeldAttestation): Promise<string> {
  const begun = await post(house, `${house.origins.attester}/evidence/eu-wallet`, {});
  await present(begun.answer.request, proof, house.fetch);
  return begun.answer.session;
}

/** An adult with an account. @param proof what is shown; a new one otherwise. */
export async function enrol(house: House, proof?: HeldAttestation): Promise<SoftwarePasskey> {
  const session = await (proof ? showProof(house, proof) : proveAge(house));
  const passkey = createSoftwarePasskey(house.origins.wallet);
  const registration = passkey.register(registrationChallengeOf(session));
  const { status } = await post(house, `${house.origins.attester}/accounts`, { session, registration });
  if (status !== 201) throw new Error(`the account was answered ${status}`);
  return passkey;
}

/** The yes of a passkey to one act upon its account. @param detail the new credential id of 'add-passkey'. */
export async function proveFor(
  house: House,
  passkey: SoftwarePasskey,
  act: AccountAct,
  detail?: Bytes,
): Promise<AccountProof> {
  const nonce = await fetchAccountNonce(nameOf(house.origins.attester), house.fetch);
  return { nonce, assertion: passkey.assert(await accountAssertionChallenge(nonce, act, detail)) };
}

/** Adds a further passkey to the account. @throws AgeError */
export async function addFurther(
  house: House,
  passkey: SoftwarePasskey,
  further = createSoftwarePasskey(house.origins.wallet),
): Promise<SoftwarePasskey> {
  const proof = await proveFor(house, passkey, 'add-passkey', further.credentialId);
  const registration = further.register(await passkeyChallenge(proof.nonce));
  await addPasskey(nameOf(house.origins.attester), proof, registration, house.fetch);
  return further;
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
