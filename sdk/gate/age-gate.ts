import { createKeyDirectory, type KeyDirectoryOptions } from '../verifier/key-directory.ts';
import { createVerifier, type VerifierOptions } from '../verifier/verifier.ts';
import { answerAsset, answerPage, answerProblem, gatedHeaders } from './answers.ts';
import { readSecretCookie, SESSION_COOKIE, sessionCookies } from './cookies.ts';
import { createDirectorySchedule, type DirectorySchedule } from './directory-schedule.ts';
import type { DirectoryUpkeepOptions } from './directory-upkeep.ts';
import type { GateRequest } from './gate-request.ts';
import { meet } from './meet.ts';
import { signOf, touchOf, wantsPage } from './navigation.ts';
import { type GateOptions, readOptions } from './options.ts';
import { makeResponse, type OwnAnswer, readResponse } from './own-answer.ts';
import { writeBeatScript } from './pages/beat.js.ts';
import { gateStyles } from './pages/gate.css.ts';
import { unavailablePage } from './pages/unavailable-page.ts';
import { DESCRIPTION_PATH, isPublicPath, OWN_PREFIX, plainPathOf } from './policy.ts';
import { faultCode } from './refused.ts';
import { beat } from './routes/beat.ts';
import { check } from './routes/check.ts';
import { description } from './routes/description.ts';
import { enter } from './routes/enter.ts';
import { gate } from './routes/gate.ts';
import { go } from './routes/go.ts';
import { help } from './routes/help.ts';
import { answerByMethod } from './routes/method.ts';
import { redeem } from './routes/redeem.ts';
import { createSessionLease } from './session-lease.ts';
import type { SessionRule } from './session-rule.ts';
import { themeStyles } from './theme.ts';
import type { Act, Visit } from './visit.ts';

/**
 * The gate's own answer, or the headers that the application's answer must carry. `own` is the same answer for a server
 * that has no use for a `Response`, which is made when it is asked for.
 */
export type GateAnswer = { readonly response: Response; readonly own?: OwnAnswer } | { readonly headers: Headers };

/** A site's door. */
export interface AgeGate extends DirectorySchedule {
  /** What an adapter needs that keeps the directory fresh without timers. */
  readonly upkeep: DirectoryUpkeepOptions;
  /** When a session of this site ends: what the site may tell its visitors. */
  readonly policy: SessionRule;
  /**
   * Judges a request before the application sees it. Never throws: whatever goes wrong is an answer that keeps the door
   * shut. With `headers`, each replaces the application's own of that name, except `Vary` and `Set-Cookie`, which add.
   */
  handle(request: GateRequest): Promise<GateAnswer>;
  /** Reads the key directory now, outside of the schedule. @throws what went wrong, for the operator */
  refresh(): Promise<void>;
  /** Takes the directory that another instance has kept (option `kept`), when it is younger. @returns whether it is fresh */
  restore(): Promise<boolean>;
}

const ROUTES: Readonly<Record<string, { readonly method: 'GET' | 'POST'; readonly isSafe?: true; readonly act: Act }>> =
  {
    '/_age/gate': { method: 'GET', isSafe: true, act: gate },
    '/_age/go': { method: 'GET', act: go },
    '/_age/redeem': { method: 'POST', act: redeem },
    '/_age/enter': { method: 'GET', act: enter },
    '/_age/beat': { method: 'POST', act: beat },
    '/_age/check': { method: 'GET', isSafe: true, act: check },
    '/_age/beat.js': {
      method: 'GET',
      isSafe: true,
      act: ({ settings }) => answerAsset(writeBeatScript(settings.policy), 'text/javascript'),
    },
    '/_age/gate.css': {
      method: 'GET',
      isSafe: true,
      act: ({ settings }) => answerAsset(gateStyles + themeStyles(settings.theme), 'text/css'),
    },
    '/_age/test': {
      method: 'GET',
      async act(visit) {
        const answered = await visit.settings.testIssuer?.answer(visit);
        return answered ? readResponse(answered) : answerProblem('ERR_NOT_FOUND');
      },
    },
    '/_age/help': { method: 'GET', isSafe: true, act: help },
    [DESCRIPTION_PATH]: { method: 'GET', isSafe: true, act: description },
  };

/**
 * Composes a gate. It refuses everything until its directory has been read: call `start()`, or mount it with an
 * adapter that needs no timers.
 * @throws TypeError that lists every fault of the options at once.
 */
export function ageGate(options: GateOptions): AgeGate {
  const settings = readOptions(options);
  const { testIssuer, issuer, threshold, sessions, spent, policy: rule, random, setTimer, onEvent } = settings;
  const redeemUrl = `${settings.origin}/_age/redeem`;
  // A test issuer's keys are everyone's by themselves, and in no log.
  const keyLog = testIssuer ? undefined : settings.keyLog;
  const prove: KeyDirectoryOptions['prove'] =
    keyLog && ((directory, now) => keyLog.prove({ role: 'issuer', name: issuer }, directory, now));
  const keys = createKeyDirectory({ issuer, fetch: settings.fetch, prove, kept: settings.kept });
  const secrets = settings.secrets as VerifierOptions['secrets'];
  const verifier = createVerifier({ issuer, threshold, redeemUrl, secrets, keys, spent, codes: sessions });
  const lease = createSessionLease({ sessions, rule, random, onCopied: () => onEvent({ event: 'session-copied' }) });
  if (testIssuer) onEvent({ event: 'test-issuer', outcome: testIssuer.outcome });

  async function refresh(): Promise<void> {
    const now = settings.now();
    try {
      await keys.refresh(now);
    } catch (error) {
      onEvent({ event: 'directory-unreachable' });
      throw error;
    }
    onEvent({ event: 'directory-refreshed', keys: keys.list(now).length });
  }

  const restore = (): Promise<boolean> => keys.restore(settings.now());

  async function judge(visit: Visit): Promise<OwnAnswer | Headers> {
    const { request, lease, now } = visit;
    const path = plainPathOf(request.url);
    if (path?.startsWith(OWN_PREFIX) || path === DESCRIPTION_PATH) return answerOwn(path, visit);
    if (path !== undefined && isPublicPath(path, settings.publicPaths)) return new Headers();
    const session = readSecretCookie(request, SESSION_COOKIE);
    const touched = await lease.touch(session, touchOf(request), signOf(request), now);
    if (touched.isLive) return gatedHeaders(sessionCookies(touched));
    return meet(visit);
  }

  function shut(error: unknown, request: GateRequest): OwnAnswer {
    onEvent({ event: 'shut', code: faultCode(error) });
    const headers = { 'retry-after': '60' };
    return wantsPage(request)
      ? answerPage(unavailablePage({ request, settings }), 503, [], headers)
      : answerProblem('ERR_NOT_READY', headers);
  }

  const { tend, ...schedule } = createDirectorySchedule({ keys, refresh, random, setTimer });

  return {
    ...schedule,
    upkeep: { keys, refresh, restore, random, setTimer, now: settings.now },
    refresh,
    restore,
    policy: rule,
    async handle(request) {
      try {
        const now = settings.now();
        tend(now);
        // Written out: this runs for every byte range of a film, and a spread would be a fifth of it.
        const judged = await judge({ settings, redeemUrl, keys, verifier, lease, request, now });
        return 'status' in judged ? giveOwn(request, judged) : { headers: judged };
      } catch (error) {
        return giveOwn(request, shut(error, request));
      }
    },
  };
}

async function answerOwn(path: string, visit: Visit): Promise<OwnAnswer> {
  const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (!route) return answerByMethod(path, visit);
  const { method } = visit.request;
  if (method === route.method || (method === 'HEAD' && route.isSafe)) return route.act(visit);
  return answerProblem('ERR_METHOD', { allow: route.isSafe ? `${route.method}, HEAD` : route.method });
}

function giveOwn({ method }: GateRequest, answer: OwnAnswer): GateAnswer {
  const own = method === 'HEAD' ? { ...answer, body: null } : answer;
  let response: Response | undefined;
  return {
    own,
    get response() {
      response ??= makeResponse(own);
      return response;
    },
  };
}
