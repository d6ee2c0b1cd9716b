import type { Fetch } from '@bauta/sdk/client';
import type { AttesterSetting } from '../../settings.ts';
import { codeOf } from '../frame/error-sentence.ts';
import { failureScreen } from '../frame/failure-screen.ts';
import type { Stage } from '../frame/stage.ts';
import { onlineScreen } from '../passkey/online-screens.ts';
import type { MadePasskey, Passkeys } from '../passkey/passkey.ts';
import { type Attester, accountChallenge } from './attester.ts';
import { noPrfScreen, protectScreen } from './protect-screens.ts';

/** What step two needs of the page. */
export interface ProtectPorts {
  readonly stage: Stage;
  readonly passkeys: Passkeys;
  readonly fetch: Fetch;
}

/** @returns a new passkey that the attester knows. */
export async function protect(
  attester: Attester,
  session: string,
  { label }: AttesterSetting,
  { stage, passkeys }: ProtectPorts,
): Promise<MadePasskey | 'stop' | 'prove-again'> {
  let wasDeclined = false;
  for (;;) {
    if ((await stage.ask(protectScreen(label, wasDeclined))) === 'stop') return 'stop';
    stage.say((text) => text.protect.making);
    const made = await passkeys.make(await accountChallenge(session));
    wasDeclined = made === undefined;
    if (!made) continue;
    const choice = await acceptPasskey(made, label, stage);
    if (choice === 'stop') return 'stop';
    if (choice === 'use') return file(attester, session, made, label, stage);
  }
}

/** A passkey without PRF is used on the person's word only, after the price was said. */
export async function acceptPasskey(
  { hasPrf }: Pick<MadePasskey, 'hasPrf'>,
  attester: string,
  stage: Stage,
): Promise<'use' | 'other' | 'stop'> {
  if (hasPrf) return 'use';
  const choice = await stage.ask(noPrfScreen(true));
  return choice === 'online' ? stage.ask(onlineScreen(attester)) : choice;
}

/** Files the passkey with the attester, again and again if need be: the same one, so that none is left over. */
async function file(
  attester: Attester,
  session: string,
  made: MadePasskey,
  label: string,
  stage: Stage,
): Promise<MadePasskey | 'stop' | 'prove-again'> {
  let wasUnheard = false;
  for (;;) {
    stage.say((text) => text.protect.filing(label));
    try {
      await attester.enrol(session, made.registration);
      return made;
    } catch (error) {
      const code = codeOf(error);
      // The session ends with the account it makes: after an answer that was lost this is how success looks.
      if (code === 'ERR_EVIDENCE_SESSION' && wasUnheard) return made;
      wasUnheard ||= code === 'ERR_NOT_READY';
      if ((await stage.ask(failureScreen(code))) === 'stop') return 'stop';
      if (code === 'ERR_EVIDENCE_SESSION') return 'prove-again';
    }
  }
}
