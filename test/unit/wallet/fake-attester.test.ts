import { createHash } from 'node:crypto';
import {
  type AccountProof,
  addPasskey,
  eraseAccount,
  type Fetch,
  fetchAccountNonce,
  passkeyChallenge,
  postJson,
  readAccount,
  releaseShare,
} from '@bauta/sdk/client';
import { type AccountAct, accountAssertionChallenge, type Bytes, parseBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createSoftwarePasskey, type SoftwarePasskey } from '../../flow/software-passkey.ts';
import { outcome } from '../../ports/refusals.ts';
import { actAsAttester, type FakeAttester } from './fake-attester.ts';
import { createOfflineRoom, fetchFrom } from './fake-room.ts';
import { WEDNESDAY } from './world.ts';

const WALLET = 'http://wallet.localhost:4001';
const room = createOfflineRoom('attester');
const fetch: Fetch = fetchFrom([room]);
let attester: FakeAttester;
let phone: SoftwarePasskey;

beforeAll(() => {
  attester = actAsAttester(room, { now: () => WEDNESDAY, wallet: WALLET });
  attester.evidence = 'proved';
});
beforeEach(async () => {
  phone = await enrol();
});

async function enrol(): Promise<SoftwarePasskey> {
  const passkey = createSoftwarePasskey(WALLET);
  const { session } = (await postJson(`${room.origin}/evidence/eu-wallet`, {}, fetch)) as { session: string };
  const signed = createHash('sha256').update(writeUtf8('bauta/account/v1')).update(parseBase64url(session));
  const registration = passkey.register(new Uint8Array(signed.digest()));
  await postJson(`${room.origin}/accounts`, { session, registration }, fetch);
  return passkey;
}

async function proveFor(passkey: SoftwarePasskey, act: AccountAct, detail?: Bytes): Promise<AccountProof> {
  const nonce = await fetchAccountNonce(room.name, fetch);
  return { nonce, assertion: passkey.assert(await accountAssertionChallenge(nonce, act, detail)) };
}

async function add(by: SoftwarePasskey): Promise<SoftwarePasskey> {
  const further = createSoftwarePasskey(WALLET);
  const proof = await proveFor(by, 'add-passkey', further.credentialId);
  await addPasskey(room.name, proof, further.register(await passkeyChallenge(proof.nonce)), fetch);
  return further;
}
const read = async (passkey: SoftwarePasskey) => readAccount(room.name, await proveFor(passkey, 'read'), fetch);
const share = async (passkey: SoftwarePasskey) => releaseShare(room.name, await proveFor(passkey, 'share'), fetch);
const erase = async (passkey: SoftwarePasskey) => eraseAccount(room.name, await proveFor(passkey, 'erase'), fetch);

it('the fake attester serves the acts upon an account as the real one does', async () => {
  expect(await read(phone)).toMatchObject({ thresholds: [18], drawn: [], passkeys: [{ counter: 0 }] });
  const laptop = await add(phone);
  expect((await read(laptop)).passkeys).toHaveLength(2);
  expect(await share(phone)).toEqual(await share(phone));
  expect(await share(laptop)).not.toEqual(await share(phone));
  for (let i = 0; i < 3; i++) await add(laptop);
  expect(await outcome(add(phone))).toBe('ERR_QUOTA_EXCEEDED');
  await erase(laptop);
  for (const act of [read, share, erase, add]) expect(await outcome<unknown>(act(phone))).toBe('ERR_ACCOUNT');
});

it('the fake attester takes an assertion for its own act and nonce alone', async () => {
  expect(await outcome(readAccount(room.name, await proveFor(phone, 'erase'), fetch))).toBe('ERR_ASSERTION');
  expect(await outcome(eraseAccount(room.name, await proveFor(phone, 'read'), fetch))).toBe('ERR_ASSERTION');
  const proof = await proveFor(phone, 'read');
  await readAccount(room.name, proof, fetch);
  expect(await outcome(readAccount(room.name, proof, fetch))).toBe('ERR_NONCE');
});

it('the fake attester re-enters the last account when told that the evidence is known', async () => {
  attester.evidenceIsKnown = true;
  const found = await enrol();
  attester.evidenceIsKnown = false;
  expect(await outcome(read(phone))).toBe('ERR_ACCOUNT');
  expect((await read(found)).passkeys).toHaveLength(1);
});
