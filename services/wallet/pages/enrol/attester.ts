import { type Fetch, postJson, type RegistrationJson } from '@bauta/sdk/client';
import {
  asText,
  asWhole,
  type Bytes,
  concat,
  ERROR_STATUS,
  type ErrorCode,
  type Json,
  originOf,
  parseBase64url,
  readMembers,
  refuseAs,
  writeUtf8,
} from '@bauta/sdk/protocol';

/** A question for the app that holds the person's proof of age. */
export interface EvidenceSession {
  /** 43 characters that only this page and the attester know. */
  readonly session: string;
  /** What the method asks with, for instance `av://…`. */
  readonly request: string;
  /** Unix seconds, by the attester's clock. */
  readonly expires: number;
}

/** How far the person has come. */
export type EvidenceState =
  | { readonly state: 'waiting' }
  | { readonly state: 'proved' }
  | { readonly state: 'refused'; readonly code: ErrorCode; readonly reference: string };

/** A way of showing one's age, as far as an attester is asked for it. */
export interface EvidenceMethod {
  readonly name: string;
  readonly isRequest: (request: string) => boolean;
}

/** An attester, as the wallet speaks to it. */
export interface Attester {
  /** @throws AgeError ERR_NOT_FOUND when this attester has no such method. */
  beginEvidence(method: EvidenceMethod): Promise<EvidenceSession>;
  /** @throws AgeError ERR_EVIDENCE_SESSION when the session is over. */
  readEvidence(session: string): Promise<EvidenceState>;
  /** Turns a proved session into an account of this passkey, and ends the session. @throws AgeError */
  enrol(session: string, registration: RegistrationJson): Promise<void>;
}

export function createAttester(attester: string, fetch: Fetch): Attester {
  const origin = originOf(attester);
  return {
    async beginEvidence({ name, isRequest }) {
      const answer = await postJson(`${origin}/evidence/${name}`, {}, fetch);
      return refuseAs('ERR_RESPONSE_MALFORMED', () => {
        const { session, request, expires } = readMembers(answer, ['session', 'request', 'expires']);
        if (!isRequest(asText(request))) throw new TypeError('not a request of this method');
        readSession(asText(session));
        return { session: asText(session), request: asText(request), expires: asWhole(expires) };
      });
    },
    async readEvidence(session) {
      const answer = await postJson(`${origin}/evidence/result`, { session }, fetch);
      return refuseAs('ERR_RESPONSE_MALFORMED', () => readState(answer));
    },
    async enrol(session, registration) {
      await postJson(`${origin}/accounts`, { session, registration }, fetch);
    },
  };
}

/** What a new passkey signs, so that it can be filed under this session alone: 32 bytes. */
export async function accountChallenge(session: string): Promise<Bytes> {
  const signed = concat(writeUtf8('bauta/account/v1'), readSession(session));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', signed));
}

function readSession(session: string): Bytes {
  const bytes = parseBase64url(session);
  if (bytes.length !== 32) throw new TypeError('not a session');
  return bytes;
}

function readState(answer: Json): EvidenceState {
  const { state } = answer as { state?: Json };
  if (state === 'waiting') {
    readMembers(answer, ['state']);
    return { state };
  }
  if (state === 'proved') {
    readMembers(answer, ['state', 'thresholds', 'expires']);
    return { state };
  }
  const refused = readMembers(answer, ['state', 'code', 'reference']);
  const code = asText(refused.code);
  if (refused.state !== 'refused' || !Object.hasOwn(ERROR_STATUS, code)) throw new TypeError('not a state');
  return { state: 'refused', code: code as ErrorCode, reference: asText(refused.reference).slice(0, 64) };
}
