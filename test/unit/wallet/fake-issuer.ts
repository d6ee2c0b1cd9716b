import {
  BATCH_LENGTH,
  BATCH_REQUEST_MEDIA_TYPE,
  BATCH_RESPONSE_MEDIA_TYPE,
  challengeForGrants,
  DIRECTORY_PATH,
  digestChallenge,
  epochAfter,
  epochAt,
  formatHex,
  isEqual,
  type PublishedKey,
  parseBase64url,
  readBatchRequest,
  readToken,
  readTokenKey,
  TOKEN_TYPE,
  verifySignature,
  writeBatchResponse,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import type { FakeAttester } from './fake-attester.ts';
import { blindSign, bytes, directory, drawKeys, type SlotKey, sha256 } from './fake-keys.ts';
import { type Answer, type Arrival, allowCors, type FakeRoom, problem } from './fake-room.ts';

/** An issuer of the test's own: real keys, blind signatures and checks of what is sent, but no store. */
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
