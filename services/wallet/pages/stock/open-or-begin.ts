import type { WrapRecord } from '@bauta/sdk/client';
import { check } from '@bauta/sdk/protocol';
import { type DataKey, drawDataKey, openDataKey, type PasskeySecret, wrapFor, wrapOf } from '../keep/vault.ts';
import { makeOnlineSecret } from '../passkey/open-wallet.ts';
import type { PasskeyAnswer } from '../passkey/passkey.ts';
import { type NotOpened, unlockForTopUp } from '../passkey/unlock-top-up.ts';
import type { TopUpParties, TopUpPorts } from './top-up-ports.ts';

/** The wallet as `openOrBegin` finds it. */
interface Found {
  readonly parties: TopUpParties;
  /** Those of the attester's passkeys. */
  readonly wraps: readonly WrapRecord[];
  /** There is no wrap at all. */
  readonly isEmpty: boolean;
  readonly ports: TopUpPorts;
}

/**
 * Every wallet has one data key: a passkey that it does not know yet may only begin an empty one, or was
 * made for it.
 * @throws AgeError ERR_RECORD for one that opens nothing
 */
export async function openOrBegin(
  { credentialId, prf }: PasskeyAnswer,
  { parties, wraps, isEmpty, ports }: Found,
): Promise<DataKey | NotOpened> {
  const { attester, made } = parties;
  const wrap = wrapOf(wraps, credentialId);
  if (made && wrap) return made.dataKey;
  if (wrap?.local) {
    ports.onStage('unlocking');
    return unlockForTopUp(attester, wraps, [credentialId], ports);
  }
  const opened = wrap && prf ? await openDataKey(wraps, { credentialId, prf: prf.slice() }) : undefined;
  if (opened) return opened;
  check(made !== undefined || isEmpty, 'ERR_RECORD', 'a passkey that opens nothing');
  const secret = await secretFor();
  if (typeof secret === 'string') return secret;
  const dataKey = made?.dataKey ?? drawDataKey();
  await ports.store.saveWrap(await wrapFor(dataKey, secret, attester), wraps);
  return dataKey;

  async function secretFor(): Promise<PasskeySecret | NotOpened> {
    if (prf) return { credentialId, prf };
    if (!parties.takesOnline) return 'no-prf';
    ports.onStage('unlocking');
    return (await makeOnlineSecret(attester, credentialId, ports)) ?? 'declined';
  }
}
