import { describe, expect, it } from 'vitest';
import { listFiles } from './sources.ts';

/** The five questions of a stranger, and what npm, TypeScript, Workers and lawyers look for. */
const ALLOWED = [
  ...['services', 'sdk', 'demo-site', 'spec', 'test'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'wrangler.toml', 'README.md', 'LICENSE'],
];

/** Entries of the root that do not belong there. Dotfiles do. */
function findStrangers(paths: readonly string[]): readonly string[] {
  const entries = new Set(paths.map((path) => path.split('/', 1)[0] as string));
  return [...entries].filter((entry) => !entry.startsWith('.') && !ALLOWED.includes(entry));
}

describe('the root', () => {
  it('holds the fixed list and dotfiles, nothing else', () => {
    expect(findStrangers(listFiles())).toEqual([]);
  });

  it('would show a stranger', () => {
    expect(findStrangers(['sdk/package.json', '.ci/run', 'CHANGELOG.md', 'scripts/x.sh'])).toEqual([
      'CHANGELOG.md',
      'scripts',
    ]);
  });
});
