import { type Fetch, getJson, postJson, type RegistrationJson } from '@bauta/sdk/client';
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

/** One entry of `requests` of the Digital Credentials API. */
export interface DigitalRequest {
  readonly protocol: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What an app answered through the browser. */
export interface DigitalAnswer {
  readonly protocol: string;
  readonly data: { readonly response: string };
}

/** A question for the app that holds the person's proof of age, in each way that it can be asked. */
export interface EvidenceSession {
  /** 43 characters that only this page and the attester know. */
  readonly session: string;
  /** Unix seconds, by the attester's clock. */
  readonly expires: number;
  /** A link for another device, for instance `av://…`. */
  readonly request?: string;
  /** A link for this device, from which the browser comes back with a code. */
  readonly here?: string;
  /** What the browser itself may be asked. */
  readonly digital?: readonly DigitalRequest[];
}

/** How far the person has come. */
export type EvidenceState =
  | { readonly state: 'waiting' }
  | { readonly state: 'proved' }
  | { readonly state: 'refused'; readonly code: ErrorCode; readonly reference: string };

/** A way as an attester lists it. */
export interface ListedMethod {
  readonly name: string;
  /** What people call it, where it has a name of its own. */
  readonly label?: string;
}

/** A way of showing one's age, as far as an attester is asked for it. */
export interface EvidenceMethod {
  readonly name: string;
  /** Whether a link of an attester is one that this method may show. */
  readonly isLink: (link: string) => boolean;
}

/** An attester, as the wallet speaks to it. */
export interface Attester {
  /** The ways of showing one's age that it has. */
  listMethods(): Promise<readonly ListedMethod[]>;
  /** @throws AgeError ERR_NOT_FOUND when this attester has no such method. */
  beginEvidence(method: EvidenceMethod): Promise<EvidenceSession>;
  /** @param code what the browser came back with. @throws AgeError ERR_EVIDENCE_SESSION when the session is over. */
  readEvidence(session: string, code?: string): Promise<EvidenceState>;
  /** Hands on what an app answered through the browser. @throws AgeError when it does not do. */
  answerEvidence(method: Pick<EvidenceMethod, 'name'>, session: string, answer: DigitalAnswer): Promise<void>;
  /** Turns a proved session into an account of this passkey, and ends the session. @throws AgeError */
  enrol(session: string, registration: RegistrationJson): Promise<void>;
}

export function createAttester(attester: string, fetch: Fetch): Attester {
  const origin = originOf(attester);
  return {
    async listMethods() {
      const answer = await getJson(`${origin}/evidence`, fetch);
      return refuseAs('ERR_RESPONSE_MALFORMED', () => readMethods(answer));
    },
    async beginEvidence({ name, isLink }) {
      const answer = await postJson(`${origin}/evidence/${name}`, {}, fetch);
      return refuseAs('ERR_RESPONSE_MALFORMED', () => readSession(answer, isLink));
    },
    async readEvidence(session, code) {
      const answer = await postJson(`${origin}/evidence/result`, { session, ...(code && { code }) }, fetch);
      return refuseAs('ERR_RESPONSE_MALFORMED', () => readState(answer));
    },
    async answerEvidence({ name }, session, { protocol, data: { response } }) {
      await postJson(
        `${origin}/evidence/${name}/digital`,
        { session, answer: { protocol, data: { response } } },
        fetch,
      );
    },
    async enrol(session, registration) {
      await postJson(`${origin}/accounts`, { session, registration }, fetch);
    },
  };
}

/** What a new passkey signs, so that it can be filed under this session alone: 32 bytes. */
export async function accountChallenge(session: string): Promise<Bytes> {
  const signed = concat(writeUtf8('bauta/account/v1'), readSecret(session));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', signed));
}

function readSecret(text: string): Bytes {
  const bytes = parseBase64url(text);
  if (bytes.length !== 32) throw new TypeError('not a secret');
  return bytes;
}

/** Names of ways lead to a door of the attester. */
const NAME = /^[a-z0-9-]{1,64}$/;

function readMethods(answer: Json): ListedMethod[] {
  const { methods } = readMembers(answer, ['methods']);
  return asList(methods).map((one) => {
    const { name, label } = readSome(one, ['name'], ['label']);
    if (!NAME.test(asText(name))) throw new TypeError('not a name');
    return { name: asText(name), ...(label === undefined ? {} : { label: asText(label).slice(0, 64) }) };
  });
}

function readSession(answer: Json, isLink: (link: string) => boolean): EvidenceSession {
  const read = readSome(answer, ['session', 'expires'], ['request', 'here', 'digital']);
  const asLink = (link: Json): string => {
    if (!isLink(asText(link))) throw new TypeError('not a link of this method');
    return asText(link);
  };
  const { session, expires, request, here, digital } = read;
  readSecret(asText(session));
  if (request === undefined && here === undefined && digital === undefined) throw new TypeError('asks nothing');
  return {
    session: asText(session),
    expires: asWhole(expires),
    ...(request === undefined ? {} : { request: asLink(request) }),
    ...(here === undefined ? {} : { here: asLink(here) }),
    ...(digital === undefined ? {} : { digital: asList(digital).map(readDigital) }),
  };
}

function readDigital(one: Json): DigitalRequest {
  const { protocol, data } = readMembers(one, ['protocol', 'data']);
  if (data === null || typeof data !== 'object' || Array.isArray(data)) throw new TypeError('not data');
  const texts = Object.entries(data).map(([name, value]) => [name, asText(value)]);
  return { protocol: asText(protocol), data: Object.fromEntries(texts) };
}

/** The members of an object that has all of the first names and any of the second. @throws TypeError */
function readSome<const N extends string, const M extends string>(
  value: Json,
  needed: readonly N[],
  allowed: readonly M[],
): Record<N, Json> & Partial<Record<M, Json>> {
  const there = allowed.filter((name) => value !== null && typeof value === 'object' && Object.hasOwn(value, name));
  return readMembers(value, [...needed, ...there]) as Record<N, Json> & Partial<Record<M, Json>>;
}

function asList(value: Json | undefined): Json[] {
  if (!Array.isArray(value) || value.length > 32) throw new TypeError('not a list');
  return value;
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
