import type { Bytes } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../../settings.ts';
import { codeOf } from '../frame/error-sentence.ts';
import { failureScreen } from '../frame/failure-screen.ts';
import type { Stage } from '../frame/stage.ts';
import type { PasskeySecret } from '../keep/vault.ts';
import type { AccountPorts } from './account-proof.ts';
import { shareScreen } from './online-screens.ts';
import { makeOnlineSecret } from './open-wallet.ts';

/** The second gesture with a new passkey that has no PRF, once its account knows it: until it opens the wallet. */
export async function askForShare(
  { name, label }: AttesterSetting,
  credentialId: Bytes,
  ports: AccountPorts & { readonly stage: Stage },
): Promise<PasskeySecret | 'stop'> {
  const { stage } = ports;
  let wasDeclined = false;
  for (;;) {
    if ((await stage.ask(shareScreen(label, wasDeclined))) === 'stop') return 'stop';
    try {
      const secret = await makeOnlineSecret(name, credentialId, ports);
      if (secret) return secret;
      wasDeclined = true;
    } catch (error) {
      if ((await stage.ask(failureScreen(codeOf(error)))) === 'stop') return 'stop';
    }
  }
}
