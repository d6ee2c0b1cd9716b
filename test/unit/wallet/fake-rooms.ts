import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  randomBytes,
  verify,
} from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BATCH_LENGTH,
  BATCH_REQUEST_MEDIA_TYPE,
  BATCH_RESPONSE_MEDIA_TYPE,
  type Bytes,
  challengeForGrants,
  DIRECTORY_PATH,
  digestChallenge,
  type Epoch,
  epochAfter,
  epochAt,
  formatBase64url,
  formatDirectory,
  formatHex,
  type GrantRequest,
  grantAssertionChallenge,
  isEqual,
  nameOf,
  type PublishedKey,
  parseBase64url,
  readBatchRequest,
  readToken,
  readTokenKey,
  readTokenRequest,
  TOKEN_TYPE,
  verifySignature,
  writeBatchResponse,
  writeTokenInput,
  writeTokenKey,
} from '@bauta/sdk/protocol';
import type { BuiltFile } from '../../../services/wallet/build.ts';

/**
 * An attester and an issuer of the test's own: real keys, real blind signatures and real checks of what the wallet
 * sends, but no store, no evidence and one account.
 */

const sha256 = (...parts: Uint8Array[]): Bytes => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const bytes = (buffer: Uint8Array): Bytes => new Uint8Array(buffer);

/** A request as it arrived at a fake room. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A server on loopback under `http://NAME.localhost:PORT`, which remembers all that arrived. */
export interface FakeRoom {
  readonly origin: string;
  readonly name: string;
  readonly arrivals: Arrival[];
  handle: (arrival: Arrival) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

export async function startRoom(host: string): Promise<FakeRoom> {
  const server: Server = createServer(async (request, response) => {
    const arrival = await readArrival(request);
    room.arrivals.push(arrival);
    try {
      send(response, await room.handle(arrival));
    } catch (error) {
      send(response, { status: 500, body: String(error) });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://${host}.localhost:${(server.address() as AddressInfo).port}`;
  const room: FakeRoom = {
    origin,
    name: nameOf(origin),
    arrivals: [],
    handle: () => ({ status: 404 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return room;
}

/** The same without a server, for `fetchFrom`. */
export function createOfflineRoom(host: string): FakeRoom {
  const origin = `http://${host}.localhost:4999`;
  return { origin, name: nameOf(origin), arrivals: [], handle: () => ({ status: 404 }), close: async () => {} };
}

/** A `fetch` that reaches these rooms and nothing else. */
export function fetchFrom(rooms: readonly FakeRoom[]): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const { origin, pathname } = new URL(url);
    const room = rooms.find((one) => one.origin === origin);
    if (!room) throw new TypeError('fetch failed');
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = typeof init.body === 'string' ? Buffer.from(init.body) : Buffer.from((init.body ?? '') as Uint8Array);
    const arrival = { method: init.method ?? 'GET', path: pathname, headers, body };
    room.arrivals.push(arrival);
    const answer = await room.handle(arrival);
    return new Response((answer.body ?? '') as BodyInit, { status: answer.status, headers: answer.headers ?? {} });
  };
}

async function readArrival(request: IncomingMessage): Promise<Arrival> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers as Record<string, string>,
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** Serves the built wallet from a room, as any static host would. */
export function serveFiles(room: FakeRoom, files: readonly BuiltFile[]): void {
  room.handle = ({ path }) => {
    const file = files.find((one) => one.path === path);
    return file ? { status: 200, headers: file.headers, body: file.bytes } : { status: 404 };
  };
}

interface SlotKey extends PublishedKey {
  readonly privateKey: KeyObject;
}

/** One token key for each epoch of `epochs`, threshold 18, generation 0. */
function drawKeys(epochs: readonly Epoch[]): SlotKey[] {
  const keys: SlotKey[] = [];
  for (const epoch of epochs) {
    // Truncated ids must differ, or the directory would be refused.
    for (;;) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const spki = writeTokenKey(parseBase64url(publicKey.export({ format: 'jwk' }).n as string));
      if (keys.some((key) => sha256(key.spki)[31] === sha256(spki)[31])) continue;
      keys.push({ threshold: 18, epoch, generation: 0, spki, privateKey });
      break;
    }
  }
  return keys;
}

function blindSign(key: KeyObject, blinded: Uint8Array): Bytes {
  return bytes(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, blinded));
}

const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** A refusal as the rooms write them. */
export const problem = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ type: `urn:bauta:error:${code}`, title: '', status, code }),
});

export interface FakeIssuer {
  readonly keys: readonly PublishedKey[];
  /** Answers hop 2 in place of the issuer, when set. */
  interrupt: ((arrival: Arrival) => Answer | undefined) | undefined;
  readonly bodies: string[];
}

export function actAsIssuer(
  room: FakeRoom,
  options: { readonly now: () => number; readonly wallet: string; readonly attester: () => FakeAttester },
): FakeIssuer {
  const current = epochAt(options.now());
  const keys = drawKeys([current, epochAfter(current)]);
  const issuer: FakeIssuer = { keys, interrupt: undefined, bodies: [] };
  room.handle = allowCors(options.wallet, async (arrival) => {
    if (arrival.path === DIRECTORY_PATH) {
      return directory(room, keys, options.now(), '/batches');
    }
    if (arrival.path !== '/batches' || arrival.method !== 'POST') return { status: 404 };
    const interrupted = issuer.interrupt?.(arrival);
    if (interrupted) return interrupted;
    if (arrival.headers['content-type'] !== BATCH_REQUEST_MEDIA_TYPE) return problem(415, 'ERR_MEDIA_TYPE');
    if (arrival.body.length !== BATCH_LENGTH) return problem(422, 'ERR_REQUEST_MALFORMED');
    const match = /^PrivateToken token="([A-Za-z0-9_-]{472})"$/.exec(arrival.headers.authorization ?? '');
    if (!match) return problem(401, 'ERR_GRANT_MALFORMED');
    const grant = readToken(parseBase64url(match[1] as string));
    const grantKey = options.attester().keys.find(({ spki }) => isEqual(sha256(spki), grant.tokenKeyId));
    if (!grantKey) return problem(401, 'ERR_GRANT_KEY_UNKNOWN');
    const digest = await digestChallenge(challengeForGrants(options.attester().name, room.name));
    if (!isEqual(digest, grant.challengeDigest)) return problem(401, 'ERR_GRANT_CHALLENGE');
    if (!isEqual(sha256(arrival.body), grant.nonce)) return problem(401, 'ERR_GRANT_BODY');
    const isSigned = await verifySignature(
      await readTokenKey(grantKey.spki),
      writeTokenInput(grant),
      grant.authenticator,
    );
    if (!isSigned) return problem(401, 'ERR_GRANT_SIGNATURE');
    const tokenKey = keys.find(({ epoch }) => epoch === grantKey.epoch) as SlotKey;
    issuer.bodies.push(formatHex(arrival.body));
    const answers = readBatchRequest(bytes(arrival.body)).map(({ body }) => ({
      tokenType: TOKEN_TYPE,
      body: blindSign(tokenKey.privateKey, body.slice(1)),
    }));
    return {
      status: 200,
      headers: { 'content-type': BATCH_RESPONSE_MEDIA_TYPE },
      body: writeBatchResponse(answers),
    };
  });
  return issuer;
}

export interface FakeAttester {
  readonly name: string;
  readonly keys: readonly PublishedKey[];
  /** What `POST /evidence/result` says. */
  evidence: 'waiting' | 'proved' | 'refused';
  /** Answers `POST /grants` in place of the attester, when set. */
  interrupt: ((arrival: Arrival) => Answer | undefined) | undefined;
  /** Hashes of the TokenRequests that were granted: one a slot and batch. */
  readonly granted: Set<string>;
  /** Every JSON that arrived. */
  readonly messages: { readonly path: string; readonly message: unknown }[];
}

interface RegistrationMessage {
  readonly session: string;
  readonly registration: { id: string; response: { clientDataJSON: string; attestationObject: string } };
}

interface GrantMessage {
  readonly nonce: string;
  readonly assertion: {
    id: string;
    response: { clientDataJSON: string; authenticatorData: string; signature: string };
  };
  readonly requests: (Omit<GrantRequest, 'request'> & { readonly request: string })[];
}

export function actAsAttester(
  room: FakeRoom,
  options: { readonly now: () => number; readonly wallet: string },
): FakeAttester {
  const current = epochAt(options.now());
  const keys = drawKeys([current, epochAfter(current)]);
  const sessions = new Set<string>();
  const nonces = new Set<string>();
  const passkeys = new Map<string, KeyObject>();
  const attester: FakeAttester = {
    name: room.name,
    keys,
    evidence: 'waiting',
    interrupt: undefined,
    granted: new Set(),
    messages: [],
  };

  room.handle = allowCors(options.wallet, async (arrival) => {
    if (arrival.method === 'GET') {
      if (arrival.path === DIRECTORY_PATH) return directory(room, keys, options.now(), '/grants');
      if (arrival.path === '/warm') {
        return {
          status: 303,
          headers: { location: `${options.wallet}/present#done`, 'referrer-policy': 'no-referrer' },
        };
      }
      return { status: 404 };
    }
    const message = JSON.parse(arrival.body.toString());
    attester.messages.push({ path: arrival.path, message });
    switch (arrival.path) {
      case '/evidence/eu-wallet': {
        const session = formatBase64url(bytes(randomBytes(32)));
        sessions.add(session);
        return json({ session, request: evidenceRequest(room.origin), expires: options.now() + 300 }, 201);
      }
      case '/evidence/result':
        if (!sessions.has(message.session)) return problem(401, 'ERR_EVIDENCE_SESSION');
        return json(evidenceState(attester.evidence, options.now()));
      case '/accounts':
        return register(message);
      case '/grants/challenge': {
        const nonce = formatBase64url(bytes(randomBytes(32)));
        nonces.add(nonce);
        return json({ nonce, expires: options.now() + 300 });
      }
      case '/grants':
        return attester.interrupt?.(arrival) ?? grant(message);
      default:
        return { status: 404 };
    }
  });

  function register({ session, registration }: RegistrationMessage): Answer {
    if (!sessions.delete(session)) return problem(401, 'ERR_EVIDENCE_SESSION');
    const expected = sha256(Buffer.from('bauta/account/v1'), parseBase64url(session));
    const { clientDataJSON, attestationObject } = registration.response;
    checkClientData(clientDataJSON, 'webauthn.create', expected);
    passkeys.set(registration.id, coseKeyIn(parseBase64url(attestationObject)));
    return json({ thresholds: [18], expires: options.now() + 7_776_000 }, 201);
  }

  async function grant({ nonce, assertion, requests }: GrantMessage): Promise<Answer> {
    if (!nonces.delete(nonce)) return problem(401, 'ERR_NONCE');
    const passkey = passkeys.get(assertion.id);
    if (!passkey) return problem(401, 'ERR_ACCOUNT');
    const items = requests.map((one) => ({ ...one, request: parseBase64url(one.request) }));
    const { clientDataJSON, authenticatorData, signature } = assertion.response;
    checkClientData(clientDataJSON, 'webauthn.get', await grantAssertionChallenge(parseBase64url(nonce), items));
    const authData = parseBase64url(authenticatorData);
    if (((authData[32] as number) & 0x04) === 0) return problem(401, 'ERR_ASSERTION');
    const signed = Buffer.concat([authData, sha256(parseBase64url(clientDataJSON))]);
    if (!verify('sha256', signed, passkey, parseBase64url(signature))) return problem(401, 'ERR_ASSERTION');
    return json({
      responses: items.map(({ epoch, request }) => {
        const key = keys.find((one) => one.epoch === epoch) as SlotKey;
        attester.granted.add(formatHex(sha256(request)));
        return { response: formatBase64url(blindSign(key.privateKey, readTokenRequest(request).blindedMessage)) };
      }),
    });
  }

  function checkClientData(clientDataJSON: string, type: string, challenge: Uint8Array): void {
    const data = JSON.parse(Buffer.from(parseBase64url(clientDataJSON)).toString());
    const isRight =
      data.type === type &&
      data.origin === options.wallet &&
      data.crossOrigin === false &&
      data.challenge === formatBase64url(challenge);
    if (!isRight) throw new TypeError('another client data');
  }

  return attester;
}

/** About as long as the real one: a request by value with its DCQL query. */
function evidenceRequest(origin: string): string {
  const query = {
    client_id: `redirect_uri:${origin}/evidence/eu-wallet/answer/${'h'.repeat(43)}`,
    response_type: 'vp_token',
    response_mode: 'direct_post',
    response_uri: `${origin}/evidence/eu-wallet/answer/${'h'.repeat(43)}`,
    nonce: 'n'.repeat(43),
    dcql_query: JSON.stringify({
      credentials: [
        {
          id: 'proof_of_age',
          format: 'mso_mdoc',
          meta: { doctype_value: 'eu.europa.ec.av.1' },
          claims: [{ path: ['eu.europa.ec.av.1', 'age_over_18'] }],
        },
      ],
    }),
  };
  return `av://authorize?${new URLSearchParams(query)}`;
}

function evidenceState(state: FakeAttester['evidence'], now: number): unknown {
  if (state === 'proved') return { state, thresholds: [18], expires: now + 7_776_000 };
  if (state === 'refused') return { state, code: 'ERR_AGE_NOT_SHOWN', reference: 'k3J9fQ2x' };
  return { state };
}

function directory(room: FakeRoom, keys: readonly PublishedKey[], now: number, path: string): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/private-token-issuer-directory', 'access-control-allow-origin': '*' },
    body: formatDirectory({ requestUrl: `${room.origin}${path}`, keys, now }),
  };
}

/** The CORS of protocol.md §2: the wallet's origin, POST, two headers, never credentials. */
function allowCors(wallet: string, handle: FakeRoom['handle']): FakeRoom['handle'] {
  const headers = {
    'access-control-allow-origin': wallet,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type',
  };
  return async (arrival) => {
    if (arrival.method === 'OPTIONS') return { status: 204, headers };
    const answer = await handle(arrival);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
}

/** The P-256 key in an attestation object: a COSE key's x and y, in the order that CTAP's canonical CBOR gives them. */
function coseKeyIn(attestationObject: Uint8Array): KeyObject {
  const coordinate = (mark: string): string => {
    const at = Buffer.from(attestationObject).indexOf(Buffer.from(mark, 'hex'));
    if (at < 0) throw new TypeError('not an ES256 passkey');
    return formatBase64url(attestationObject.slice(at + 3, at + 35));
  };
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate('215820'), y: coordinate('225820') };
  return createPublicKey({ key: jwk, format: 'jwk' });
}
