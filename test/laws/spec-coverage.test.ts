import { ERROR_STATUS } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { listFiles, readFiles } from './sources.ts';
import { findDeadLinks, findDeadPaths, judgeSpec } from './spec-coverage.ts';

const PROTOCOL = 'spec/protocol.md';
const paths = new Set(listFiles());
const codes = new Set(Object.keys(ERROR_STATUS));
const texts = readFiles(/^(README\.md|spec\/.*\.md|\.github\/.*\.md)$/);

describe('the specification', () => {
  const { rules, faults, untested } = judgeSpec(texts.get(PROTOCOL) ?? '', { paths, codes });

  it('has exactly one row for each rule, files that exist, and codes that exist', () => {
    expect(faults).toEqual([]);
    expect(rules.length).toBeGreaterThan(100);
  });

  it('has a test for each rule', () => {
    expect(untested).toEqual([]);
  });

  it('names no file that is not there', () => {
    const dead = [...texts].flatMap(([file, text]) =>
      [...findDeadPaths(text, paths), ...findDeadLinks(file, text, paths)].map((path) => `${file}: ${path}`),
    );
    expect(dead).toEqual([]);
  });
});

describe('the comparison', () => {
  const ground = {
    paths: new Set(['sdk/a.ts', 'test/unit/a.test.ts', 'test/unit/figures.ts']),
    codes: new Set(['ERR_A', 'ERR_B']),
  };
  const rule = (id: string, code = 'ERR_A'): string => `- **${id}** (${code}) Something MUST hold.`;
  const row = (id: string, code = 'sdk/a.ts', test = 'test/unit/a.test.ts'): string => `| ${id} | ${code} | ${test} |`;
  const judge = (...lines: readonly string[]) => judgeSpec(lines.join('\n'), ground);

  it('finds nothing in a whole one', () => {
    expect(
      judge(
        rule('BP-X-1'),
        rule('BP-X-2', '-'),
        rule('BP-X-3', 'ERR_A, ERR_B'),
        ...['BP-X-1', 'BP-X-2', 'BP-X-3'].map((id) => row(id)),
      ),
    ).toEqual({ rules: ['BP-X-1', 'BP-X-2', 'BP-X-3'], faults: [], untested: [] });
  });

  it.each<[string, readonly string[], string]>([
    ['a rule without a row', [rule('BP-X-1')], 'BP-X-1: has no row'],
    ['a row without a rule', [row('BP-X-1')], 'BP-X-1: has a row and no rule'],
    ['a rule that stands twice', [rule('BP-X-1'), rule('BP-X-1'), row('BP-X-1')], 'BP-X-1: stands twice'],
    ['a rule with two rows', [rule('BP-X-1'), row('BP-X-1'), row('BP-X-1')], 'BP-X-1: has two rows'],
    ['a code that nobody knows', [rule('BP-X-1', 'ERR_C'), row('BP-X-1')], 'BP-X-1: ERR_C is no code'],
    ['the second of two codes', [rule('BP-X-1', 'ERR_A, ERR_C'), row('BP-X-1')], 'BP-X-1: ERR_C is no code'],
    ['a code file that is gone', [rule('BP-X-1'), row('BP-X-1', 'sdk/b.ts')], 'BP-X-1: sdk/b.ts does not exist'],
    [
      'a test file that is gone',
      [rule('BP-X-1'), row('BP-X-1', 'sdk/a.ts', 'test/unit/b.test.ts')],
      'BP-X-1: test/unit/b.test.ts is no test',
    ],
    [
      'a test that is none',
      [rule('BP-X-1'), row('BP-X-1', 'sdk/a.ts', 'test/unit/figures.ts')],
      'BP-X-1: test/unit/figures.ts is no test',
    ],
    ['a rule that is misspelt', ['- **BP-X-1**: Something MUST hold.'], 'line 1: neither a rule nor a row'],
    [
      'a row that is misspelt',
      [rule('BP-X-1'), row('BP-X-1'), '| BP-X-2 | sdk/a.ts |'],
      'line 3: neither a rule nor a row',
    ],
  ])('finds %s', (_, lines, fault) => {
    expect(judge(...lines).faults).toEqual([fault]);
  });

  it('lists what no test holds', () => {
    expect(judge(rule('BP-X-1'), row('BP-X-1', 'sdk/a.ts', '-')).untested).toEqual(['BP-X-1']);
  });

  it('finds paths and links that lead nowhere', () => {
    const text =
      'see `sdk/a.ts`, `test/unit/`, `sdk/b.ts` and @bauta/sdk/gate, [a](../sdk/a.ts#x), [b](b.md), [c](https://c.example/)';
    expect(findDeadPaths(text, ground.paths)).toEqual(['sdk/b.ts']);
    expect(findDeadLinks('spec/x.md', text, ground.paths)).toEqual(['spec/b.md']);
  });
});
