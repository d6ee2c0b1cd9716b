import { describe, expect, it } from 'vitest';
import { findBadNames, findDefaultExports } from './names.ts';
import { listFiles, readFiles } from './sources.ts';

describe('names', () => {
  it('say what a file is for, in kebab-case', () => {
    expect(findBadNames(listFiles().filter((path) => !path.startsWith('test/vectors/')))).toEqual([]);
  });

  it.each(['sdk/protocol/blindRsa.ts', 'services/Issuer/issue.ts', 'services/utils.ts', 'sdk/gate/error-handler.ts'])(
    'finds %s',
    (path) => {
      expect(findBadNames([path])).toEqual([expect.stringContaining(path)]);
    },
  );

  it('stand at every export', () => {
    expect(findDefaultExports(readFiles(/\.ts$/))).toEqual([]);
  });

  it.each(['export default class {}', 'const a = 1;\nexport { a as default };'])('finds %s', (text) => {
    expect(findDefaultExports(new Map([['services/issuer/issue.ts', text]]))).toHaveLength(1);
    expect(findDefaultExports(new Map([['services/issuer/worker.ts', text]]))).toEqual([]);
  });
});
