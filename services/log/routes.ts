import { AgeError, parseTilePath, refuseAs } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { answerBytes, answerJson } from '../http/answer.ts';
import { bytesBody } from '../http/body.ts';
import { type Route, route } from '../http/route.ts';
import { type AddContext, addEntry, ENTRY_MAX } from './add-entry.ts';
import type { PageOptions } from './page/standing.ts';
import { pageRoutes } from './page-routes.ts';
import { type PublishedCheckpoint, type TileStore, widestOf } from './tree/tile-store.ts';

/** Beside the entry, room for the signatures of a few operators. */
const NOTE_MAX = ENTRY_MAX + 4_096;
const NOTE_MEDIA_TYPE = 'text/plain';
const TILE_MEDIA_TYPE = 'application/octet-stream';

export interface LogRoutesOptions {
  readonly store: TileStore & PublishedCheckpoint;
  readonly context: AddContext;
  /** What the page for people is about; there is none unless given. */
  readonly page?: PageOptions | undefined;
}

/** The log's doors: one for operators, and the files of C2SP tlog-tiles for everyone. */
export function logRoutes({ store, context, page }: LogRoutesOptions): Route[] {
  return [
    ...(page ? pageRoutes({ ...page, store }) : []),
    route({
      method: 'POST',
      path: '/add',
      summary: 'Adds an entry signed by an operator',
      reads: bytesBody({ mediaTypes: [NOTE_MEDIA_TYPE], max: NOTE_MAX }),
      answers: [
        {
          status: 200,
          description: 'Where the entry is, durably; the same for the same entry.',
          mediaType: 'application/json',
          schema: z.strictObject({ index: z.int().nonnegative() }),
        },
      ],
      refuses: ['ERR_LOG_OPERATOR', 'ERR_LOG_ENTRY', 'ERR_STORE_UNAVAILABLE'],
      handle: async ({ bytes }) => answerJson({ index: await addEntry(bytes, context) }),
    }),
    route({
      method: 'GET',
      path: '/checkpoint',
      summary: 'The last tree that enough witnesses have cosigned',
      cors: 'any',
      answers: [{ status: 200, description: 'C2SP tlog-checkpoint.', mediaType: 'text/plain' }],
      refuses: ['ERR_NOT_READY'],
      handle() {
        const published = store.published();
        if (published === undefined) throw new AgeError('ERR_NOT_READY', 'no checkpoint has been cosigned yet');
        return new Response(published.text, {
          headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=5' },
        });
      },
    }),
    route({
      method: 'GET',
      path: '/tile/:tile{.+}',
      summary: 'Hashes or entries of the published tree',
      cors: 'any',
      answers: [{ status: 200, description: 'C2SP tlog-tiles.', mediaType: TILE_MEDIA_TYPE }],
      refuses: ['ERR_NOT_FOUND', 'ERR_STORE_UNAVAILABLE'],
      async handle(_, { request }) {
        // The path as it was sent: a decoded one would have many spellings for one tile.
        const path = new URL(request.url).pathname.slice(1);
        const tile = refuseAs('ERR_NOT_FOUND', () => parseTilePath(path));
        // Also those of smaller trees: a client may still be reading the tree before this one.
        const isPublished = widestOf(tile, store.published()?.size ?? 0) !== undefined;
        if (!isPublished) throw new AgeError('ERR_NOT_FOUND');
        const bytes = await store.read(tile);
        return answerBytes(bytes, TILE_MEDIA_TYPE, { 'cache-control': 'public, max-age=31536000, immutable' });
      },
    }),
  ];
}
