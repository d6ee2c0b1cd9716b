import {
  BATCH_LENGTH,
  BATCH_RESPONSE_MEDIA_TYPE,
  BATCH_SIZE,
  challengeForGrants,
  type ErrorCode,
  formatTokenAuthenticate,
  writeTokenChallenge,
} from '@bauta/sdk/protocol';
import { createAdmission, createRetries } from '../admission.ts';
import { answerBytes } from '../http/answer.ts';
import { bytesBody } from '../http/body.ts';
import { type Route, route } from '../http/route.ts';
import { directoryRoute } from '../keys/directory-route.ts';
import type { SlotBook } from '../keys/slot-book.ts';
import { secondsToNextMinute } from '../minute.ts';
import type { BatchCounts } from '../storage/batch-counts.ts';
import { createAnswerCache } from './answer-cache.ts';
import type { TrustedAttester } from './check-grant.ts';
import { ISSUE_MEDIA_TYPES, issue } from './issue.ts';
import { createSignLimit } from './sign-limit.ts';

const REQUEST_PATH = '/token-request';

export interface IssuerOptions {
  /** The issuer's name and origin. */
  readonly name: string;
  readonly origin: string;
  /** As they are now. */
  readonly attesters: () => readonly TrustedAttester[];
  readonly book: SlotBook;
  readonly counts: BatchCounts;
  /** Signatures that may be asked for at any time. */
  readonly signsAtOnce: number;
}

/** The issuer's doors: its keys, and the one place where a grant becomes tokens. */
export function issuerRoutes({ name, origin, attesters, book, counts, signsAtOnce }: IssuerOptions): Route[] {
  const requestUrl = origin + REQUEST_PATH;
  const limit = createSignLimit();
  const queue = createAdmission(signsAtOnce, 'as much is being signed as can be');
  const nextRetry = createRetries();
  const cache = createAnswerCache();
  const authenticate = (): string =>
    formatTokenAuthenticate(
      attesters().map((attester) => ({ challenge: writeTokenChallenge(challengeForGrants(attester.name, name)) })),
    );

  const refusalHeaders = (code: ErrorCode, { now }: { now: number }): Record<string, string> => {
    if (code.startsWith('ERR_GRANT_')) return { 'www-authenticate': authenticate() };
    if (code === 'ERR_RATE_LIMITED') return { 'retry-after': String(secondsToNextMinute(now)) };
    if (code === 'ERR_BUSY') return { 'retry-after': String(nextRetry()) };
    return {};
  };

  return [
    directoryRoute({ book, requestUrl, batchSize: BATCH_SIZE }),
    route({
      method: 'POST',
      path: REQUEST_PATH,
      summary: 'Signs blinded tokens, one batch for one grant',
      cors: 'wallet',
      reads: bytesBody({ mediaTypes: ISSUE_MEDIA_TYPES, max: BATCH_LENGTH, tooLong: 'ERR_REQUEST_MALFORMED' }),
      answers: [{ status: 200, description: 'The blind signatures, in order.', mediaType: BATCH_RESPONSE_MEDIA_TYPE }],
      refuses: [
        'ERR_GRANT_MALFORMED',
        'ERR_GRANT_KEY_UNKNOWN',
        'ERR_GRANT_CHALLENGE',
        'ERR_GRANT_BODY',
        'ERR_GRANT_SIGNATURE',
        'ERR_REQUEST_MALFORMED',
        'ERR_RATE_LIMITED',
        'ERR_BUSY',
        'ERR_DIRECTORY_STALE',
        'ERR_NOT_READY',
      ],
      refusalHeaders,
      async handle({ bytes, mediaType }, { request, now }) {
        const authorization = request.headers.get('authorization') ?? undefined;
        const context = { issuer: name, attesters: attesters(), book, counts, limit, queue, cache, now };
        const answer = await issue({ mediaType, body: bytes, authorization }, context);
        return answerBytes(answer.bytes, answer.mediaType);
      },
    }),
  ];
}
