import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatTilePath, tilesToWrite, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { growTiles } from '../../services/log/tree/grow-tiles.ts';
import { openTileFolder, type TileFolder } from '../../services/log/tree/tile-folder.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { LOG, signerOf, smallText, upTo } from './ground.ts';
import { startRival } from './rival-process.ts';

const entry = (number: number) => writeUtf8(smallText(number));

async function open(folder: string): Promise<TileFolder> {
  const opened = await openTileFolder(folder, LOG);
  onTestFinished(() => opened.close());
  return opened;
}

/** A folder with so many entries, closed; its head published after `published` of them. */
async function filled(count: number, published = count): Promise<string> {
  const folder = temporaryFolder();
  const store = await openTileFolder(folder, LOG);
  await store.append(upTo(published).map(entry));
  await store.publish(store.head().text);
  await store.append(upTo(count).slice(published).map(entry));
  store.close();
  return folder;
}

const files = (folder: string): string[] =>
  readdirSync(join(folder, 'tile'), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
    .sort();

/** Why a folder cannot be opened. */
const refusal = (folder: string, signer = LOG): Promise<unknown> =>
  openTileFolder(folder, signer).then(
    (opened) => opened.close(),
    (error) => `${error.code}: ${error.cause}`,
  );

describe('the tiles of a growing tree', () => {
  it.each([
    [0, 1],
    [0, 256],
    [1, 255],
    [255, 2],
    [255, 514],
    [300, 0],
    [65_535, 2],
  ])('from %i leaves, %i more, are those that have to be written', async (size, count) => {
    const last = (width: number) => new Uint8Array(32 * width);
    const written = await growTiles(size, upTo(count).map(entry), async ({ level, width }) =>
      level === 'entries' ? new Uint8Array(2 * width) : last(width),
    );
    expect(written.map(formatTilePath).sort()).toEqual(
      tilesToWrite(size, size + count)
        .map(formatTilePath)
        .sort(),
    );
  });
});

describe('a folder that is opened again', () => {
  it('goes on where its head was, with the same head', async () => {
    const folder = await filled(3, 2);
    const before = readFileSync(join(folder, 'private/head'), 'utf8');
    const store = await open(folder);
    expect(store.head().text).toBe(before);
    expect(store.published()?.size).toBe(2);
    expect(store.entries).toEqual(upTo(3).map(entry));
    expect(await store.append([entry(3)])).toBe(3);
  });

  it('is not hindered by what a crash left behind the head, and gives none of it away', async () => {
    const folder = await filled(2);
    const ahead = await filled(300);
    // All of a later append is on the disk but its head.
    cpSync(join(ahead, 'tile'), join(folder, 'tile'), { recursive: true });
    writeFileSync(join(folder, 'tile/0/000.p/4.new'), 'unfinished');
    const store = await open(folder);
    expect(files(folder)).toEqual(['tile/0/000.p/2', 'tile/entries/000.p/2']);
    await expect(store.read({ level: 0, index: 0, width: 3 })).rejects.toThrow();
    expect(await store.append([entry(7)])).toBe(2);
    expect(await store.read({ level: 'entries', index: 0, width: 3 })).toHaveLength(3 * (2 + entry(7).length));
  });

  it('keeps of partial tiles those of the head and of what is published', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    for (const number of upTo(4)) await store.append([entry(number)]);
    expect(files(folder)).toEqual(['tile/0/000.p/4', 'tile/entries/000.p/4']);
    await store.publish(store.head().text);
    await store.append([entry(4)]);
    const kept = ['tile/0/000.p/4', 'tile/0/000.p/5', 'tile/entries/000.p/4', 'tile/entries/000.p/5'];
    expect(files(folder)).toEqual(kept);
  });
});

describe('a folder is refused, and the file is named,', () => {
  const damaged = async (damage: (folder: string) => void): Promise<unknown> => {
    const folder = await filled(300, 290);
    damage(folder);
    return refusal(folder);
  };
  const flip = (path: string) => (folder: string) => {
    const bytes = readFileSync(join(folder, path));
    bytes[40] = (bytes[40] as number) ^ 1;
    writeFileSync(join(folder, path), bytes);
  };
  it.each([
    ['a full tile changed', 'tile/0/000', flip('tile/0/000')],
    ['a partial tile changed', 'tile/0/001.p/44', flip('tile/0/001.p/44')],
    ['an upper tile gone', 'tile/1/000.p/1', (folder: string) => rmSync(join(folder, 'tile/1/000.p/1'))],
    ['an entry changed', 'tile/entries/000', flip('tile/entries/000')],
    ['a bundle gone', 'tile/entries/001.p/44', (folder: string) => rmSync(join(folder, 'tile/entries/001.p/44'))],
    ['the head gone', 'private/head', (folder: string) => rmSync(join(folder, 'private/head'))],
    ['the head changed', 'private/head', flip('private/head')],
    ['the checkpoint changed', 'checkpoint', flip('checkpoint')],
  ])('with %s', async (_, file, damage) => {
    expect(await damaged(damage)).toMatch(new RegExp(`^ERR_STORE_UNAVAILABLE: ${file}`));
  });

  it('with an older head than what was published, as from a backup', async () => {
    const folder = await filled(5);
    const older = await filled(3);
    cpSync(join(older, 'private/head'), join(folder, 'private/head'));
    cpSync(join(older, 'tile'), join(folder, 'tile'), { recursive: true });
    expect(await refusal(folder)).toMatch(/^ERR_STORE_UNAVAILABLE: private\/head/);
  });

  it('with the key of another log', async () => {
    const other = await signerOf('other.example', 'log');
    expect(await refusal(await filled(1), other)).toMatch(/^ERR_STORE_UNAVAILABLE: .* no checkpoint of this log/);
  });
});

describe('a folder has one writer', () => {
  const BUSY = 'ERR_STORE_UNAVAILABLE: another process writes to this folder of the log';

  it('in this process', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    expect(await refusal(folder)).toBe(BUSY);
    store.close();
    expect(await refusal(folder)).toBe(undefined);
    await expect(store.append([entry(0)])).rejects.toThrow();
  });

  it('in another process, until that is killed', async () => {
    const folder = temporaryFolder();
    const rival = startRival('hold', folder);
    onTestFinished(() => void rival.kill('SIGKILL'));
    await once(rival.stdout, 'data');
    expect(existsSync(join(folder, 'private/head'))).toBe(true);
    expect(await refusal(folder)).toBe(BUSY);
    const dead = once(rival, 'exit');
    rival.kill('SIGKILL');
    await dead;
    expect(await refusal(folder)).toBe(undefined);
  });
});
