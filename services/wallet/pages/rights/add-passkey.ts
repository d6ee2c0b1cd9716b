import { accountAssertionChallenge, addPasskey, fetchAccountNonce, passkeyChallenge } from '@bauta/sdk/client';
import type { Bytes } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../../settings.ts';
import { acceptPasskey } from '../enrol/protect.ts';
import { codeOf } from '../frame/error-sentence.ts';
import type { Stage } from '../frame/stage.ts';
import type { WalletStore } from '../keep/store.ts';
import { wrapFor, wrapOf } from '../keep/vault.ts';
import type { AccountPorts } from '../passkey/account-proof.ts';
import { askForShare } from '../passkey/ask-for-share.ts';
import { openWith } from '../passkey/open-wallet.ts';
import type { MadePasskey } from '../passkey/passkey.ts';
import { type AddTrouble, addPasskeyScreen, passkeyAddedScreen } from './add-passkey-screens.ts';

/** What it needs of the page. */
export interface AddPorts extends AccountPorts {
  readonly stage: Stage;
  readonly store: WalletStore;
}

/**
 * Adds a further passkey, or not. @param passkeyIds those of the account.
 * @returns `look`: the person wants to see what is kept now.
 */
export async function addFurtherPasskey(
  setting: AttesterSetting,
  passkeyIds: readonly Bytes[],
  ports: AddPorts,
): Promise<'look' | 'stop'> {
  const { stage } = ports;
  let trouble: AddTrouble | undefined;
  for (;;) {
    if ((await stage.ask(addPasskeyScreen(setting.label, trouble))) === 'stop') return 'stop';
    const end = await attempt(setting, passkeyIds, ports).catch((error) => ({ trouble: codeOf(error) }));
    if (end === 'stop') return 'stop';
    if (end === 'added') return stage.ask(passkeyAddedScreen(setting.label));
    trouble = end.trouble;
  }
}

/**
 * The new one is made first, then a passkey of the account agrees to exactly that one; by then everything is there
 * that opens the wallet with it, so that none is filed which could not.
 */
async function attempt(
  setting: AttesterSetting,
  passkeyIds: readonly Bytes[],
  ports: AddPorts,
): Promise<'added' | 'stop' | { readonly trouble: AddTrouble | undefined }> {
  const { stage, store, passkeys, fetch } = ports;
  const { name, label } = setting;
  const wraps = await store.readWraps();
  const nonce = await fetchAccountNonce(name, fetch);
  stage.say(({ rights }) => rights.add.making);
  const made = await passkeys.make(await passkeyChallenge(nonce), passkeyIds);
  const prf = made && (await secretOf(made, ports));
  if (!made || prf === 'declined') return { trouble: 'declined' };
  const { credentialId, registration } = made;
  const choice = await acceptPasskey({ hasPrf: prf !== undefined }, label, stage);
  if (choice === 'stop') return 'stop';
  if (choice === 'other') return { trouble: undefined };

  stage.say(({ rights }) => rights.add.confirming);
  const answer = await passkeys.ask(await accountAssertionChallenge(nonce, 'add-passkey', credentialId), passkeyIds);
  if (!answer) return { trouble: 'declined' };
  const dataKey = await openWith(answer, wraps, ports);
  if (!dataKey && wraps.length > 0) return { trouble: 'locked' };

  await addPasskey(name, { nonce, assertion: answer.assertion }, registration, fetch);
  if (!dataKey) return 'added';
  const secret = prf ? { credentialId, prf } : await askForShare(setting, credentialId, ports);
  if (secret === 'stop') return 'stop';
  // Another tab may have begun the wallet afresh since.
  if (!wrapOf(await store.readWraps(), answer.credentialId)) return { trouble: 'locked' };
  await store.saveWrap(await wrapFor(dataKey, secret, name), []);
  return 'added';
}

/** A secret that did not come with the passkey comes with its first answer. */
async function secretOf({ hasPrf, prf, credentialId }: MadePasskey, { passkeys, stage }: AddPorts) {
  if (prf || !hasPrf) return prf;
  stage.say(({ rights }) => rights.add.again);
  const answer = await passkeys.ask(crypto.getRandomValues(new Uint8Array(32)), [credentialId]);
  return answer ? answer.prf : 'declined';
}
