import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Asks git about this tree. @returns its answer without the last line feed, or undefined: it has none. */
export function askGit(...args: readonly string[]): string | undefined {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: [...stdio] }).trimEnd();
  } catch {
    return undefined;
  }
}

/** The commit that a ref stands for; undefined: this clone does not have it. */
export const commitOf = (ref: string): string | undefined =>
  askGit('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
