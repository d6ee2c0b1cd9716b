import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Metafile } from 'esbuild';
import { ROOT } from '../laws/sources.ts';
import { foldersIn } from './third-party.mjs';

/** A bundled program, as its build made it. */
export interface Bundled {
  /** Folders of the packages of which it holds code, as the lockfile calls them. */
  readonly packages: readonly string[];
  /** Whether it holds code of the SDK. */
  readonly hasSdk: boolean;
  /** What `THIRD_PARTY.txt` beside it says. */
  readonly notices: string;
}

/** Bundles a program outside of the tree. @param build its `build.mjs`, from the root @throws Error when it does not end well */
export function bundle(build: string): Bundled {
  const out = mkdtempSync(join(tmpdir(), 'bauta-bundled-'));
  try {
    const metafile = join(out, 'metafile.json');
    const args = [join(ROOT, build), '--out', join(out, 'program.mjs'), '--metafile', metafile];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${build} ended with ${status}: ${stderr}`);
    const made = JSON.parse(readFileSync(metafile, 'utf8')) as Metafile;
    const folder = join(ROOT, dirname(build));
    return {
      packages: foldersIn(made, folder, ROOT),
      hasSdk: Object.keys(made.inputs).some((path) => relative(ROOT, join(folder, path)).startsWith('sdk/')),
      notices: readFileSync(join(out, 'THIRD_PARTY.txt'), 'utf8'),
    };
  } finally {
    rmSync(out, { recursive: true });
  }
}
