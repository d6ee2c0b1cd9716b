import { releaseShare, type WrapRecord } from '@bauta/sdk/client';
import type { Bytes } from '@bauta/sdk/protocol';
import { type DataKey, drawLocal, openDataKey, type PasskeySecret, wrapOf } from '../keep/vault.ts';
import { type AccountPorts, proveAccount } from './account-proof.ts';
import type { PasskeyAnswer } from './passkey.ts';

/**
 * Opens the wallet with one gesture of any of its passkeys, or two where it has no secret of its own.
 * @returns undefined when the person does not go through with it, or the passkey opens nothing here.
 * @throws AgeError ERR_RECORD on an edited wrap, and as `releaseShare`.
 */
export async function openWallet(wraps: readonly WrapRecord[], ports: AccountPorts): Promise<DataKey | undefined> {
  const passkeyIds = wraps.map(({ credentialId }) => credentialId);
  const answer = await ports.passkeys.ask(crypto.getRandomValues(new Uint8Array(32)), passkeyIds);
  return answer && openWith(answer, wraps, ports);
}

/** Opens the wallet with a passkey that has answered; one without a secret is asked once more, for its share. */
export async function openWith(
  { credentialId, prf }: PasskeyAnswer,
  wraps: readonly WrapRecord[],
  ports: AccountPorts,
): Promise<DataKey | undefined> {
  const wrap = wrapOf(wraps, credentialId);
  if (!wrap) return undefined;
  if (wrap.local === undefined) return prf && openDataKey(wraps, { credentialId, prf });
  const share = await fetchShare(wrap.attester, credentialId, ports);
  return share && openDataKey(wraps, { credentialId, local: wrap.local, share });
}

/**
 * What a new wrap needs of a passkey without a secret: one gesture, once its account knows it.
 * @param attester its name. @returns undefined when the person does not go through with it. @throws as `releaseShare`
 */
export async function makeOnlineSecret(
  attester: string,
  credentialId: Bytes,
  ports: AccountPorts,
): Promise<PasskeySecret | undefined> {
  const share = await fetchShare(attester, credentialId, ports);
  return share && { credentialId, local: drawLocal(), share };
}

async function fetchShare(attester: string, credentialId: Bytes, ports: AccountPorts): Promise<Bytes | undefined> {
  const answer = await proveAccount('share', attester, [credentialId], ports);
  return answer && releaseShare(attester, answer.proof, ports.fetch);
}
