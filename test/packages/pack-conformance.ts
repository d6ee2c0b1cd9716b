import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../laws/sources.ts';
import { type InstalledPackage, installPacked } from './install-packed.ts';

const SOURCE = join(ROOT, 'test/conformance');
const NAME = '@bauta/conformance';

/** The suite as a regulator has it: packed, and unpacked into a folder that holds nothing else. */
export interface PackedConformance extends InstalledPackage {
  /** What `npx @bauta/conformance` starts there. */
  readonly program: string;
}

/** Builds and packs the suite. @param house an empty folder of the test's own, in which everything is made */
export function packConformance(house: string): PackedConformance {
  const { dependencies, bin } = JSON.parse(readFileSync(join(SOURCE, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly bin: Readonly<Record<'bauta-conformance', string>>;
  };
  const source = join(house, 'source');
  execFileSync(process.execPath, [join(SOURCE, 'build.mjs'), '--out', join(source, 'dist/bauta-conformance.mjs')]);
  for (const name of ['package.json', 'README.md']) copyFileSync(join(SOURCE, name), join(source, name));
  const packed = installPacked(house, source, NAME, Object.keys(dependencies));
  return { ...packed, program: join(packed.folder, 'node_modules', NAME, bin['bauta-conformance']) };
}
