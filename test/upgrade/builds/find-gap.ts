import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildFailure, buildSync } from 'esbuild';

/** Looks whether every import of ours in a tree leads somewhere. @returns the first that does not; undefined: all do. */
export function findGap(folder: string): string | undefined {
  const { exports } = JSON.parse(readFileSync(join(folder, 'sdk/package.json'), 'utf8')) as {
    exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  };
  const sources = Object.values(exports).flatMap((paths) =>
    typeof paths === 'object' && paths['bauta-source'] ? [join('sdk', paths['bauta-source'])] : [],
  );
  try {
    buildSync({
      ...{ absWorkingDir: folder, entryPoints: ['services/node.ts', ...sources], outdir: 'nowhere', write: false },
      ...{ bundle: true, packages: 'external', conditions: ['bauta-source'], platform: 'node', format: 'esm' },
      logLevel: 'silent',
    });
    return undefined;
  } catch (error) {
    return (error as BuildFailure).errors[0]?.text ?? (error as Error).message;
  }
}
