import type { Bytes } from './bytes.ts';
import { Reader, Writer } from './wire.ts';

/** Hashes, or entries, side by side in a full tile of C2SP tlog-tiles. */
export const TILE_WIDTH = 256;

/** A file of the log: hashes of one level of the tree (0: the leaves; one hash of 1 stands for a full tile of 0), or entries. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; less than 256 only for the last one of its level. */
  readonly width: number;
}

/** `tile/0/x001/234.p/5`: the path below the log's URL. @throws TypeError on a tile that cannot be */
export function formatTilePath({ level, index, width }: Tile): string {
  const isLevel = level === 'entries' || (isWhole(level) && level < 64);
  if (!isLevel || !isWhole(index) || !isWhole(width) || width === 0 || width > TILE_WIDTH) {
    throw new TypeError('no such tile');
  }
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) as string[];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** The tile of a path. @throws TypeError unless `formatTilePath` would write it */
export function parseTilePath(path: string): Tile {
  const [, level, index = '', width] =
    /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  const tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replace(/\D/g, '')),
    width: Number(width ?? TILE_WIDTH),
  } as const;
  if (formatTilePath(tile) !== path) throw new TypeError('not a tile path');
  return tile;
}

/** How many levels of hash tiles a tree of `size` entries has. */
export function levelsOf(size: number): number {
  let levels = 0;
  while (rowLength(size, levels) > 0) levels++;
  return levels;
}

/** Every tile of a level of a tree of `size` entries, the partial one last. */
export function tilesOf(size: number, level: Tile['level']): Tile[] {
  return tilesFrom(0, size, level);
}

/** Every tile, of hashes and of entries, that a tree of `newSize` has and one of `oldSize` had not, or had narrower. */
export function tilesToWrite(oldSize: number, newSize: number): Tile[] {
  const levels: Tile['level'][] = ['entries'];
  for (let level = 0; level < levelsOf(newSize); level++) levels.push(level);
  return levels.flatMap((level) => tilesFrom(oldSize, newSize, level));
}

function tilesFrom(oldSize: number, newSize: number, level: Tile['level']): Tile[] {
  const tiles: Tile[] = [];
  const length = rowLength(newSize, level);
  const written = rowLength(oldSize, level);
  for (let index = Math.floor(written / TILE_WIDTH); written < length && index * TILE_WIDTH < length; index++) {
    tiles.push({ level, index, width: Math.min(TILE_WIDTH, length - index * TILE_WIDTH) });
  }
  return tiles;
}

/** The tile that holds place `at` of a level of a tree of `size` entries. */
export function tileAt(size: number, level: Tile['level'], at: number): Tile {
  const index = Math.floor(at / TILE_WIDTH);
  return { level, index, width: Math.min(TILE_WIDTH, rowLength(size, level) - index * TILE_WIDTH) };
}

/** Hashes of complete subtrees in a level of a tree of `size` entries. */
function rowLength(size: number, level: Tile['level']): number {
  return Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
}

/** The entries of a bundle: u16 length, bytes, and so on. @throws TypeError on left-over or missing bytes */
export function readEntryBundle(bytes: Uint8Array): Bytes[] {
  const reader = new Reader(bytes);
  const entries: Bytes[] = [];
  while (reader.more()) entries.push(reader.bytes(reader.u16()));
  return entries;
}

/** A bundle of entries, each at most 65,535 bytes. @throws TypeError on a longer one */
export function writeEntryBundle(entries: readonly Uint8Array[]): Bytes {
  const writer = new Writer();
  for (const entry of entries) writer.u16(entry.length).bytes(entry);
  return writer.end();
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
