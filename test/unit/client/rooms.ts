import { constants, createPublicKey, verify } from 'node:crypto';
import type { Fetch, MintKeys } from '@bauta/sdk/client';
import {
  BATCH_LENGTH,
  type Bytes,
  type Directory,
  formatBase64url,
  formatDirectory,
  readDirectory,
} from '@bauta/sdk/protocol';
import { rsaFromSeed, type SeededRsa, signRaw } from '../../generate/vectors/rsa.ts';
import { join, seeded, sha256 } from '../../generate/vectors/seeded.ts';
import { writeTokenChallenge } from '../../generate/vectors/wallet.ts';
import { ATTESTER, ISSUER, KEYS, NOW } from '../../generate/vectors/world.ts';

/** What a room was sent. */
export interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** An attester and an issuer, written from spec/protocol.md on node:crypto, that can be told to answer badly. */
export interface TestRooms {
  readonly keys: MintKeys;
  readonly attester: Directory;
  readonly issuer: Directory;
  readonly fetch: Fetch;
  readonly sent: Sent[];
  /** Last changes to the answers. */
  change: {
    nonce?: (answer: object) => unknown;
    grants?: (answer: { responses: unknown[] }) => unknown;
    batch?: (answer: Bytes) => Bytes;
    answer?: (url: string) => Response | undefined;
  };
}

export const grantRsa = (): SeededRsa => rsaFromSeed('attester 18 2026-W47');
const TOKEN_RSA = KEYS.current.rsa;

const [ISSUER_URL, ATTESTER_URL] = [`https://${ISSUER}/token-request`, `https://${ATTESTER}/grants`];
const DIRECTORY = '/.well-known/private-token-issuer-directory';
export const NONCE: Bytes = seeded('grant nonce')(32);

export async function createTestRooms(): Promise<TestRooms> {
  const slot = { threshold: 18, epoch: '2026-W47' };
  const texts = new Map([
    [
      ATTESTER,
      formatDirectory({
        requestUrl: ATTESTER_URL,
        keys: [{ ...slot, generation: 2, spki: grantRsa().spki }],
        now: NOW,
      }),
    ],
    [
      ISSUER,
      formatDirectory({
        requestUrl: ISSUER_URL,
        keys: Object.values(KEYS).map(({ rsa, ...key }) => ({ ...key, spki: rsa.spki })),
        now: NOW,
        batchSize: 30,
      }),
    ],
  ]);
  const directoryOf = (name: string) => readDirectory(texts.get(name) as string, name);
  const [attester, issuer] = [await directoryOf(ATTESTER), await directoryOf(ISSUER)];
  const keyOf = ({ keys }: Directory) => keys.find((key) => key.epoch === slot.epoch && key.threshold === 18);
  const [grantKey, tokenKey] = [keyOf(attester), keyOf(issuer)];
  if (!grantKey || !tokenKey) throw new TypeError('no keys');
  const sent: Sent[] = [];
  const rooms: TestRooms = {
    keys: { issuer: ISSUER, attester: ATTESTER, tokenKey, grantKey },
    attester,
    issuer,
    sent,
    change: {},
    async fetch(url, init = {}) {
      sent.push({ url, init });
      const changed = rooms.change.answer?.(url);
      if (changed) return changed;
      for (const [name, text] of texts) if (url === `https://${name}${DIRECTORY}`) return new Response(text);
      if (url === `${ATTESTER_URL}/challenge`) return answerNonce(rooms);
      if (url === ATTESTER_URL) return answerGrants(rooms, String(init.body));
      if (url === ISSUER_URL) return answerBatch(rooms, init);
      return new Response(null, { status: 404 });
    },
  };
  return rooms;
}

function answerNonce({ change }: TestRooms): Response {
  const answer = { nonce: formatBase64url(NONCE), expires: NOW + 300 };
  return Response.json(change.nonce ? change.nonce(answer) : answer);
}

function answerGrants({ change }: TestRooms, body: string): Response {
  const { requests } = JSON.parse(body) as { requests: { request: string }[] };
  const responses = requests.map(({ request }) => {
    const bytes = Buffer.from(request, 'base64url');
    return { response: signRaw(grantRsa(), bytes.subarray(3)) } as { response: unknown };
  });
  for (const one of responses) one.response = formatBase64url(one.response as Bytes);
  const answer = { responses };
  return Response.json(change.grants ? change.grants(answer) : answer);
}

/** Hop 2, as strict as an issuer must be about the grant. */
function answerBatch({ change }: TestRooms, init: RequestInit): Response {
  const headers = new Headers(init.headers);
  const body = new Uint8Array(init.body as Bytes);
  const written = /^PrivateToken token="([\w-]{472})"$/.exec(headers.get('authorization') ?? '');
  const token = new Uint8Array(Buffer.from(written?.[1] ?? '', 'base64url'));
  const isGranted =
    init.method === 'POST' &&
    headers.get('content-type') === 'application/private-token-generic-batch-request' &&
    body.length === BATCH_LENGTH &&
    isGrantFor(token, body);
  if (!isGranted) return Response.json({ code: 'ERR_GRANT_BODY' }, { status: 401 });
  const keyId = sha256(TOKEN_RSA.spki);
  const items: Uint8Array[] = [];
  for (let at = 2; at < body.length; at += 259) {
    const [head, blinded] = [body.slice(at, at + 3), body.slice(at + 3, at + 259)];
    if (head[0] !== 0 || head[1] !== 2 || head[2] !== keyId[31]) return Response.json({}, { status: 422 });
    items.push(Uint8Array.of(1, 0, 2), signRaw(TOKEN_RSA, blinded));
  }
  const answer = join(Uint8Array.of(0x5e, 0x5a), ...items);
  return new Response(change.batch ? change.batch(answer) : answer);
}

/** The grant as protocol.md §2 wants it, judged by OpenSSL alone. */
function isGrantFor(token: Bytes, body: Bytes): boolean {
  const input = join(
    Uint8Array.of(0, 2),
    sha256(body),
    sha256(writeTokenChallenge(ATTESTER, ISSUER)),
    sha256(grantRsa().spki),
  );
  if (Buffer.compare(token.slice(0, 98), input) !== 0) return false;
  const key = createPublicKey(grantRsa().privateKey);
  const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  return verify('sha384', input, options, token.slice(98));
}
