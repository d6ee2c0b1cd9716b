import { createHash } from 'node:crypto';
import { formatLogEntry, formatTilePath, type LogEntry, type ReadTile } from '@bauta/sdk/protocol';
import { createRoom } from '../../services/http/room.ts';
import type { AddContext } from '../../services/log/add-entry.ts';
import type { PageOptions } from '../../services/log/page/standing.ts';
import { logRoutes } from '../../services/log/routes.ts';
import { readOwnCheckpoint } from '../../services/log/tree/signed-head.ts';
import type { PublishedCheckpoint, SignedHead, TileStore } from '../../services/log/tree/tile-store.ts';
import type { Fetch } from '../../services/loopback.ts';
import { type CrookedOptions, crookedLog } from './crooked-log.ts';
import { keysText, LOG, NOON, retireText, smallText, WITNESSES } from './ground.ts';
import { LOG_URL } from './log-ground.ts';

/** Two witnesses, the first of which the log's operator runs. */
const PAGE: PageOptions = {
  key: LOG.key,
  url: LOG_URL,
  witnesses: WITNESSES.map(({ key }, i) => ({ key, independent: i > 0 })),
  quorum: 2,
};

export interface LogWithPage {
  /** The page, or whatever the log has there. */
  get(path: string, language?: string): Promise<Response>;
  /** All that the log gives. */
  readonly fetch: Fetch;
  /** Paths of the tiles that were read. */
  readonly read: string[];
}

export interface PageGround extends CrookedOptions {
  readonly page?: Partial<PageOptions>;
  /** Unix seconds; noon unless given. */
  readonly now?: number;
  readonly isUnpublished?: boolean;
}

/** A log that holds anything at all, with its page. */
export async function logWithPage(texts: readonly string[], options: PageGround = {}): Promise<LogWithPage> {
  const files = await crookedLog(texts, options);
  const text = await (await files(`${LOG_URL}/checkpoint`)).text();
  const head = options.isUnpublished ? undefined : await readOwnCheckpoint(text, LOG.key);
  const tiles: ReadTile = async (tile) =>
    new Uint8Array(await (await files(`${LOG_URL}/${formatTilePath(tile)}`)).arrayBuffer());
  return pageOver(head, tiles, options);
}

/** The page of a published head over tiles. */
export function pageOver(head: SignedHead | undefined, tiles: ReadTile, options: PageGround = {}): LogWithPage {
  const read: string[] = [];
  const store = {
    published: () => head,
    read(tile) {
      read.push(formatTilePath(tile));
      return tiles(tile);
    },
  } as TileStore & PublishedCheckpoint;
  const room = createRoom({
    name: 'log',
    routes: logRoutes({ store, context: {} as AddContext, page: { ...PAGE, ...options.page } }),
    healthy: () => true,
    clock: { now: () => options.now ?? NOON, onJump: () => {} },
    log: () => {},
  });
  const fetch: Fetch = async (input, init) => room.fetch(new Request(input, init));
  return {
    get: (path, language = 'en') => fetch(LOG_URL + path, { headers: { 'accept-language': language } }),
    fetch,
    read,
  };
}

const entryText = (entry: LogEntry): string => formatLogEntry(entry);

/** Two names from their beginning, a retirement, keys logged late, builds, a release and an issuer's numbers. */
export async function livelyLog(): Promise<readonly string[]> {
  const issuer = (epoch: string, exception?: 'genesis') =>
    keysText([[18, 0, `i ${epoch}`]], { epoch, ...(exception ? { exception } : {}) });
  const attester = (epoch: string, exception?: 'genesis' | 'resume') =>
    keysText([[18, 0, `a ${epoch}`]], {
      ...{ role: 'attester', name: 'attester.example', epoch },
      ...(exception ? { exception } : {}),
    });
  const digest = new Uint8Array(createHash('sha256').update('release').digest());
  return Promise.all([
    ...['2026-W46', '2026-W47', '2026-W48'].map((epoch) => issuer(epoch, 'genesis')),
    ...['2026-W46', '2026-W47'].map((epoch) => attester(epoch, 'genesis')),
    smallText(1),
    entryText({ kind: 'sdk', version: '1.0.0', digest }),
    attester('2026-W48', 'resume'),
    retireText([18, 0, 'i 2026-W48'], { epoch: '2026-W48' }),
    keysText([[18, 1, 'i 2026-W48 again']], { epoch: '2026-W48' }),
    issuer('2026-W49'),
    attester('2026-W49'),
    entryText({ kind: 'batches', name: 'issuer.example', epoch: '2026-W45', rounded: 980 }),
    smallText(2),
    entryText({ kind: 'batches', name: 'issuer.example', epoch: '2026-W46', rounded: 1200 }),
  ]);
}
