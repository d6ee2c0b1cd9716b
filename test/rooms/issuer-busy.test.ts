import { randomBytes } from 'node:crypto';
import {
  type Bytes,
  challengeForGrants,
  concat,
  digestChallenge,
  formatBase64url,
  formatTokenAuthorization,
  grantNonceFor,
  TOKEN_REQUEST_MEDIA_TYPE,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import { createIssuerDoor } from '@bauta/services/issuer/room';
import type { LogEvent } from '@bauta/services/log-events';
import type { KeySlot } from '@bauta/services/storage/ports';
import { expect, it } from 'vitest';
import { createTestIssuer } from '../unit/gate/issuer.ts';

const NOON = Date.UTC(2026, 10, 18, 12) / 1000;
const [ISSUER, ATTESTER] = ['issuer.example', 'attester.example'];
const WALLET = 'https://wallet.example';
const attester = await createTestIssuer(ATTESTER, NOON);
const { key, epoch, threshold } = attester.current;

/** An issuer that signs one at a time, each when it is told to. */
function openIssuer() {
  const ends: (() => void)[] = [];
  const events: LogEvent[] = [];
  const signer = { sign: () => new Promise<Bytes>((resolve) => ends.push(() => resolve(new Uint8Array(256)))) };
  const slot: KeySlot = { threshold, epoch, generation: 0, publicKey: key.spki, keyId: key.id, signer };
  const parts = {
    book: { slots: () => [slot], refresh: async () => true, proofs: () => ({}), checkWhole: () => {} },
    attesters: () => [{ name: ATTESTER, keys: { find: () => attester.current } }],
    counts: { add: async () => {} },
    signsAtOnce: 1,
    healthy: () => true,
  };
  const config = { name: ISSUER, origin: `https://${ISSUER}`, room: 'issuer', origins: { wallet: WALLET } };
  const clock = { now: () => NOON, onJump: () => {} };
  const log = (event: LogEvent): void => void events.push(event);
  const door = createIssuerDoor({ config, clock, testClock: undefined, log } as never, parts as never);
  return { ends, events, ask: async (request: Request): Promise<Response> => door.fetch(request) };
}

async function drawRequest(): Promise<Request> {
  const blindedMessage = new Uint8Array(randomBytes(256));
  blindedMessage[0] = 0;
  const body = writeTokenRequest({ truncatedKeyId: key.truncatedId, blindedMessage });
  const challengeDigest = await digestChallenge(challengeForGrants(ATTESTER, ISSUER));
  const input = writeTokenInput({ nonce: await grantNonceFor(body), challengeDigest, tokenKeyId: key.id });
  const grant = concat(input, attester.sign(attester.current, input, 48));
  const headers = {
    'content-type': TOKEN_REQUEST_MEDIA_TYPE,
    authorization: formatTokenAuthorization(formatBase64url(grant)),
  };
  return new Request(`https://${ISSUER}/token-request`, { method: 'POST', body, headers });
}

it('an issuer that is full says so at once, when to come again, and takes the same grant then', async () => {
  const { ask, ends, events } = openIssuer();
  const first = ask(await drawRequest());
  while (ends.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const later = await drawRequest();
  // More often than one grant may be signed for: being sent away is not counted.
  const refused: Response[] = [];
  for (let i = 0; i < 5; i++) refused.push(await ask(later.clone() as Request));
  expect(refused.map(({ status }) => status)).toEqual(Array(5).fill(503));
  expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(['1', '2', '3', '4', '5']);
  expect(refused[0]?.headers.get('access-control-allow-origin')).toBe(WALLET);
  expect(await refused[0]?.json()).toMatchObject({ status: 503, code: 'ERR_BUSY' });
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect((await first).status).toBe(200);
  const taken = ask(later);
  while (ends.length === 1) await new Promise((resolve) => setImmediate(resolve));
  ends[1]?.();
  expect((await taken).status).toBe(200);
  expect(new Set(events.map((event) => JSON.stringify(event)))).toEqual(
    new Set([JSON.stringify({ event: 'refusal', code: 'ERR_BUSY', epoch })]),
  );
}, 20_000);
