import { releaseShare, type WrapRecord } from '@bauta/sdk/client';
import { type Bytes, check } from '@bauta/sdk/protocol';
import { type DataKey, openDataKey, type PasskeySecret, wrapOf } from '../keep/vault.ts';
import { type AccountAnswer, type AccountPorts, proveAccount } from './account-proof.ts';
import type { PasskeyAnswer } from './passkey.ts';

/** Why a passkey did not open the wallet: the person did not go through with it, or it has no secret of its own. */
export type NotOpened = 'declined' | 'no-prf';

/**
 * Opens the wallet with one gesture before a top-up. Where one of the passkeys has no PRF, the gesture is good for the
 * attester's share too, which is fetched only if that passkey answers.
 * @param attester its name. @param wraps those of its passkeys. @param passkeyIds the passkeys to ask.
 * @throws AgeError ERR_RECORD when the passkey opens nothing here, and as `releaseShare`.
 */
export async function unlockForTopUp(
  attester: string,
  wraps: readonly WrapRecord[],
  passkeyIds: readonly Bytes[],
  ports: AccountPorts,
): Promise<DataKey | NotOpened> {
  const mayNeedShare = wraps.some(({ local }) => local !== undefined);
  const answer: PasskeyAnswer | AccountAnswer | undefined = mayNeedShare
    ? await proveAccount('share', attester, passkeyIds, ports)
    : await ports.passkeys.ask(crypto.getRandomValues(new Uint8Array(32)), passkeyIds);
  if (!answer) return 'declined';
  const secret = await secretOf(answer);
  if (secret === undefined) return 'no-prf';
  const dataKey = await openDataKey(wraps, secret);
  check(dataKey !== undefined, 'ERR_RECORD', 'a passkey that opens nothing');
  return dataKey;

  async function secretOf(given: PasskeyAnswer | AccountAnswer): Promise<PasskeySecret | undefined> {
    const { credentialId, prf } = given;
    const local = wrapOf(wraps, credentialId)?.local;
    if (local === undefined || !('proof' in given)) return prf && { credentialId, prf };
    return { credentialId, local, share: await releaseShare(attester, given.proof, ports.fetch) };
  }
}
