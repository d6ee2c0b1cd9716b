import {
  formatTilePath,
  levelsOf,
  parseTilePath,
  readEntryBundle,
  type Tile,
  tilesOf,
  tilesToWrite,
  writeEntryBundle,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const paths = (tiles: readonly Tile[]): string[] => tiles.map(formatTilePath);

describe('the path of a tile', () => {
  it.each<[string, Tile]>([
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/000.p/1', { level: 0, index: 0, width: 1 }],
    ['tile/63/999.p/255', { level: 63, index: 999, width: 255 }],
    ['tile/1/x001/000', { level: 1, index: 1000, width: 256 }],
    // The example of tlog-tiles.md.
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/entries/x001/234.p/5', { level: 'entries', index: 1234, width: 5 }],
    ['tile/0/x009/x007/x199/x254/x740/991', { level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }],
  ])('%s', (path, tile) => {
    expect(formatTilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('comes out as it went in', () => {
    const tile = fc.record({
      level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tile, (one) => {
        expect(parseTilePath(formatTilePath(one))).toEqual(one);
      }),
    );
  });

  it.each([
    '',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/000',
    'tile/0/001/000',
    'tile/0/x001/x000',
    'tile/0/x01/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/0/../000',
    'tile/entry/000',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/x001/x000/x000/x000/x000/x000/000',
    'tile/0/٠٠٠',
  ])('is not %j', (path) => {
    expect(() => parseTilePath(path)).toThrow(TypeError);
  });

  it.each<Tile>([
    { level: 64, index: 0, width: 1 },
    { level: 0, index: -1, width: 1 },
    { level: 0, index: 0.5, width: 1 },
    { level: 0, index: 0, width: 0 },
    { level: 0, index: 0, width: 257 },
  ])('is none for %j', (tile) => {
    expect(() => formatTilePath(tile)).toThrow(TypeError);
  });
});

describe('the tiles of a tree', () => {
  it('of 70,000 entries are those of the example in tlog-tiles.md', () => {
    expect(levelsOf(70_000)).toBe(3);
    expect(tilesOf(70_000, 0)).toHaveLength(274);
    expect(tilesOf(70_000, 0).at(-1)).toEqual({ level: 0, index: 273, width: 112 });
    expect(paths(tilesOf(70_000, 1))).toEqual(['tile/1/000', 'tile/1/001.p/17']);
    expect(paths(tilesOf(70_000, 2))).toEqual(['tile/2/000.p/1']);
    expect(tilesOf(70_000, 3)).toEqual([]);
  });

  it.each<[number, string[]]>([
    [0, []],
    [1, ['tile/entries/000.p/1', 'tile/0/000.p/1']],
    [255, ['tile/entries/000.p/255', 'tile/0/000.p/255']],
    [256, ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']],
    [257, ['tile/entries/000', 'tile/entries/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
  ])('of %i entries are all to be written at first', (size, expected) => {
    expect(paths(tilesToWrite(0, size))).toEqual(expected);
  });

  it.each<[number, number, string[]]>([
    [5, 5, []],
    [5, 6, ['tile/entries/000.p/6', 'tile/0/000.p/6']],
    [255, 256, ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']],
    [256, 257, ['tile/entries/001.p/1', 'tile/0/001.p/1']],
    [511, 513, [...['tile/entries/001', 'tile/entries/002.p/1', 'tile/0/001', 'tile/0/002.p/1'], 'tile/1/000.p/2']],
    [65_535, 65_536, ['tile/entries/255', 'tile/0/255', 'tile/1/000', 'tile/2/000.p/1']],
  ])('from %i to %i that change are few', (from, to, expected) => {
    expect(paths(tilesToWrite(from, to))).toEqual(expected);
  });

  it('to be written are those that the larger tree has and the smaller one had not', () => {
    const all = (size: number): string[] =>
      paths([tilesOf(size, 'entries'), ...Array.from({ length: levelsOf(size) }, (_, i) => tilesOf(size, i))].flat());
    fc.assert(
      fc.property(fc.nat(1200), fc.nat(1200), (older, more) => {
        const had = new Set(all(older));
        expect(paths(tilesToWrite(older, older + more))).toEqual(all(older + more).filter((path) => !had.has(path)));
      }),
    );
  });
});

describe('a bundle of entries', () => {
  it('comes out as it went in', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(entries, (all) => {
        expect(readEntryBundle(writeEntryBundle(all))).toEqual(all);
      }),
    );
    expect(readEntryBundle(writeEntryBundle([new Uint8Array(65_535)]))[0]).toHaveLength(65_535);
  });

  it.each<[string, number[]]>([
    ['half a length', [0]],
    ['an entry too short', [0, 2, 1]],
    ['a byte left over', [0, 1, 1, 0]],
  ])('with %s is refused', (_, bytes) => {
    expect(() => readEntryBundle(Uint8Array.from(bytes))).toThrow(TypeError);
  });

  it('has no room for an entry of 65,536 bytes', () => {
    expect(() => writeEntryBundle([new Uint8Array(65_536)])).toThrow(TypeError);
  });
});
