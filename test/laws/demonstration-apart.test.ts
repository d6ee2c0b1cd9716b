import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

/** What stands for somebody else, and the packages that it alone is made of. */
const DEMONSTRATION = /^(services\/(phone|provider)\/|services\/workers\/dev\/|oidc-provider$|reflect-metadata$)/;

/** What a start in production loads of `services/node.ts`: itself, and of its rows those rooms. */
const LOADED = [
  'services/node.ts',
  'services/attester/open-attester.ts',
  'services/issuer/open-issuer.ts',
  'services/log/open-log.ts',
  'services/witness/open-witness.ts',
  'services/wallet/room.ts',
  'services/demo-site/room.ts',
];

/** Every module that comes with `entry`, but what only an `import()` would bring. */
async function loadedWith(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    splitting: true,
    outdir: '.build/none',
    logLevel: 'silent',
  });
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const imports = metafile.inputs[path]?.imports ?? [];
    for (const { kind, path: found } of imports) if (kind === 'import-statement') loaded.add(found);
  }
  return [...loaded];
}

describe('a start in production', () => {
  it.each(LOADED)('loads nothing of the demonstration with %s', async (entry) => {
    const loaded = await loadedWith(entry);
    expect(loaded.length).toBeGreaterThan(3);
    expect(loaded.filter((path) => DEMONSTRATION.test(path))).toEqual([]);
  });

  it.each([
    ['services/provider/room.ts', 'oidc-provider'],
    ['services/phone/demonstration.ts', 'services/phone/test-pki.ts'],
    ['services/phone/demonstration.ts', 'reflect-metadata'],
  ])('would be seen to load with %s %s', async (entry, found) => {
    expect((await loadedWith(entry)).filter((path) => DEMONSTRATION.test(path))).toContain(found);
  });
});
