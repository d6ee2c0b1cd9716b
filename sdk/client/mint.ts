import {
  AgeError,
  BATCH_REQUEST_MEDIA_TYPE,
  type Bytes,
  check,
  DIRECTORY_PATH,
  type Directory,
  type DirectoryKey,
  ERROR_STATUS,
  type ErrorCode,
  formatBase64url,
  formatTokenAuthorization,
  grantAssertionChallenge,
  type Json,
  originOf,
  parseBase64url,
  parseJson,
  readDirectory,
  refuseAs,
} from '../protocol/index.ts';
import { asText, asWhole, readMembers } from '../protocol/json.ts';
import { finalize, finalizeGrant, type HeldToken } from './finalize.ts';
import type { PendingMint } from './request.ts';

/** The network, as an argument. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** AuthenticationResponseJSON of WebAuthn Level 3, cut to what may leave the page. */
export interface AssertionJson {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string;
  };
}

/** A grant, or why this one was not given. */
export type GrantOutcome = { readonly grant: Bytes } | { readonly refused: ErrorCode };

/** Loads and reads the directory of a name. @throws AgeError ERR_NOT_READY, ERR_DIRECTORY_MALFORMED, ERR_KEY_MALFORMED */
export async function loadDirectory(name: string, fetch: Fetch): Promise<Directory> {
  const response = await reach(fetch, originOf(name) + DIRECTORY_PATH);
  check(response.ok, 'ERR_NOT_READY', 'no directory');
  return readDirectory(await response.text(), name);
}

/** Hop 1, first half: a nonce to sign over, 32 bytes. @param url the attester's request URL. */
export async function fetchGrantNonce(url: string, fetch: Fetch): Promise<Bytes> {
  return fetchNonce(`${url}/challenge`, fetch);
}

/** A nonce of an attester's door, 32 bytes. @param url of the door that gives nonces. @throws AgeError */
export async function fetchNonce(url: string, fetch: Fetch): Promise<Bytes> {
  const answer = await postJson(url, {}, fetch);
  return refuseAs('ERR_RESPONSE_MALFORMED', () => {
    const { nonce, expires } = readMembers(answer, ['nonce', 'expires']);
    asWhole(expires);
    const bytes = parseBase64url(asText(nonce));
    if (bytes.length !== 32) throw new TypeError('not 32 bytes');
    return bytes;
  });
}

/** The bytes that the passkey must sign so that these batches, and no others, are granted. */
export async function challengeForMints(nonce: Bytes, pending: readonly PendingMint[]): Promise<Bytes> {
  return grantAssertionChallenge(nonce, pending.map(grantRequestOf));
}

/**
 * Hop 1, second half: asks for the grants and unblinds them. The caller has stored `pending` before.
 * @param options.pending sorted by epoch, then threshold.
 * @throws AgeError with the attester's code when it refuses the whole.
 */
export async function requestGrants(options: {
  readonly directory: Directory;
  readonly nonce: Bytes;
  readonly assertion: AssertionJson;
  readonly pending: readonly PendingMint[];
  readonly fetch: Fetch;
}): Promise<GrantOutcome[]> {
  const { directory, nonce, assertion, pending, fetch } = options;
  const requests = pending.map(grantRequestOf).map((one) => ({ ...one, request: formatBase64url(one.request) }));
  const sent = { nonce: formatBase64url(nonce), assertion, requests };
  const answer = await postJson(directory.requestUrl, sent, fetch);
  const { responses } = refuseAs('ERR_RESPONSE_MALFORMED', () => readMembers(answer, ['responses']));
  check(Array.isArray(responses) && responses.length === pending.length, 'ERR_RESPONSE_MALFORMED');
  return Promise.all(
    pending.map(async (one, i) => {
      const item = responses[i];
      if (item !== null && typeof item === 'object' && !Array.isArray(item) && 'error' in item) {
        return { refused: codeOf(refuseAs('ERR_RESPONSE_MALFORMED', () => readMembers(item, ['error']).error)) };
      }
      const response = refuseAs('ERR_RESPONSE_MALFORMED', () =>
        parseBase64url(asText(readMembers(item, ['response']).response)),
      );
      const { key } = keyOfSlot(directory, one);
      return { grant: await finalizeGrant(key, one.grant, response) };
    }),
  );
}

/**
 * Hop 2: trades a grant for 30 blind signatures and finishes them.
 * @param options.grant 354 bytes. @throws AgeError with the issuer's code, ERR_RESPONSE_MALFORMED, ERR_RESPONSE_SIGNATURE
 */
export async function mint(options: {
  readonly directory: Directory;
  readonly pending: PendingMint;
  readonly grant: Bytes;
  readonly fetch: Fetch;
}): Promise<HeldToken[]> {
  const { directory, pending, grant, fetch } = options;
  const keyId = pending.tokens[0]?.input.slice(66);
  const tokenKey = directory.keys.find(({ key }) => keyId?.every((byte, i) => byte === key.id[i]));
  check(tokenKey !== undefined, 'ERR_SLOT', 'the batch was made for a key that is listed no more');
  const response = await reach(fetch, directory.requestUrl, {
    method: 'POST',
    headers: {
      authorization: formatTokenAuthorization(formatBase64url(grant)),
      'content-type': BATCH_REQUEST_MEDIA_TYPE,
    },
    body: pending.body,
  });
  await checkAnswer(response);
  return finalize(tokenKey.key, pending, new Uint8Array(await response.arrayBuffer()));
}

function grantRequestOf({ threshold, epoch, generation, grant }: PendingMint) {
  return { threshold, epoch, generation, request: grant.request };
}

function keyOfSlot(directory: Directory, slot: PendingMint): DirectoryKey {
  const found = directory.keys.find(
    (key) => key.threshold === slot.threshold && key.epoch === slot.epoch && key.generation === slot.generation,
  );
  if (!found) throw new AgeError('ERR_SLOT', 'the grant key is listed no more');
  return found;
}

/**
 * Posts JSON to a room and reads the JSON of its answer.
 * @throws AgeError with the room's code when it refuses, ERR_NOT_READY when it is not reachable, ERR_RESPONSE_MALFORMED
 */
export async function postJson(url: string, body: unknown, fetch: Fetch): Promise<Json> {
  const headers = { 'content-type': 'application/json' };
  return readJson(await reach(fetch, url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** Reads the JSON of a room's answer. @throws AgeError as `postJson` */
export async function getJson(url: string, fetch: Fetch): Promise<Json> {
  return readJson(await reach(fetch, url));
}

async function readJson(response: Response): Promise<Json> {
  await checkAnswer(response);
  const text = await response.text();
  return refuseAs('ERR_RESPONSE_MALFORMED', () => parseJson(text));
}

async function reach(fetch: Fetch, url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new AgeError('ERR_NOT_READY', 'not reachable');
  }
}

async function checkAnswer(response: Response): Promise<void> {
  if (response.ok) return;
  const problem = await response.json().catch(() => undefined);
  throw new AgeError(codeOf(problem?.code));
}

function codeOf(value: unknown): ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_STATUS, value) ? (value as ErrorCode) : 'ERR_FAULT';
}
