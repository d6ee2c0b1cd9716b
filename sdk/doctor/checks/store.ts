import { open, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { GateConfig } from '../../config/index.ts';
import { AgeError } from '../../protocol/index.ts';
import { checkRedisDurability, openRedis } from '../../stores/redis.ts';
import { type Finding, findingsOf } from '../finding.ts';

const { ok, look, fault, unknown } = findingsOf('store');
const SETTING = 'store';

/** File systems, by the number that statfs(2) gives, on which SQLite's locks or a power cut are not what they should be. */
const FAR_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x65735546, 'FUSE'],
  [0x01021994, 'tmpfs, which is memory'],
  [0x858458f6, 'ramfs, which is memory'],
]);

/** Whether a spend that was acknowledged is still known after a crash. @param folder where a relative path begins */
export function checkStore({ store }: GateConfig, folder: string): Promise<readonly Finding[]> {
  return DURABILITY[store.kind](store.url, folder);
}

type Durability = (url: string, folder: string) => Promise<readonly Finding[]>;

const DURABILITY: Readonly<Record<GateConfig['store']['kind'], Durability>> = {
  async memory() {
    const fix = 'Keep it in sqlite:PATH on one machine, or redis:// on many.';
    return [fault('The store is memory: after a restart every token opens its door again.', { fix, setting: SETTING })];
  },

  async sqlite(url, folder) {
    const path = resolve(folder, url.slice('sqlite:'.length));
    try {
      const [found, mode] = [await judgeFileSystem(dirname(path)), (await stat(path)).mode];
      if (found !== undefined) return [found];
      if (!(await isWriteAhead(path))) {
        const fix = 'Open it with this library once, or PRAGMA journal_mode = WAL.';
        return [fault('The SQLite file has no write-ahead log.', { fix, setting: SETTING })];
      }
      const isShared = (mode & 0o077) !== 0;
      const fix = 'chmod 600: nobody but the gate needs it.';
      return [
        ok('SQLite with a write-ahead log on a local disk; the store asks for one fsync a commit.'),
        ...(isShared ? [look('Other users of this machine may read the SQLite file.', { fix, setting: SETTING })] : []),
      ];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return [look('The SQLite file is not there yet.', { fix: 'Start the gate once.', setting: SETTING })];
    }
  },

  async redis(url) {
    try {
      const client = await openRedis(url);
      try {
        const { nodes, faults, notes } = await checkRedisDurability(client);
        return [
          ...faults.map((line) =>
            fault(`Redis forgets: ${line}.`, { fix: 'Set this in redis.conf.', setting: SETTING }),
          ),
          ...notes.map((line) => look(`Redis: ${line}.`, { fix: 'Set this in redis.conf.', setting: SETTING })),
          ...(faults.length === 0
            ? [ok(`Redis, ${nodes.length === 1 ? 'one master' : `${nodes.length} masters`}.`)]
            : []),
        ];
      } finally {
        client.destroy();
      }
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
      if (!(error instanceof AgeError) && !isMissing) throw error;
      const why = error instanceof AgeError ? String(error.cause) : 'the package redis is not installed here';
      const fix = isMissing ? 'npm install redis' : 'Start it, or correct the address.';
      return [unknown(`Redis cannot be asked: ${why}.`, { fix, setting: SETTING })];
    }
  },
};

async function judgeFileSystem(folder: string): Promise<Finding | undefined> {
  const name = FAR_FILE_SYSTEMS.get(Number((await statfs(folder)).type) >>> 0);
  if (name === undefined) return undefined;
  return fault(`The SQLite file lies on ${name}.`, { fix: 'Put it on a disk of this machine.', setting: SETTING });
}

/** Bytes 18 and 19 of the file's head say which journal it has: 2 is the write-ahead log (SQLite file format §1.3). */
async function isWriteAhead(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(20), 0, 20, 0);
    return bytesRead === 20 && buffer[18] === 2 && buffer[19] === 2;
  } finally {
    await file.close();
  }
}
