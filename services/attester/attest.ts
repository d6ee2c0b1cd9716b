import { createHash } from 'node:crypto';
import { AgeError, type Bytes, check, formatBase64url, parseBase64url, refuseAs, writeUtf8 } from '@bauta/sdk/protocol';
import type { Sessions } from '@bauta/sdk/verifier';
import type { Evidence, EvidenceSource } from './evidence-source.ts';

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
  readonly sources: readonly EvidenceSource[];
  readonly sessions: Sessions;
  readonly randomBytes: (length: number) => Bytes;
}

/** The act of showing one's age: a question for the person's app, its answer, and what came of it. */
export interface Attest {
  /** @returns a session that the wallet alone knows (43 characters), and the question. */
  begin(method: string, now: number): Promise<{ session: string; request: string; expires: number }>;
  /**
   * Takes the answer of an app, once. @param handle the last part of the answer's URL.
   * @throws AgeError ERR_EVIDENCE_SESSION, or why the evidence does not do.
   */
  answer(method: string, handle: string, body: Bytes, now: number): Promise<void>;
  /** @throws AgeError ERR_EVIDENCE_SESSION when the session is unknown or over. */
  state(session: string): Promise<AttestState>;
  /** What was proved in this session, which ends with this call. @throws AgeError ERR_EVIDENCE_SESSION */
  take(session: string): Promise<Evidence>;
}

interface Question {
  readonly kept: string;
  /** Under which the outcome is filed. */
  readonly outcome: string;
}

/** `once` is kept apart from what the wallet is told. */
type Outcome = AttestState & { readonly once?: string };

export function createAttest({ origin, sources, sessions, randomBytes }: AttestOptions): Attest {
  const sourceOf = (method: string): EvidenceSource => {
    const found = sources.find(({ name }) => name === method);
    check(found !== undefined, 'ERR_NOT_FOUND');
    return found;
  };

  async function readOutcome(key: Bytes): Promise<Outcome> {
    const outcome = await sessions.read(key);
    check(outcome !== undefined, 'ERR_EVIDENCE_SESSION');
    return JSON.parse(outcome) as Outcome;
  }

  return {
    async begin(method, now) {
      const source = sourceOf(method);
      const session = randomBytes(32);
      const handle = randomBytes(32);
      const { request, kept } = source.begin(`${origin}/evidence/${method}/answer/${formatBase64url(handle)}`);
      const outcome = keyOf('outcome', session);
      await sessions.put(outcome, JSON.stringify({ state: 'waiting' } satisfies Outcome), SESSION_LIFETIME);
      const question: Question = { kept, outcome: formatBase64url(outcome) };
      await sessions.put(keyOf('question', handle), JSON.stringify(question), ANSWER_LIFETIME);
      return { session: formatBase64url(session), request, expires: now + ANSWER_LIFETIME };
    },

    async answer(method, handle, body, now) {
      const source = sourceOf(method);
      const key = keyOf('question', readSecret(handle));
      const waiting = await sessions.read(key);
      check(waiting !== undefined, 'ERR_EVIDENCE_SESSION');
      source.checkForm(body, (JSON.parse(waiting) as Question).kept);
      const taken = await sessions.take(key);
      check(taken !== undefined, 'ERR_EVIDENCE_SESSION');
      const { kept, outcome } = JSON.parse(taken) as Question;
      const file = (value: Outcome): Promise<void> =>
        sessions.put(parseBase64url(outcome), JSON.stringify(value), SESSION_LIFETIME);
      try {
        const { once, ...proved } = await source.complete(body, kept, now);
        await file({ state: 'proved', ...proved, ...(once ? { once: formatBase64url(once) } : {}) });
      } catch (error) {
        if (!(error instanceof AgeError)) throw error;
        // A reference that a person can quote and that leads to nothing: it is kept nowhere but in this answer.
        const reference = formatBase64url(randomBytes(6));
        await file({ state: 'refused', code: 'ERR_AGE_NOT_SHOWN', reference });
        throw error;
      }
    },

    async state(session) {
      const { once: _, ...state } = await readOutcome(keyOf('outcome', readSecret(session)));
      return state;
    },

    async take(session) {
      const taken = await sessions.take(keyOf('outcome', readSecret(session)));
      const outcome = taken === undefined ? undefined : (JSON.parse(taken) as Outcome);
      check(outcome?.state === 'proved', 'ERR_EVIDENCE_SESSION');
      const { thresholds, expires, once } = outcome;
      return { thresholds, expires, ...(once === undefined ? {} : { once: parseBase64url(once) }) };
    },
  };
}

function readSecret(text: string): Bytes {
  const bytes = refuseAs('ERR_EVIDENCE_SESSION', () => parseBase64url(text));
  check(bytes.length === 32, 'ERR_EVIDENCE_SESSION');
  return bytes;
}

/** Filed under the hash of its secret: who reads the store can take over no session. */
function keyOf(kind: 'question' | 'outcome', secret: Bytes): Bytes {
  return new Uint8Array(
    createHash('sha256')
      .update(writeUtf8(`bauta/${kind}/v1`))
      .update(secret)
      .digest(),
  );
}
