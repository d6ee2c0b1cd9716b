import { AgeError, type Bytes, parseTilePath, refuseAs, type Tile } from '@bauta/sdk/protocol';
import { answerBytes } from '../http/answer.ts';
import { type Route, route } from '../http/route.ts';

const TILE_MEDIA_TYPE = 'application/octet-stream';

/** What of a log everyone may read. */
export interface PublishedFiles {
  /** The published checkpoint; undefined before the first. */
  checkpoint(): Promise<string | undefined>;
  /**
   * A tile of the published tree, or of any smaller one: a client may still be reading the tree before this one.
   * @returns undefined when the published tree does not hold all of it. @throws AgeError ERR_STORE_UNAVAILABLE
   */
  tile(tile: Tile): Promise<Bytes | undefined>;
}

/** The files of C2SP tlog-tiles. */
export function fileRoutes(files: PublishedFiles): Route[] {
  return [
    route({
      method: 'GET',
      path: '/checkpoint',
      summary: 'The last tree that enough witnesses have cosigned',
      cors: 'any',
      answers: [{ status: 200, description: 'C2SP tlog-checkpoint.', mediaType: 'text/plain' }],
      refuses: ['ERR_NOT_READY'],
      async handle() {
        const text = await files.checkpoint();
        if (text === undefined) throw new AgeError('ERR_NOT_READY', 'no checkpoint has been cosigned yet');
        return new Response(text, {
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
        const bytes = await files.tile(refuseAs('ERR_NOT_FOUND', () => parseTilePath(path)));
        if (bytes === undefined) throw new AgeError('ERR_NOT_FOUND');
        return answerBytes(bytes, TILE_MEDIA_TYPE, { 'cache-control': 'public, max-age=31536000, immutable' });
      },
    }),
  ];
}
