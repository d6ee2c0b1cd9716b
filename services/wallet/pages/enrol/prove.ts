import type { Fetch } from '@bauta/sdk/client';
import type { AttesterSetting } from '../../settings.ts';
import { codeOf } from '../frame/error-sentence.ts';
import type { Stage } from '../frame/stage.ts';
import type { WayOn } from '../frame/ways-on.ts';
import type { Attester, EvidenceSession } from './attester.ts';
import { awaitEvidence, type EvidenceEnd, pauseWhileHidden } from './await-evidence.ts';
import { chooseMethodScreen } from './choose-method-screen.ts';
import { evidenceFailedScreen } from './evidence-failed-screen.ts';
import { evidenceRefusedScreen } from './evidence-refused-screen.ts';
import type { Method, Methods } from './method.ts';

/** What step one needs of the page. */
export interface ProvePorts {
  readonly stage: Stage;
  readonly methods: Methods;
  readonly fetch: Fetch;
  /** Unix seconds, by the device's clock. */
  readonly now: () => number;
  /** The origin of the simulated phone, in demonstrations. */
  readonly phone: string | undefined;
  /** True when the person may go to another attester. */
  readonly hasOthers: boolean;
  /** Between two questions to the attester; `pauseWhileHidden` when absent. */
  readonly pause?: () => Promise<void>;
}

/** The session in which the age was proved; `attester`: the person wants another one. */
export type ProveEnd = { readonly session: string } | 'attester' | 'stop';

/** Step one: shows the age to an attester, by whichever method, until it is proved or the person goes elsewhere. */
export async function prove(attester: Attester, setting: AttesterSetting, ports: ProvePorts): Promise<ProveEnd> {
  const { stage, methods, hasOthers } = ports;
  const ways = { hasMethods: methods.length > 1, hasAttesters: hasOthers };
  const choose = (): Promise<Method | 'stop'> => stage.ask(chooseMethodScreen(methods, setting.label));
  let method: Method | 'stop' = ways.hasMethods ? await choose() : methods[0];
  while (method !== 'stop') {
    const end = await attempt(attester, setting, method, ports);
    if (end === 'stop') break;
    if (end.state === 'proved') return { session: end.session };
    const way: WayOn =
      end.state === 'refused'
        ? await stage.ask(evidenceRefusedScreen(end.reference, setting, ways))
        : await stage.ask(evidenceFailedScreen(end.code, ways));
    if (way === 'attester' || way === 'stop') return way;
    if (way === 'method') method = await choose();
  }
  return 'stop';
}

type Attempt = Exclude<EvidenceEnd, { state: 'proved' }> | { readonly state: 'proved'; readonly session: string };

async function attempt(
  attester: Attester,
  setting: AttesterSetting,
  method: Method,
  { stage, phone, now, fetch, pause = pauseWhileHidden }: ProvePorts,
): Promise<Attempt | 'stop'> {
  stage.say(({ prove }) => prove.asking(setting.label));
  let session: EvidenceSession;
  try {
    session = await attester.beginEvidence(method);
  } catch (error) {
    return { state: 'failed', code: codeOf(error) };
  }
  const asking = new AbortController();
  const stopped = stage.ask(method.screen({ session, attester: setting, phone, now, fetch }));
  stage.say((text) => method.sentences(text).waiting);
  const end = await Promise.race([
    stopped,
    awaitEvidence(attester, session.session, {
      pause,
      onReach: (isReachable) =>
        stage.say((text) => (isReachable ? method.sentences(text).waiting : text.prove.unreachable(setting.label))),
      signal: asking.signal,
    }),
  ]).finally(() => asking.abort());
  if (end === 'stop' || end.state !== 'proved') return end;
  return { state: 'proved', session: session.session };
}
