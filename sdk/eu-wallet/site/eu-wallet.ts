import { answerAsset, answerPage, answerProblem } from '../../gate/answers.ts';
import { clearCookie, readSecretCookie, writeCookie } from '../../gate/cookies.ts';
import { addressOf } from '../../gate/gate-request.ts';
import { readLimitedBody } from '../../gate/limited-body.ts';
import type { GateMethod, MethodVisit } from '../../gate/method.ts';
import { wantsPage } from '../../gate/navigation.ts';
import type { OwnAnswer } from '../../gate/own-answer.ts';
import { plainPathOf } from '../../gate/policy.ts';
import { refusalCode } from '../../gate/refused.ts';
import { formatBase64url, parseBase64url } from '../../protocol/base64url.ts';
import { type Bytes, readUtf8 } from '../../protocol/bytes.ts';
import { AgeError, check, refuseAs } from '../../protocol/errors.ts';
import { parseJson } from '../../protocol/json.ts';
import { isLoopback } from '../../protocol/names.ts';
import type { ZkTerms } from '../any-response.ts';
import { checkIsoMdocAnswer, LONGEST_ISO_MDOC_ANSWER } from '../iso-mdoc-answer.ts';
import { checkPresentation, type Presentation, parsePresentationForm } from '../presentation.ts';
import type { TrustedList } from '../trusted-list.ts';
import { LONGFELLOW_V6 } from '../zk/zk-system-spec.ts';
import { answerClosed, answerJson, answerRefused } from './answers.ts';
import { EU_COOKIE } from './cookie.ts';
import { askPage } from './pages/ask-page.ts';
import { waitingPage } from './pages/end-pages.ts';
import { pageStyles } from './pages/page.css.ts';
import { pageScript } from './pages/page.js.ts';
import {
  ANSWER_PATH,
  DIGITAL_PATH,
  NAME,
  PAGE_PATH,
  RETURN_PATH,
  SCRIPT_PATH,
  STATE_PATH,
  STYLE_PATH,
} from './paths.ts';
import {
  askQuestion,
  checkBrowser,
  fileCode,
  fileShown,
  readQuestion,
  readShown,
  takeCode,
  takeQuestion,
  takeShown,
  wayOf,
} from './question.ts';
import { TEXTS } from './texts/index.ts';

/** What a site decides when it takes proofs of EU age apps itself. */
export interface EuWalletOptions {
  /**
   * Whose proofs are good, as it is now; a visitor's request never waits for it. From `createSnapshotSource`, or
   * `{ current: () => list }` around what `parseTrustedList` has read once. @throws AgeError ERR_NOT_READY
   */
  readonly trustedList: { current(): TrustedList };
  /** What verifies zero-knowledge proofs; without it none is asked for, and none taken. */
  readonly zk?: ZkTerms;
  /**
   * False: only an app of the device that shows the page may answer. By a code for another device somebody can be led
   * to open the session of whoever shows them theirs. Default: true.
   */
  readonly elsewhere?: boolean;
  /** True believes a list for demonstration, whose proofs anybody can make: at an origin on this machine alone. */
  readonly demonstration?: boolean;
}

/** A body by `direct_post`, bytes at most. */
const FORM_MAX = 32_768;

type Act = (visit: MethodVisit, id: Bytes | undefined) => OwnAnswer | Promise<OwnAnswer>;

interface Route {
  readonly method: 'GET' | 'POST';
  readonly act: Act;
}

/**
 * Direct acceptance: the site itself verifies a proof of age of an EU age app, which shows it the provider and hence
 * usually the country. For `methods` of `ageGate`. By the W3C Digital Credentials API (`org-iso-mdoc`), by a link for an
 * app of the same device, and by a QR code for one of another.
 * @throws TypeError on options that are none.
 */
export function euWallet(options: EuWalletOptions): GateMethod {
  const { trustedList, zk, elsewhere = true, demonstration = false } = options;
  if (typeof trustedList?.current !== 'function') throw new TypeError('euWallet: trustedList must have current()');
  if (zk !== undefined && typeof zk.verifier?.verify !== 'function')
    throw new TypeError('euWallet: zk has no verifier');
  const terms = { zk: zk === undefined ? [] : LONGFELLOW_V6, elsewhere };
  const verifying = zk === undefined ? {} : { zk };

  /** @throws AgeError ERR_NOT_READY when nobody can say, and for a list that this site must not believe */
  function listFor({ settings }: MethodVisit): TrustedList {
    const list = trustedList.current();
    const isHere = isLoopback(new URL(settings.origin).hostname);
    check(!list.demonstration || (demonstration && isHere), 'ERR_NOT_READY', 'the list is for demonstration');
    return list;
  }

  const show: Act = async (visit) => {
    listFor(visit);
    const cookie = readSecretCookie(visit.request, EU_COOKIE) ?? visit.settings.random(32);
    const asking = await askQuestion(visit, cookie, terms);
    return answerPage(askPage(visit, asking), 200, [writeCookie(EU_COOKIE, formatBase64url(cookie))]);
  };

  /** `direct_post` (OpenID4VP 1.0 §8.2): from an app, of whatever origin, without cookies. */
  const takeForm: Act = async (visit, id) => {
    const list = listFor(visit);
    const answer = parsePresentationForm(await readText(visit, 'application/x-www-form-urlencoded', FORM_MAX));
    check(id !== undefined, 'ERR_EVIDENCE_SESSION');
    // Whoever knows the address alone must not end the question of another.
    const way = wayOf(await readQuestion(visit, id), answer.state);
    const question = await takeQuestion(visit, id);
    const presentation = question.ways[way] as Presentation;
    await checkPresentation(answer, presentation, { trustedList: list, now: visit.now });
    await fileShown(visit, id, { way, browser: question.browser });
    if (way === 'elsewhere') return answerJson({});
    const code = await fileCode(visit, question);
    return answerJson({ redirect_uri: `${visit.settings.origin}${RETURN_PATH}?code=${code}` });
  };

  /** What the Digital Credentials API gave to our page. */
  const takeDigital: Act = async (visit, id) => {
    const { request, settings, now } = visit;
    const list = listFor(visit);
    checkOwnPage(visit);
    const longest = LONGEST_ISO_MDOC_ANSWER[zk === undefined ? 'plain' : 'zk'];
    const text = await readText(visit, 'application/json', longest);
    const answer = refuseAs('ERR_MDOC_MALFORMED', () => parseJson(text));
    check(id !== undefined, 'ERR_EVIDENCE_SESSION');
    await checkBrowser(readSecretCookie(request, EU_COOKIE), (await readQuestion(visit, id)).browser);
    const { digital } = await takeQuestion(visit, id);
    await checkIsoMdocAnswer(answer, digital, { ...verifying, origin: settings.origin, trustedList: list, now });
    const admitted = await visit.admit();
    const next = admitted.headers.location ?? '/';
    return answerJson({ next }, [...admitted.cookies, clearCookie(EU_COOKIE)]);
  };

  const routes: Readonly<Record<string, Route>> = {
    [PAGE_PATH]: { method: 'GET', act: show },
    [SCRIPT_PATH]: { method: 'GET', act: () => answerAsset(pageScript, 'text/javascript') },
    [STYLE_PATH]: { method: 'GET', act: () => answerAsset(pageStyles, 'text/css') },
    [DIGITAL_PATH]: { method: 'POST', act: takeDigital },
    [STATE_PATH]: { method: 'GET', act: tellState },
    [RETURN_PATH]: { method: 'GET', act: comeBack },
  };
  const answerRoute: Route = { method: 'POST', act: takeForm };

  return {
    name: NAME,
    privacy: 'source-visible',
    texts: { en: TEXTS.en.offer, fr: TEXTS.fr.offer, it: TEXTS.it.offer },
    async answer(visit) {
      const path = plainPathOf(visit.request.url) ?? '';
      const isAnswer = path.startsWith(ANSWER_PATH);
      const route = isAnswer ? answerRoute : Object.hasOwn(routes, path) ? routes[path] : undefined;
      if (route === undefined) return answerProblem('ERR_NOT_FOUND');
      if (visit.request.method !== route.method) return answerProblem('ERR_METHOD', { allow: route.method });
      const id = readId(isAnswer ? path.slice(ANSWER_PATH.length) : queryOf(visit).get('question'));
      return answerOrRefuse(visit, route.act, id);
    },
  };
}

/** @throws what is a fault of ours, which shuts the door for this request */
async function answerOrRefuse(visit: MethodVisit, act: Act, id: Bytes | undefined): Promise<OwnAnswer> {
  try {
    return await act(visit, id);
  } catch (error) {
    if (error instanceof AgeError && error.code === 'ERR_NOT_READY') return answerClosed(visit);
    visit.settings.onRefused(refusalCode(error));
    return answerRefused(visit);
  }
}

/** For the page that shows the QR code: `waiting`, `shared`, `returning` by an app of this device, or `over`. */
const tellState: Act = async (visit, id) => {
  check(id !== undefined, 'ERR_EVIDENCE_SESSION');
  const isPage = wantsPage(visit.request);
  const cookie = readSecretCookie(visit.request, EU_COOKIE);
  const shown = await readShown(visit, id);
  if (shown === undefined) {
    try {
      await checkBrowser(cookie, (await readQuestion(visit, id)).browser);
    } catch (error) {
      if (isPage) throw error;
      refusalCode(error);
      return answerJson({ state: 'over' });
    }
    return isPage ? answerPage(waitingPage(visit, id), 200) : answerJson({ state: 'waiting' });
  }
  await checkBrowser(cookie, shown.browser);
  if (!isPage) return answerJson({ state: shown.way === 'elsewhere' ? 'shared' : 'returning' });
  // An app of this device has a way back of its own, which brings what only this device was given.
  if (shown.way !== 'elsewhere') return answerPage(waitingPage(visit, id), 200);
  check(await takeShown(visit, id), 'ERR_EVIDENCE_SESSION');
  return admit(visit);
};

/** Back from an app of this device, with the code that its answer was given. */
const comeBack: Act = async (visit) => {
  const code = queryOf(visit).get('code');
  // Without a code nothing was shown: it is the page of a refusal that has been counted, or a stray visit.
  if (code === null) return answerRefused(visit);
  await checkBrowser(readSecretCookie(visit.request, EU_COOKIE), await takeCode(visit, readId(code)));
  return admit(visit);
};

async function admit(visit: MethodVisit): Promise<OwnAnswer> {
  const admitted = await visit.admit();
  return { ...admitted, cookies: [...admitted.cookies, clearCookie(EU_COOKIE)] };
}

/** Another site's page gets no cookie of ours; this is for browsers that would send one all the same. */
function checkOwnPage({ request: { headers }, settings }: MethodVisit): void {
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  check(site === 'same-origin' && headers.get('origin') === settings.origin, 'ERR_PRE_SESSION', 'another page asks');
}

async function readText({ request }: MethodVisit, mediaType: string, max: number): Promise<string> {
  const given = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  check(given === mediaType, 'ERR_FORM_MALFORMED', 'another media type');
  const bytes = await readLimitedBody(request, max, 'ERR_FORM_MALFORMED');
  return refuseAs('ERR_FORM_MALFORMED', () => readUtf8(bytes));
}

function queryOf({ request }: MethodVisit): URLSearchParams {
  return addressOf(request).searchParams;
}

/** The 32 bytes of an id or a code; undefined for anything else. */
function readId(text: string | null): Bytes | undefined {
  if (text?.length !== 43) return undefined;
  try {
    return parseBase64url(text);
  } catch {
    return undefined;
  }
}
