import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from './sources.ts';
import { judgeThreats } from './threat-model.ts';

const series = (letter: string, last: number): readonly string[] =>
  Array.from({ length: last }, (_, i) => `${letter}${i + 1}`);

describe('the threat model', () => {
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  const wanted = [...series('A', 22), ...series('M', 13), ...series('C', 13)];
  const paths = new Set(listFiles());
  const { ids, faults } = judgeThreats(read('spec/threat-model.md'), { paths, read, wanted });

  it('has one row for each attack and each set, code that exists, and tests by their titles', () => {
    expect(faults).toEqual([]);
    expect(ids.length).toBeGreaterThanOrEqual(wanted.length);
  });
});

describe('the comparison', () => {
  const source =
    "// 'is red',\nit('is shut', () => {});\n  it.each(ROWS)('of %s', (row) => {});\nit(\n  'is long',\n  () => {});\n";
  const ground = {
    paths: new Set(['sdk/a.ts', 'test/a.test.ts']),
    read: () => source,
    wanted: ['A1'],
  };
  const SHUT = '`test/a.test.ts` “is shut”';
  const row = (id: string, code = '`sdk/a.ts`', test = SHUT): string =>
    `| ${id} | an attack | a choice | ${code} | ${test} | none known |`;
  const judge = (...lines: readonly string[]) => judgeThreats(lines.join('\n'), ground);

  it('finds nothing in a whole one', () => {
    const more = `${SHUT} · \`test/a.test.ts\` “of %s” · \`test/a.test.ts\` “is long”`;
    expect(judge('| # | attack |', '|---|---|', row('A1', '`sdk/a.ts`', more))).toEqual({
      ids: ['A1'],
      faults: [],
      untested: [],
    });
  });

  it('lists what says that it has no test', () => {
    const { faults, untested } = judge(row('A1', '`sdk/a.ts`', `${SHUT}; no test yet: the other half of it`));
    expect(faults).toEqual([]);
    expect(untested).toEqual(['A1']);
  });

  it.each<[string, readonly string[], string]>([
    ['an attack without a row', [row('A2')], 'A1: has no row'],
    ['an attack with two rows', [row('A1'), row('A1')], 'A1: has two rows'],
    ['a row with a misspelt id', [row('A1'), row('A01')], 'line 2: a row without a good id'],
    ['code that is gone', [row('A1', '`sdk/a.ts`, `sdk/b.ts`')], 'A1: sdk/b.ts does not exist'],
    ['code that is no path', [row('A1', 'the gate')], 'A1: the gate is no path of code'],
    [
      'a test that is gone',
      [row('A1', '`sdk/a.ts`', '`test/b.test.ts` “is shut”')],
      'A1: test/b.test.ts does not exist',
    ],
    [
      'a title that is gone',
      [row('A1', '`sdk/a.ts`', '`test/a.test.ts` “is open”')],
      'A1: test/a.test.ts has no test “is open”',
    ],
    [
      'a title in a comment',
      [row('A1', '`sdk/a.ts`', '`test/a.test.ts` “is red”')],
      'A1: test/a.test.ts has no test “is red”',
    ],
    ['no test, unsaid', [row('A1', '`sdk/a.ts`', '')], 'A1: names no test, and does not say so'],
    [
      'words for a test',
      [row('A1', '`sdk/a.ts`', 'tested')],
      'A1: tested is neither a test with its title nor "no test yet: …"',
    ],
    ['a row cut short', [row('A1').replace(' | none known', '')], 'A1: not six full cells'],
  ])('finds %s', (_, lines, fault) => {
    expect(judge(...lines).faults).toContain(fault);
  });
});
