import { describe, expect, it } from 'vitest';
import { listFiles, readFiles } from '../laws/sources.ts';
import { readRetention } from './retention-table.ts';

const rows = readRetention();
const paths = new Set(listFiles());

describe('the table of what is kept', () => {
  it('has every table that a service or a store makes, and no others', () => {
    const made = [...readFiles(/^(services|sdk)\/(?!dist\/).*\.ts$/).values()].flatMap((text) =>
      [...text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)].map(([, name]) => name),
    );
    expect(made.length).toBeGreaterThan(15);
    expect([...new Set(rows.flatMap(({ table }) => table ?? []))].sort()).toEqual([...new Set(made)].sort());
  });

  it('names tests that there are, at least one for each row', () => {
    expect(rows.length).toBeGreaterThan(20);
    const named = rows.flatMap(({ tests }) => tests);
    expect(named.filter((test) => !/^test\/.+\.test\.ts$/.test(test) || !paths.has(test))).toEqual([]);
  });

  it('has a row for each room', () => {
    const rooms = new Set(rows.flatMap(({ room }) => room.split(', ')));
    expect([...rooms].sort()).toEqual([
      'all',
      'attester',
      'browser',
      'issuer',
      'log',
      'site',
      'wallet host',
      'witness',
    ]);
  });

  it.each([
    ['a cell missing', '| a | b | c | d | e | f |'],
    ['an empty cell', '| a | b | c | d |  | f | g |'],
  ])('is refused with %s', (_, line) => {
    expect(() => readRetention(line)).toThrow(TypeError);
  });
});
