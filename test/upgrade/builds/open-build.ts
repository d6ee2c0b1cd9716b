import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findGap } from './find-gap.ts';
import { commitOf, ROOT } from './git.ts';
import { otherPackagesOf } from './packages.ts';
import { listTags } from './refs.ts';

/** A tree whose rooms and programs can be started. */
export interface Build {
  /** As it is called in a report: a tag, or eight digits of a commit. */
  readonly name: string;
  readonly folder: string;
  /** Of its packages. */
  readonly version: string;
  remove(): void;
}

/** This tree, with whatever was changed and not yet committed. */
export const TODAY: Build = { name: 'today', folder: ROOT, version: versionIn(ROOT), remove: () => {} };

/** What a build runs from its own tree; one from before there was any is lent that of today. */
const PROGRAMS = 'test/upgrade/programs';

/** A build, or why there can be none here. */
export type Opened = { readonly build: Build } | { readonly why: string };

/** Opens the first of these that can be. @returns it, or why the first cannot be. */
export function openFirst(refs: readonly string[]): Opened {
  let first: Opened | undefined;
  for (const ref of refs) {
    const opened = openBuild(ref);
    if ('build' in opened) return opened;
    first ??= opened;
  }
  return first ?? { why: 'there is no commit' };
}

/** Lays out the tree of a ref in a folder of its own. */
export function openBuild(ref: string): Opened {
  const commit = commitOf(ref);
  if (commit === undefined) return { why: `${ref} is not in this clone; git fetch --unshallow --tags brings it` };
  const folder = mkdtempSync(join(tmpdir(), 'bauta-build-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const fail = (why: string): { readonly why: string } => {
    remove();
    return { why };
  };
  const file = join(folder, 'tree.tar');
  execFileSync('git', ['archive', '--format=tar', '-o', file, commit], { cwd: ROOT });
  execFileSync('tar', ['-xf', file, '-C', folder]);
  rmSync(file);
  const gap = findGap(folder);
  if (gap !== undefined) return fail(`${ref} holds half of a change, and does not start: ${gap}`);
  const others = otherPackagesOf(folder);
  if (others.length === 0) sharePackages(folder);
  else if (!installPackages(folder)) {
    return fail(`${ref} runs on other packages, which could not be installed: ${others.slice(0, 3).join(', ')}`);
  }
  if (!existsSync(join(folder, PROGRAMS))) cpSync(join(ROOT, PROGRAMS), join(folder, PROGRAMS), { recursive: true });
  const name = listTags().includes(ref) ? ref : commit.slice(0, 8);
  return { build: { name, folder, version: versionIn(folder), remove } };
}

function versionIn(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** Links the packages of others to those of this tree, and ours to the folder's own. */
function sharePackages(folder: string): void {
  const { workspaces } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    workspaces: readonly string[];
  };
  for (const place of ['', ...workspaces]) {
    const there = join(ROOT, place, 'node_modules');
    if (!existsSync(there)) continue;
    mkdirSync(join(folder, place, 'node_modules'), { recursive: true });
    for (const entry of readdirSync(there)) {
      if (entry !== '@bauta' && !entry.startsWith('.')) {
        symlinkSync(join(there, entry), join(folder, place, 'node_modules', entry));
      }
    }
  }
  for (const place of workspaces) {
    const { name } = JSON.parse(readFileSync(join(folder, place, 'package.json'), 'utf8')) as { name: string };
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(folder, place), link);
  }
}

function installPackages(folder: string): boolean {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  return spawnSync('npm', args, { cwd: folder, stdio: 'ignore' }).status === 0;
}
