import { DIRECTORY_MEDIA_TYPE, DIRECTORY_PATH, formatDirectory } from '@bauta/sdk/protocol';
import { type Route, route } from '../http/route.ts';
import type { SlotBook } from './slot-book.ts';

/** `GET` of a room's key directory: the same bytes for everyone, with nothing that could tell one reader from another. */
export function directoryRoute(options: {
  readonly book: SlotBook;
  /** Absolute URL where requests are posted. */
  readonly requestUrl: string;
  /** Tokens in a batch: issuers only. */
  readonly batchSize?: number;
}): Route {
  const { book, ...listing } = options;
  return route({
    method: 'GET',
    path: DIRECTORY_PATH,
    summary: 'The keys of this room',
    cors: 'any',
    answers: [{ status: 200, description: 'The directory of RFC 9578 §4.', mediaType: DIRECTORY_MEDIA_TYPE }],
    refuses: ['ERR_NOT_READY'],
    handle(_, { now }) {
      const keys = book.slots(now).map(({ publicKey, ...slot }) => ({ ...slot, spki: publicKey }));
      return new Response(formatDirectory({ ...listing, keys, now, proofs: book.proofs() }), {
        headers: { 'content-type': DIRECTORY_MEDIA_TYPE, 'cache-control': 'public, max-age=3600' },
      });
    },
  });
}
