import { z } from 'zod';
import { answerJson } from '../http/answer.ts';
import { bytesBody } from '../http/body.ts';
import { type Route, route } from '../http/route.ts';
import { type AddContext, addEntry, ENTRY_MAX } from './add-entry.ts';
import { fileRoutes, type PublishedFiles } from './file-routes.ts';
import type { PageOptions } from './page/standing.ts';
import { pageRoutes } from './page-routes.ts';
import { type PublishedCheckpoint, type TileStore, widestOf } from './tree/tile-store.ts';

/** Beside the entry, room for the signatures of a few operators. */
const NOTE_MAX = ENTRY_MAX + 4_096;
const NOTE_MEDIA_TYPE = 'text/plain';

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
    ...fileRoutes(publishedFiles(store)),
  ];
}

function publishedFiles(store: TileStore & PublishedCheckpoint): PublishedFiles {
  return {
    checkpoint: async () => store.published()?.text,
    async tile(tile) {
      const isPublished = widestOf(tile, store.published()?.size ?? 0) !== undefined;
      return isPublished ? await store.read(tile) : undefined;
    },
  };
}
