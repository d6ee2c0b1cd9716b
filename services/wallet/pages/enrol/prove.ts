import { check } from '@bauta/sdk/protocol';
import type { AttesterSetting } from '../../settings.ts';
import type { Text } from '../../text/en.ts';
import { codeOf } from '../frame/error-sentence.ts';
import type { Stage } from '../frame/stage.ts';
import { stepPath } from '../frame/step-path.ts';
import type { WayOn } from '../frame/ways-on.ts';
import { askBrowser, canAskBrowser } from './ask-browser.ts';
import type { Attester, DigitalAnswer, EvidenceSession } from './attester.ts';
import { awaitEvidence, type EvidenceEnd, pauseWhileHidden } from './await-evidence.ts';
import { chooseMethodScreen } from './choose-method-screen.ts';
import { evidenceFailedScreen } from './evidence-failed-screen.ts';
import { evidenceRefusedScreen } from './evidence-refused-screen.ts';
import type { Method, MethodTable } from './method.ts';
import { movedScreen } from './moved-screen.ts';
import type { ProofsUnderway } from './proof-underway.ts';

/** What step one needs of the page. */
export interface ProvePorts {
  readonly stage: Stage;
  readonly methodsOf: MethodTable;
  readonly proofs: ProofsUnderway;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  /** The origin of the simulated phone, in demonstrations. */
  readonly phone: string | undefined;
  /** True when the person may go to another attester. */
  readonly hasOthers: boolean;
  /** Between two questions to the attester; `pauseWhileHidden` when absent. */
  readonly pause?: () => Promise<void>;
}

/** A proof to which the browser has come back. */
export interface Returned {
  readonly session: string;
  /** 43 characters, or none when nothing was shown. */
  readonly code: string;
}

/** The session in which the age was proved; `attester`: the person wants another one. */
export type ProveEnd = { readonly session: string } | 'attester' | 'stop';

/**
 * Step one: shows the age to an attester, by whichever method, until it is proved or the person goes elsewhere.
 * @param returned the proof to go on with first.
 */
export async function prove(
  attester: Attester,
  setting: AttesterSetting,
  ports: ProvePorts,
  returned?: Returned,
): Promise<ProveEnd> {
  const { stage, hasOthers } = ports;
  let methods: readonly Method[] = [];
  let method: Method | undefined;

  async function go(): Promise<Attempt | 'stop'> {
    try {
      if (methods.length === 0) methods = await listMethods(attester, setting, ports);
    } catch (error) {
      return { state: 'failed', code: codeOf(error) };
    }
    const [first, ...others] = methods as [Method, ...Method[]];
    const chosen =
      method ?? (others.length === 0 ? first : await stage.ask(chooseMethodScreen(methods, setting.label)));
    if (chosen === 'stop') return 'stop';
    method = chosen;
    return attempt(attester, setting, method, ports);
  }

  let end = returned ? await resume(attester, setting, returned, ports) : await go();
  while (end !== 'stop') {
    if (end.state === 'proved') return { session: end.session };
    const ways = { hasMethods: methods.length !== 1, hasAttesters: hasOthers };
    const way: WayOn =
      end.state === 'refused'
        ? await stage.ask(evidenceRefusedScreen(end.reference, setting, ways))
        : await stage.ask(evidenceFailedScreen(end.code, ways));
    if (way === 'attester' || way === 'stop') return way;
    if (way === 'method') method = undefined;
    end = await go();
  }
  return 'stop';
}

type Attempt = Exclude<EvidenceEnd, { state: 'proved' }> | { readonly state: 'proved'; readonly session: string };

/** @returns at least one. @throws AgeError, ERR_NOT_FOUND when the attester has no way that this wallet knows */
async function listMethods(
  attester: Attester,
  { label }: AttesterSetting,
  { stage, methodsOf }: ProvePorts,
): Promise<readonly Method[]> {
  stage.say(({ prove }) => prove.asking(label));
  const methods = methodsOf(await attester.listMethods());
  check(methods.length > 0, 'ERR_NOT_FOUND', 'no way of proving an age that this wallet knows');
  return methods;
}

async function attempt(
  attester: Attester,
  setting: AttesterSetting,
  method: Method,
  ports: ProvePorts,
): Promise<Attempt | 'stop'> {
  const { stage, phone, now, proofs } = ports;
  stage.say(({ prove }) => prove.asking(setting.label));
  let asked: EvidenceSession;
  try {
    asked = await attester.beginEvidence(method);
  } catch (error) {
    return { state: 'failed', code: codeOf(error) };
  }
  const { session, expires, digital } = asked;
  const asking = new AbortController();
  const { signal } = asking;
  const send = (answer: DigitalAnswer): Promise<void> => attester.answerEvidence(method, session, answer);
  if (asked.here !== undefined) proofs.keep({ attester: setting.name, session, until: expires });
  const screen = method.screen({
    session: asked,
    attester: setting,
    phone,
    now,
    ...(digital && canAskBrowser() ? { askBrowser: () => askBrowser(digital, send, signal) } : {}),
  });
  const end = await Promise.race([
    stage.ask(screen),
    proofs.moved(session, signal).then(() => 'moved' as const),
    waitFor(attester, setting, { session, signal }, ports, (text) => method.sentences(text).waiting),
  ]).finally(() => asking.abort());
  if (end === 'moved') return stage.ask(movedScreen);
  proofs.forget();
  return end;
}

/** Goes on with a proof to which the browser has come back: whatever came of it is there already. */
async function resume(
  attester: Attester,
  setting: AttesterSetting,
  { session, code }: Returned,
  ports: ProvePorts,
): Promise<Attempt> {
  const { stage, pause = pauseWhileHidden } = ports;
  stage.show((text) => ({ heading: text.prove.heading, above: [stepPath(text, 'prove')], body: [] }));
  const until = new AbortController();
  let wasAsked = false;
  const pauseLater = async (): Promise<void> => {
    // Who came back without a code was refused, or has nothing to wait for.
    if (wasAsked && code === '') until.abort();
    else if (wasAsked) await pause();
    wasAsked = true;
  };
  const waiting = { session, code, signal: until.signal };
  return waitFor(attester, setting, waiting, { ...ports, pause: pauseLater }, (text) =>
    text.prove.asking(setting.label),
  );
}

async function waitFor(
  attester: Attester,
  { label }: AttesterSetting,
  { session, signal, code = '' }: { readonly session: string; readonly signal: AbortSignal; readonly code?: string },
  { stage, pause = pauseWhileHidden }: ProvePorts,
  waiting: (text: Text) => string,
): Promise<Attempt> {
  stage.say(waiting);
  const end = await awaitEvidence(attester, session, {
    pause,
    onReach: (isReachable) => stage.say((text) => (isReachable ? waiting(text) : text.prove.unreachable(label))),
    signal,
    ...(code === '' ? {} : { code }),
  });
  return end.state === 'proved' ? { state: 'proved', session } : end;
}
