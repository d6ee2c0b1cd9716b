import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askGit, ROOT } from './git.ts';

/** What runs: a change anywhere else makes no other build. */
const RUNNING = ['sdk', 'services', 'demo-site', 'package-lock.json'];
/** The tag of a published version. */
const VERSION_TAG = /^v(\d+)\.(\d+)\.(\d+)$/;

/** The ref that `spec/compatibility.json` calls the last release: a tag, and before the first one a commit. */
export function lastRelease(): string {
  const { release } = JSON.parse(readFileSync(join(ROOT, 'spec/compatibility.json'), 'utf8')) as { release: string };
  return release;
}

/** How many commits are looked at until one of them has a build. */
const AS_FAR_BACK = 5;

/**
 * The commits whose builds were there before this one, the latest first: the last, where what runs was changed since then;
 * and those before each that changed it.
 */
export function previousCommits(): readonly string[] {
  const isChanged = askGit('status', '--porcelain', '--', ...RUNNING) !== '';
  const changes = askGit('log', `-${AS_FAR_BACK}`, '--format=%H', '--', ...RUNNING) ?? '';
  return [...(isChanged ? ['HEAD'] : []), ...changes.split('\n').map((commit) => `${commit}^`)];
}

/** The newest of these tags that are versions; undefined: none is. */
export function newestVersion(tags: readonly string[]): string | undefined {
  const parts = (tag: string): readonly number[] => (VERSION_TAG.exec(tag) ?? []).slice(1).map(Number);
  const compare = (a: string, b: string): number => {
    const differing = parts(a).findIndex((part, i) => part !== parts(b)[i]);
    return differing < 0 ? 0 : (parts(a)[differing] as number) - (parts(b)[differing] as number);
  };
  return tags
    .filter((tag) => VERSION_TAG.test(tag))
    .sort(compare)
    .at(-1);
}

/** The tags that this clone has. */
export const listTags = (): readonly string[] => (askGit('tag', '--list') ?? '').split('\n').filter(Boolean);
