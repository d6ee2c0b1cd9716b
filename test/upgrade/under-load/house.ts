import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortBase } from '../../programs/ports.ts';
import { startRedis, whyNoRedis } from '../../programs/redis.ts';
import type { Build } from '../builds/open-build.ts';
import { openRooms, type Rooms } from '../rooms.ts';
import { createPart, type Part } from './part.ts';
import { openSite, type Site } from './site.ts';

const FIRST_ROOM = 31_100;
const FIRST_INSTANCE = 31_700;

/** The rooms, and sites that believe their issuer: one on SQLite, and one on Redis where there is one. */
export interface House {
  readonly rooms: Rooms;
  readonly sites: readonly Site[];
  /** In the order of an upgrade: sites first, since they have what they need of the rooms. */
  readonly parts: readonly Part[];
  close(): Promise<void>;
}

/** Starts all of it on one build. */
export async function openHouse(build: Build): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-upgrade-'));
  const opened: { close(): unknown }[] = [{ close: () => rmSync(folder, { recursive: true, force: true }) }];
  const keep = <T extends { close(): unknown }>(one: T): T => {
    opened.unshift(one);
    return one;
  };
  const close = async (): Promise<void> => {
    for (const one of opened) await one.close();
  };
  try {
    const rooms = keep(await openRooms(build, folder, await freePortBase(FIRST_ROOM)));
    const port = await freePortBase(FIRST_INSTANCE);
    const onSqlite = { name: 'on-sqlite', rooms, folder, place: join(folder, 'site.db'), port };
    const sites = [keep(await openSite(build, onSqlite))];
    if (!whyNoRedis) {
      const redis = await startRedis();
      keep({ close: () => redis.remove() });
      const onRedis = { name: 'on-redis', rooms, folder, place: redis.url, port: port + 2 };
      sites.push(keep(await openSite(build, onRedis)));
    }
    const parts = [
      ...sites.flatMap(({ instances }) => instances),
      ...rooms.places.map((place) => createPart(place, storeOf(place.name, folder))),
    ];
    return { rooms, sites, parts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function storeOf(name: string, folder: string): string | undefined {
  const file = join(folder, `${name.replace('the ', '')}.db`);
  return existsSync(file) ? file : undefined;
}
