import type { Fetch } from '@bauta/sdk/client';
import { AgeError, type Bytes } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../settings.ts';
import { type Attester, accountChallenge, createAttester, type EvidenceSession } from './attester.ts';
import { awaitEvidence, pauseWhileHidden } from './await-evidence.ts';
import { failureScreen } from './failure-screen.ts';
import type { MadePasskey, Passkeys } from './passkey.ts';
import { keepTokensScreen, noPrfScreen, protectScreen } from './protect-screens.ts';
import { evidenceRefusedScreen, proveScreen } from './prove-screen.ts';
import type { Stage } from './stage.ts';
import type { WalletStore } from './store.ts';
import type { TopUpParties } from './top-up.ts';
import { type DataKey, drawDataKey, openDataKey, wrapFor } from './vault.ts';

/** What enrolment needs of the page. */
export interface EnrolPorts {
  readonly stage: Stage;
  readonly store: WalletStore;
  readonly passkeys: Passkeys;
  readonly fetch: Fetch;
  /** The origin of the simulated phone, in demonstrations. */
  readonly phone: string | undefined;
  /** True when the person may go to another attester. */
  readonly hasOthers: boolean;
}

/** The data key for the new passkey; `isAfresh`: what the wallet held before goes. */
interface Kept {
  readonly dataKey: DataKey;
  readonly isAfresh: boolean;
}

/**
 * Steps one and two: prove, then protect.
 * @returns what the top-up needs to know; undefined when the person stopped.
 */
export async function enrol(
  setting: AttesterSetting,
  ports: EnrolPorts,
): Promise<Pick<TopUpParties, 'attester' | 'made'> | undefined> {
  const attester = createAttester(setting.name, ports.fetch);
  for (;;) {
    const session = await prove(attester, setting, ports);
    if (session === undefined) return undefined;
    const kept = await keepTokens(setting, ports);
    if (kept === undefined) return undefined;
    const made = await protect(attester, session, setting, ports);
    if (made === 'stop') return undefined;
    if (made === 'prove-again') continue;
    return keep(setting.name, made, kept, ports.store);
  }
}

/** @returns the session in which the age was proved. */
async function prove(attester: Attester, { label }: AttesterSetting, ports: EnrolPorts): Promise<string | undefined> {
  const { stage, phone, hasOthers } = ports;
  for (;;) {
    let begun: EvidenceSession;
    try {
      begun = await attester.beginEvidence();
    } catch (error) {
      if ((await stage.ask(failureScreen(codeOf(error)))) === 'stop') return undefined;
      continue;
    }
    const asking = new AbortController();
    const stopped = stage.ask(proveScreen(begun, label, phone));
    stage.say(({ prove }) => prove.waiting);
    const end = await Promise.race([
      stopped,
      awaitEvidence(attester, begun.session, {
        pause: pauseWhileHidden,
        onReach: (isReachable) => stage.say(({ prove }) => (isReachable ? prove.waiting : prove.unreachable(label))),
        signal: asking.signal,
      }),
    ]);
    asking.abort();
    if (end === 'stop') return undefined;
    if (end.state === 'proved') return begun.session;
    const next =
      end.state === 'refused'
        ? await stage.ask(evidenceRefusedScreen(end.reference, hasOthers))
        : await stage.ask(failureScreen(end.code));
    if (next !== 'again') return undefined;
  }
}

/** A wallet that holds something, or that another passkey opens too, is opened first: its one data key stays. */
async function keepTokens({ name }: AttesterSetting, ports: EnrolPorts): Promise<Kept | undefined> {
  const { stage, store, passkeys } = ports;
  const wraps = await store.readWraps();
  const [tokens, pending] = [await store.readTokens(), await store.readPending()];
  const isBare = tokens.length + pending.length === 0 && wraps.every(({ attester }) => attester === name);
  if (wraps.length === 0 || isBare) return { dataKey: drawDataKey(), isAfresh: true };
  let wasDeclined = false;
  for (;;) {
    const choice = await stage.ask(keepTokensScreen(tokens.length, wasDeclined));
    if (choice === 'stop') return undefined;
    if (choice === 'lost') return { dataKey: drawDataKey(), isAfresh: true };
    const passkeyIds = wraps.map(({ credentialId }) => credentialId);
    const answer = await passkeys.ask(drawChallenge(), passkeyIds);
    const opened = answer?.prf && (await openDataKey(wraps, { ...answer, prf: answer.prf }).catch(() => undefined));
    if (opened) return { dataKey: opened, isAfresh: false };
    wasDeclined = true;
  }
}

/** @returns a new passkey that the attester knows. */
async function protect(
  attester: Attester,
  session: string,
  { label }: AttesterSetting,
  { stage, passkeys }: EnrolPorts,
): Promise<MadePasskey | 'stop' | 'prove-again'> {
  let wasDeclined = false;
  for (;;) {
    if ((await stage.ask(protectScreen(label, wasDeclined))) === 'stop') return 'stop';
    const made = await passkeys.make(await accountChallenge(session));
    wasDeclined = made === undefined;
    if (!made) continue;
    if (made.hasPrf) return file(attester, session, made, stage);
    if ((await stage.ask(noPrfScreen())) === 'stop') return 'stop';
  }
}

/** Files the passkey with the attester, again and again if need be: the same one, so that none is left over. */
async function file(
  attester: Attester,
  session: string,
  made: MadePasskey,
  stage: Stage,
): Promise<MadePasskey | 'stop' | 'prove-again'> {
  let wasUnheard = false;
  for (;;) {
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

/** Wraps the data key for the new passkey, now if its secret came with it, else at its first answer. */
async function keep(attester: string, made: MadePasskey, { dataKey, isAfresh }: Kept, store: WalletStore) {
  if (isAfresh) await store.clear();
  const { credentialId, prf } = made;
  if (!prf) return { attester, made: { credentialId, dataKey } };
  const replaced = (await store.readWraps()).filter((wrap) => wrap.attester === attester);
  await store.saveWrap(await wrapFor(dataKey, { credentialId, prf }, attester), replaced);
  return { attester };
}

function drawChallenge(): Bytes {
  return crypto.getRandomValues(new Uint8Array(32));
}

function codeOf(error: unknown): string {
  if (error instanceof AgeError) return error.code;
  throw error;
}
