import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../laws/sources.ts';
import { INSTALL_SCRIPTS } from './install-scripts.ts';

/** Lines of our own files that install packages with npm, and do not forbid the packages' own programs. */
function findLooseInstalls(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts].flatMap(([file, text]) =>
    text
      .split('\n')
      .map((line, i) => ({ line, at: `${file}:${i + 1}` }))
      .filter(({ line }) => /\bnpm (ci|install|i)\b|\[\s*'ci'/.test(line) && !line.includes('--ignore-scripts'))
      // A sentence that is shown to people is no command.
      .filter(({ line }) => !/^\s*(\/\/|\*|#)|fail\(/.test(line))
      .map(({ at }) => at),
  );
}

const machinery = listFiles().filter((path) => /^(\.ci|\.github)\/|(^|\/)(package\.json|Dockerfile)$/.test(path));

describe('an installation', () => {
  it('runs no program of a package', () => {
    const texts = new Map(machinery.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
    expect(findLooseInstalls(texts)).toEqual([]);
    expect(texts.get('.ci/prepare.mjs')).toMatch(/\['ci', '--ignore-scripts',/);
  });

  it('would be found out if it did', () => {
    const planted = ['npm ci', "const args = ['ci', '--no-audit'];", 'RUN npm install -q', 'npm ci --ignore-scripts'];
    const found = findLooseInstalls(new Map([['.ci/run', planted.join('\n')]]));
    expect(found).toEqual(['.ci/run:1', '.ci/run:2', '.ci/run:3']);
  });
});

/** The tree that this very run stands on. */
describe('the packages that would run a program', () => {
  it.each(['node_modules/esbuild', 'node_modules/wrangler/node_modules/esbuild', 'node_modules/workerd'])(
    '%s is as it was published: its program is still the script that its own would replace',
    (folder) => {
      expect(INSTALL_SCRIPTS[folder]).toBeDefined();
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      const program = readFileSync(join(ROOT, folder, 'bin', name));
      expect(program.subarray(0, 20).toString()).toBe('#!/usr/bin/env node\n');
    },
  );

  const load = createRequire(join(ROOT, 'test/package.json'));

  it.each(['@photostructure/sqlite', 'esbuild', 'sharp'])('%s loads without', (name) => {
    expect(load(name)).toBeDefined();
  });

  it('cbor-extract is not needed by what names it', () => {
    const { decode } = load('cbor-x') as { decode(bytes: Uint8Array): unknown };
    expect(decode(new Uint8Array([0xa1, 0x61, 0x61, 0x18, 0x2a]))).toEqual({ a: 42 });
  });
});
