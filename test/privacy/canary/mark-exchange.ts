import { createHash } from 'node:crypto';
import { parseBase64url } from '@bauta/sdk/protocol';
import type { Marks } from './marks.ts';

/** Bytes of a request to sign that are the same for everybody: type and truncated key id. */
const REQUEST_HEAD = 3;
/** A batch: length prefix, then thirty requests. */
const BATCH_HEAD = 2;
const REQUEST_LENGTH = 259;
/** A token: type, nonce, digest of the challenge, key id, authenticator (RFC 9578 §2.2). */
const NONCE = { from: 2, to: 34 };
const KEY_ID = { from: 66, to: 98 };
const AUTHENTICATOR = 98;
/** An answer to a batch: two bytes, then 259 for each (protocol.md §3). */
const ANSWER_HEAD = 3;
/** The COSE key stands last in the authenticator data of a registration; its coordinates are its last bytes. */
const COORDINATE = 32;

/** What messages to and from an attester may hold, as far as it is marked. */
interface Message {
  readonly session?: string;
  readonly nonce?: string;
  readonly share?: string;
  readonly assertion?: { readonly id: string; readonly response: { readonly signature: string } };
  readonly registration?: { readonly id: string; readonly response: { readonly attestationObject: string } };
  readonly requests?: readonly { readonly request: string }[];
  readonly responses?: readonly { readonly response?: string }[];
}

/** Files each value of an exchange under what it is. Both must be copies; only good answers hold good values. */
export async function markExchange(marks: Marks, request: Request, response: Response): Promise<void> {
  const { pathname } = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const answer = Buffer.from(await response.arrayBuffer());
  markCookies(marks, response);
  const sent = (): Message => JSON.parse(body.toString() || '{}');
  const said = (): Message => JSON.parse(answer.toString() || '{}');
  if (pathname === '/_age/redeem') return markRedeemed(marks, request, body);
  if (pathname.startsWith('/_age/eu-wallet')) return markQuestion(marks, answer);
  markChallenge(marks, response);
  if (!response.ok && response.status !== 303) return;
  if (request.method !== 'POST' && !/\/return$/.test(pathname)) return;
  if (/^\/evidence\/[\w-]+$/.test(pathname)) {
    const { session } = said();
    if (session) marks.keep('evidence session', parseBase64url(session));
  } else if (/\/request\//.test(pathname)) {
    const nonce = new URLSearchParams(body.toString()).get('wallet_nonce');
    if (nonce) marks.keep('nonce of the EU wallet', parseBase64url(nonce));
  } else if (/^\/(accounts|grants|account\/(read|erase|share|passkeys))$/.test(pathname)) {
    markMessage(marks, sent());
    markAnswer(marks, said());
  } else if (pathname === '/token-request') {
    const [, token = ''] = /token="([^"]+)"/.exec(request.headers.get('authorization') ?? '') ?? [];
    // Nonce, digest and key id before it: the nonce is the hash of the body, and looked for as such.
    marks.keep('grant', parseBase64url(token).slice(AUTHENTICATOR), parseBase64url(token));
    marks.keep('blinded tokens', new Uint8Array(body));
    for (let at = BATCH_HEAD + REQUEST_HEAD; at < body.length; at += REQUEST_LENGTH) {
      marks.keep('blinded tokens', new Uint8Array(body.subarray(at, at + 256)));
    }
    for (let at = BATCH_HEAD + ANSWER_HEAD; at + 256 <= answer.length; at += REQUEST_LENGTH) {
      marks.keep('blind signatures of tokens', new Uint8Array(answer.subarray(at, at + 256)));
    }
  }
}

function markMessage(marks: Marks, { nonce, assertion, registration, requests = [] }: Message): void {
  if (nonce) marks.keep('nonce for the passkey', parseBase64url(nonce));
  if (assertion) {
    marks.keep('credential id', parseBase64url(assertion.id));
    const signature = parseBase64url(assertion.response.signature);
    marks.keep('signature of the passkey', signature.slice(-COORDINATE), signature);
  }
  if (registration) {
    marks.keep('credential id', parseBase64url(registration.id));
    marks.keep('public key of the passkey', parseBase64url(registration.response.attestationObject).slice(-COORDINATE));
  }
  for (const { request } of requests) {
    const bytes = parseBase64url(request);
    marks.keep('blinded grant request', bytes.slice(REQUEST_HEAD), bytes);
  }
}

function markAnswer(marks: Marks, { share, responses = [] }: Message): void {
  if (share) marks.keep('share of a wallet without PRF', parseBase64url(share));
  for (const { response } of responses) {
    if (response) marks.keep('blind signature of a grant', parseBase64url(response));
  }
}

const COOKIES = {
  '__Host-age-pre': 'pre-session cookie',
  '__Host-age-code': 'one-time code cookie',
  '__Host-age': 'session cookie',
  '__Host-age-eu': 'question to an age app',
} as const;

function markCookies(marks: Marks, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([\w-]+)=([\w-]{43});/.exec(line) ?? [];
    if (Object.hasOwn(COOKIES, name)) marks.keep(COOKIES[name as keyof typeof COOKIES], parseBase64url(value));
  }
}

function markChallenge(marks: Marks, response: Response): void {
  const fragment = (response.headers.get('location') ?? '').split('/present#')[1];
  const asked = fragment && JSON.parse(Buffer.from(fragment, 'base64url').toString()).challenge;
  const challenge = asked ?? response.headers.get('dpop-nonce');
  // What stands before the MAC may be the same for others.
  if (challenge) marks.keep('challenge of the site', parseBase64url(challenge).slice(-32));
}

function markRedeemed(marks: Marks, request: Request, body: Buffer): void {
  const form = new URLSearchParams(body.toString());
  const header = /token="([\w-]+)"/.exec(request.headers.get('authorization') ?? '')?.[1];
  const [token, proof] = [form.get('token') ?? header, form.get('dpop') ?? request.headers.get('dpop')];
  if (token?.length !== 472 || !proof || proof.split('.').length !== 3) return;
  const bytes = parseBase64url(token);
  const [head = '', , signature = ''] = proof.split('.');
  const { jwk } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const nonce = bytes.slice(NONCE.from, NONCE.to);
  marks.keep('token that was shown', bytes, nonce, bytes.slice(AUTHENTICATOR));
  marks.keep('holder key of a token', parseBase64url(jwk.x), parseBase64url(jwk.y));
  marks.keep('proof of possession', parseBase64url(signature), proof);
  const spent = createHash('sha256').update(bytes.slice(KEY_ID.from, KEY_ID.to)).update(nonce).digest();
  // Redis holds it cut, and without the bytes that say where it lies.
  marks.keep('nullifier', new Uint8Array(spent), new Uint8Array(spent.subarray(2, 16)));
}

function markQuestion(marks: Marks, answer: Buffer): void {
  const question = /data-question="([\w-]{22,})"/.exec(answer.toString())?.[1];
  if (question) marks.keep('question to an age app', question);
}
