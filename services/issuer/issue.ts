import {
  BATCH_LENGTH,
  BATCH_REQUEST_MEDIA_TYPE,
  BATCH_RESPONSE_MEDIA_TYPE,
  BATCH_SIZE,
  type Bytes,
  check,
  concat,
  formatHex,
  readBatchRequest,
  readTokenRequest,
  refuseAs,
  type Slot,
  TOKEN_REQUEST_LENGTH,
  TOKEN_REQUEST_MEDIA_TYPE,
  TOKEN_RESPONSE_MEDIA_TYPE,
  TOKEN_TYPE,
  type TokenRequest,
  writeBatchResponse,
} from '@bauta/sdk/protocol';
import type { Admission } from '../admission.ts';
import { checkBlinded } from '../keys/check-blinded.ts';
import type { SlotBook } from '../keys/slot-book.ts';
import { signingSlot } from '../keys/slots.ts';
import type { BatchCounts } from '../storage/batch-counts.ts';
import type { KeySlot } from '../storage/ports.ts';
import type { AnswerCache } from './answer-cache.ts';
import { checkGrantSignature, readGrant, type TrustedAttester } from './check-grant.ts';
import type { SignLimit } from './sign-limit.ts';

/** A request at the issuer's one door: everything it is told, and all that it may know. */
export interface IssueRequest {
  readonly mediaType: string;
  readonly body: Bytes;
  readonly authorization: string | undefined;
}

/** What the act needs around it. */
export interface IssueContext {
  /** The issuer's name. */
  readonly issuer: string;
  readonly attesters: readonly TrustedAttester[];
  readonly book: Pick<SlotBook, 'slots' | 'checkWhole'>;
  readonly counts: Pick<BatchCounts, 'add'>;
  readonly limit: SignLimit;
  readonly queue: Admission;
  readonly cache: AnswerCache;
  readonly now: number;
}

/** A shape of request: how long it is, and how its slots and its answer are read and written. */
interface Shape {
  readonly length: number;
  readonly answerMediaType: string;
  read(body: Bytes): TokenRequest[];
  write(signatures: readonly Bytes[]): Bytes;
}

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  [
    BATCH_REQUEST_MEDIA_TYPE,
    {
      length: BATCH_LENGTH,
      answerMediaType: BATCH_RESPONSE_MEDIA_TYPE,
      read: (body: Bytes) => {
        const items = readBatchRequest(body);
        if (items.length !== BATCH_SIZE) throw new TypeError('not 30 items');
        return items.map((item) => readTokenRequest(concat(Uint8Array.of(0, TOKEN_TYPE), item.body)));
      },
      write: (signatures: readonly Bytes[]) =>
        writeBatchResponse(signatures.map((body) => ({ tokenType: TOKEN_TYPE, body }))),
    },
  ],
  [
    TOKEN_REQUEST_MEDIA_TYPE,
    {
      length: TOKEN_REQUEST_LENGTH,
      answerMediaType: TOKEN_RESPONSE_MEDIA_TYPE,
      read: (body: Bytes) => [readTokenRequest(body)],
      write: (signatures: readonly Bytes[]) => concat(...signatures),
    },
  ],
]);

/** Media types that the door takes. */
export const ISSUE_MEDIA_TYPES: readonly string[] = [...SHAPES.keys()];

/**
 * Signs a body of blinded tokens for a grant that commits to it, in the order of checks of protocol.md §2.
 * Nothing is kept: the grant can only ever yield the same bytes.
 * @throws AgeError ERR_MEDIA_TYPE, ERR_REQUEST_MALFORMED, ERR_GRANT_*, ERR_RATE_LIMITED, ERR_BUSY, ERR_DIRECTORY_STALE,
 *   and ERR_NOT_READY for a key that is not there while one that should be is late
 */
export async function issue(
  request: IssueRequest,
  context: IssueContext,
): Promise<{ mediaType: string; bytes: Bytes }> {
  const { mediaType, body, authorization } = request;
  const { issuer, attesters, book, counts, limit, queue, cache, now } = context;
  const shape = SHAPES.get(mediaType);
  check(shape !== undefined, 'ERR_MEDIA_TYPE');
  check(body.length === shape.length, 'ERR_REQUEST_MALFORMED', 'another length');

  const grant = await readGrant({ authorization, body, issuer, attesters, now });
  const requests = refuseAs('ERR_REQUEST_MALFORMED', () => shape.read(body));
  const named = requests.map((one) => namedSlot(one, book, grant.key, now));
  await checkGrantSignature(grant);

  const id = formatHex(grant.token.nonce);
  const known = cache.get(id);
  if (known) return { mediaType: shape.answerMediaType, bytes: known };

  const signatures = await queue.hold(requests.length, async () => {
    // Inside, so that a grant is not at its limit for having been sent away.
    check(limit.count(id, now), 'ERR_RATE_LIMITED');
    return Promise.all(requests.map(({ blindedMessage }, i) => (named[i] as KeySlot).signer.sign(blindedMessage)));
  });
  const bytes = shape.write(signatures);
  cache.set(id, bytes);
  if (requests.length === BATCH_SIZE) await counts.add(grant.key.epoch);
  return { mediaType: shape.answerMediaType, bytes };
}

/** The key that a slot of the request names: live, and of the grant's threshold and epoch, which the grant alone decides. */
function namedSlot(request: TokenRequest, book: IssueContext['book'], grant: Slot, now: number): KeySlot {
  const slot = signingSlot(book.slots(now), request.truncatedKeyId, now);
  if (slot === undefined) book.checkWhole(now);
  check(slot !== undefined, 'ERR_REQUEST_MALFORMED', 'no live key of that truncated id');
  const isGranted = slot.threshold === grant.threshold && slot.epoch === grant.epoch;
  check(isGranted, 'ERR_REQUEST_MALFORMED', "a key of another threshold or epoch than the grant's");
  checkBlinded(request.blindedMessage, slot.publicKey);
  return slot;
}
