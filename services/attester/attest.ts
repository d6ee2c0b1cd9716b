import { createHash } from 'node:crypto';
import {
  AgeError,
  type Bytes,
  check,
  type ErrorCode,
  formatBase64url,
  isEqual,
  parseBase64url,
  refuseAs,
  writeUtf8,
} from '@bauta/sdk/protocol';
import type { Sessions } from '@bauta/sdk/verifier';
import type { DigitalRequest, Evidence, EvidenceSource, EvidenceWay } from './evidence-source.ts';

/** Seconds to answer a question, and to make a passkey once the answer was good. */
const ANSWER_LIFETIME = 300;
const SESSION_LIFETIME = 900;

/** How far a person has come. What was proved waits here for a passkey, and nothing of the evidence with it. */
export type AttestState =
  | { readonly state: 'waiting' }
  | { readonly state: 'proved'; readonly thresholds: readonly number[]; readonly expires: number }
  | { readonly state: 'refused'; readonly code: 'ERR_AGE_NOT_SHOWN'; readonly reference: string };

export interface AttestOptions {
  readonly origin: string;
  /** Whose pages ask by `digital`, and where a browser is sent back to. */
  readonly walletOrigin: string;
  readonly sources: readonly EvidenceSource[];
  readonly sessions: Sessions;
  readonly randomBytes: (length: number) => Bytes;
}

/** One question by each way that the method has. The first answer counts. */
export interface Asked {
  /** What the wallet alone knows, 43 characters. */
  readonly session: string;
  /** Unix seconds until which an answer is taken. */
  readonly expires: number;
  /** A link for another device. */
  readonly request?: string;
  /** A link for this one. */
  readonly here?: string;
  readonly digital?: readonly DigitalRequest[];
}

/** The act of showing one's age: a question for the person's app, its answer, and what came of it. */
export interface Attest {
  readonly methods: readonly Pick<EvidenceSource, 'name' | 'label'>[];
  /** @throws AgeError ERR_NOT_FOUND for a method that there is not, and what its source throws. */
  begin(method: string, now: number): Promise<Asked>;
  /** The request that an app fetches. @param handle the last part of its address. @throws AgeError ERR_EVIDENCE_SESSION */
  readRequest(method: string, handle: string, walletNonce: string | undefined): Promise<string>;
  /**
   * Takes the answer of an app, once. @param handle the last part of the answer's URL.
   * @returns where the app sends the browser of this device, if it was asked here.
   * @throws AgeError ERR_EVIDENCE_SESSION, or why the evidence does not do.
   */
  answer(method: string, handle: string, body: Bytes, now: number): Promise<{ returnTo?: string }>;
  /** Takes what the browser itself brought to the page of this session, once. @throws AgeError as `answer` */
  answerDigital(method: string, session: string, body: Bytes, now: number): Promise<void>;
  /**
   * @param code what the browser came back with. A proof that was asked for here counts for the browser that has it:
   * whoever talked somebody else into answering has the session and not the code.
   * @throws AgeError ERR_EVIDENCE_SESSION when the session is unknown or over, or the code another one's.
   */
  state(session: string, code?: string): Promise<AttestState>;
  /** What was proved in this session, which ends with this call. @throws AgeError ERR_EVIDENCE_SESSION */
  take(session: string): Promise<Evidence>;
}

interface Question {
  readonly method: string;
  readonly way: EvidenceWay;
  readonly kept: string;
  /** Under which the outcome is filed. */
  readonly outcome: string;
  /** Under which the questions by the other ways are filed: they are over with this one. */
  readonly others: readonly string[];
}

/** `once` is kept apart from what the wallet is told; `returns`: the hash of the code that is still to come. */
type Outcome = AttestState & { readonly once?: string; readonly returns?: string };

const WAITING = JSON.stringify({ state: 'waiting' } satisfies Outcome);

export function createAttest({ origin, walletOrigin, sources, sessions, randomBytes }: AttestOptions): Attest {
  const sourceOf = (method: string): EvidenceSource => {
    const found = sources.find(({ name }) => name === method);
    check(found !== undefined, 'ERR_NOT_FOUND');
    return found;
  };

  /** Each address begins with the method's, so that a handle of one is never looked at by another. */
  const addressOf = (method: string, door: string): string => `${origin}/evidence/${method}/${door}`;

  async function readQuestion(method: string, key: Bytes): Promise<Question> {
    const waiting = await sessions.read(key);
    check(waiting !== undefined, 'ERR_EVIDENCE_SESSION');
    return parseQuestion(waiting, method);
  }

  async function readOutcome(key: Bytes): Promise<{ outcome: Outcome; written: string }> {
    const written = await sessions.read(key);
    check(written !== undefined, 'ERR_EVIDENCE_SESSION');
    return { outcome: JSON.parse(written) as Outcome, written };
  }

  /** Judges an answer and files what came of it. @returns the code of a browser that is to come back, empty for a no. */
  async function complete(method: string, key: Bytes, body: Bytes, now: number): Promise<string | undefined> {
    const source = sourceOf(method);
    await source.checkForm(body, (await readQuestion(method, key)).kept);
    const taken = await sessions.take(key);
    check(taken !== undefined, 'ERR_EVIDENCE_SESSION');
    const { kept, outcome, others, way } = parseQuestion(taken, method);
    for (const other of others) await sessions.take(parseBase64url(other));
    const file = async (value: Outcome): Promise<void> => {
      // Of two answers that are judged at once the first counts, and what was taken does not stand there again.
      const isFirst = await sessions.replace(parseBase64url(outcome), WAITING, JSON.stringify(value), SESSION_LIFETIME);
      check(isFirst, 'ERR_EVIDENCE_SESSION', 'another answer came first');
    };
    try {
      const { once, ...proved } = await source.complete(body, kept, now);
      const code = way === 'here' ? randomBytes(32) : undefined;
      await file({
        state: 'proved',
        ...proved,
        ...(once && { once: formatBase64url(once) }),
        ...(code && { returns: formatBase64url(keyOf('return', code)) }),
      });
      return code && formatBase64url(code);
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      // A reference that a person can quote and that leads to nothing: it is kept nowhere but in this answer.
      const reference = formatBase64url(randomBytes(6));
      await file({ state: 'refused', code: 'ERR_AGE_NOT_SHOWN', reference });
      // Whoever said no has answered well: their app is told so, and brings them back.
      if (!DECLINED.includes(error.code)) throw error;
      return way === 'here' ? '' : undefined;
    }
  }

  return {
    methods: sources.map(({ name, label }) => ({ name, ...(label === undefined ? {} : { label }) })),

    async begin(method, now) {
      const source = sourceOf(method);
      const session = randomBytes(32);
      const asked = await Promise.all(
        source.ways.map(async (way) => {
          // What comes through the browser comes from the page that has the session: it needs no address of its own.
          const secret = way === 'digital' ? session : randomBytes(32);
          const handle = formatBase64url(secret);
          const place = {
            handle,
            answerUrl: addressOf(method, `answer/${handle}`),
            requestUrl: addressOf(method, `request/${handle}`),
            returnUrl: addressOf(method, 'return'),
            pageOrigin: walletOrigin,
          };
          return { way, key: questionKey(way, secret), ...(await source.begin(way, place, now)) };
        }),
      );
      const outcome = keyOf('outcome', session);
      await sessions.put(outcome, WAITING, SESSION_LIFETIME);
      for (const { way, key, kept } of asked) {
        const others = asked.filter((other) => other.way !== way).map((other) => formatBase64url(other.key));
        const question: Question = { method, way, kept, outcome: formatBase64url(outcome), others };
        await sessions.put(key, JSON.stringify(question), ANSWER_LIFETIME);
      }
      const requests = Object.fromEntries(asked.map(({ way, request }) => [MEMBERS[way], request]));
      return { session: formatBase64url(session), expires: now + ANSWER_LIFETIME, ...requests };
    },

    async readRequest(method, handle, walletNonce) {
      const { readRequest } = sourceOf(method);
      check(readRequest !== undefined, 'ERR_NOT_FOUND');
      const { kept } = await readQuestion(method, keyOf('question', readSecret(handle)));
      return readRequest(kept, walletNonce);
    },

    async answer(method, handle, body, now) {
      const code = await complete(method, keyOf('question', readSecret(handle)), body, now);
      return code === undefined ? {} : { returnTo: `${walletOrigin}/app/#returned=${code}` };
    },

    async answerDigital(method, session, body, now) {
      await complete(method, questionKey('digital', readSecret(session)), body, now);
    },

    async state(session, code) {
      const key = keyOf('outcome', readSecret(session));
      const { outcome, written } = await readOutcome(key);
      const { once, returns, ...state } = outcome;
      if (returns === undefined) return state;
      if (code === undefined) return { state: 'waiting' };
      check(isEqual(keyOf('return', readSecret(code)), parseBase64url(returns)), 'ERR_EVIDENCE_SESSION');
      // Compared, so that an outcome which was taken meanwhile does not stand there again.
      const free = JSON.stringify({ ...state, ...(once && { once }) } satisfies Outcome);
      await sessions.replace(key, written, free, SESSION_LIFETIME);
      return state;
    },

    async take(session) {
      const key = keyOf('outcome', readSecret(session));
      const { returns } = (await readOutcome(key)).outcome;
      check(returns === undefined, 'ERR_EVIDENCE_SESSION');
      const taken = await sessions.take(key);
      const outcome = taken === undefined ? undefined : (JSON.parse(taken) as Outcome);
      check(outcome?.state === 'proved', 'ERR_EVIDENCE_SESSION');
      const { thresholds, expires, once } = outcome;
      return { thresholds, expires, ...(once === undefined ? {} : { once: parseBase64url(once) }) };
    },
  };
}

/** The person, or their app, said no. */
const DECLINED: readonly ErrorCode[] = ['ERR_MDOC_STATUS', 'ERR_OIDC_DECLINED'];

/** What the wallet finds the requests under. */
const MEMBERS: Readonly<Record<EvidenceWay, keyof Asked>> = { elsewhere: 'request', here: 'here', digital: 'digital' };

/** @throws AgeError ERR_EVIDENCE_SESSION for the question of another method. */
function parseQuestion(text: string, method: string): Question {
  const question = JSON.parse(text) as Question;
  check(question.method === method, 'ERR_EVIDENCE_SESSION', 'the question of another method');
  return question;
}

function readSecret(text: string): Bytes {
  const bytes = refuseAs('ERR_EVIDENCE_SESSION', () => parseBase64url(text));
  check(bytes.length === 32, 'ERR_EVIDENCE_SESSION');
  return bytes;
}

function questionKey(way: EvidenceWay, secret: Bytes): Bytes {
  return keyOf(way === 'digital' ? 'digital' : 'question', secret);
}

/** Filed under the hash of its secret: who reads the store can take over no session. */
function keyOf(kind: 'question' | 'digital' | 'outcome' | 'return', secret: Bytes): Bytes {
  return new Uint8Array(
    createHash('sha256')
      .update(writeUtf8(`bauta/${kind}/v1`))
      .update(secret)
      .digest(),
  );
}
