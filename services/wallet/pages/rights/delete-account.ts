import { eraseAccount, type WrapRecord } from '@bauta/sdk/client';
import type { Bytes } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../../settings.ts';
import { codeOf } from '../frame/error-sentence.ts';
import type { Stage } from '../frame/stage.ts';
import { type AccountPorts, proveAccount } from '../passkey/account-proof.ts';
import { type AccountDeletion, accountDeletedScreen, deleteAccountScreen } from './delete-account-screens.ts';
import type { VisitCount } from './rights-export.ts';

/** What there is when the person decides. */
export interface BeforeDeletion {
  readonly wraps: readonly WrapRecord[];
  readonly visits: readonly VisitCount[];
  readonly hasWallet: boolean;
  /** Until when the proof is good, in Unix seconds. */
  readonly expires: number;
  /** The passkeys of the account. */
  readonly passkeyIds: readonly Bytes[];
}

/** Deletes the account with an attester, or not. @returns `kept`: it stands as before. */
export async function deleteAccount(
  { name, label }: AttesterSetting,
  { wraps, visits, hasWallet, expires, passkeyIds }: BeforeDeletion,
  ports: AccountPorts & { readonly stage: Stage },
): Promise<'kept' | 'wallet' | 'delete-wallet'> {
  const { stage, fetch } = ports;
  const deletion: AccountDeletion = {
    attester: label,
    expires,
    visits: visits.reduce((sum, { count }) => sum + count, 0),
    locksVisits: wraps.length > 0 && wraps.every(({ attester, local }) => attester === name && local !== undefined),
  };
  let trouble: string | undefined;
  for (;;) {
    if ((await stage.ask(deleteAccountScreen(deletion, trouble))) === 'stop') return 'kept';
    stage.say(({ rights }) => rights.deleteAccount.confirming);
    try {
      const answer = await proveAccount('erase', name, passkeyIds, ports);
      if (answer) {
        await eraseAccount(name, answer.proof, fetch);
        break;
      }
      trouble = 'declined';
    } catch (error) {
      trouble = codeOf(error);
      // After an answer that was lost this is how success looks.
      if (trouble === 'ERR_ACCOUNT') break;
    }
  }
  const next = await stage.ask(accountDeletedScreen(deletion, hasWallet));
  return next === 'stop' ? 'wallet' : next;
}
