import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { writeBeatScript } from '../../sdk/gate/pages/beat.js.ts';
import { readSessionRule } from '../../sdk/gate/session-rule.ts';
import { ROOT } from '../laws/sources.ts';

/** Bytes, gzipped. The gate is counted without the verifier in it, which has a limit of its own. */
const LIMITS: readonly { readonly entry: string; readonly limit: number; readonly apart?: RegExp }[] = [
  { entry: '@bauta/sdk/verifier', limit: 6 * 1024 },
  { entry: '@bauta/sdk/gate', limit: 14 * 1024, apart: /\/sdk\/(protocol|verifier)\// },
];
const BEAT_LIMIT = 2 * 1024;

/** Sentences in every language, and whom each country asks for help: what people read is not counted. */
const TEXTS = /\/gate\/(pages\/texts|help)\//;

const leaveOut = (apart: readonly RegExp[]): Plugin => ({
  name: 'leave out',
  setup({ onResolve }) {
    onResolve({ filter: /^\.|^#crypto$/ }, ({ path, resolveDir, importer }) => {
      const target = join(resolveDir, path);
      const isApart = apart.some((pattern) => pattern.test(target)) && !apart.some((pattern) => pattern.test(importer));
      // From the root: where the project lies must not count.
      return isApart ? { path: `/${relative(ROOT, target)}`, external: true } : undefined;
    });
  },
});

async function bundleOf(entry: string, apart: readonly RegExp[]) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export * from '${entry}';`, resolveDir: join(ROOT, 'demo-site') },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['bauta-source', 'workerd', 'worker', 'browser'],
    external: ['node:*'],
    plugins: [leaveOut(apart)],
  });
  const output = Object.values(metafile.outputs)[0];
  return {
    size: gzipSync(outputFiles[0]?.text ?? '', { level: 9 }).length,
    files: Object.keys(metafile.inputs).filter((path) => !path.endsWith('<stdin>')),
    imports: (output?.imports ?? []).map(({ path }) => path),
    largest: Object.entries(output?.inputs ?? {})
      .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
      .slice(0, 8)
      .map(([path, { bytesInOutput }]) => `${path} ${bytesInOutput}`),
  };
}

describe.each(LIMITS)('$entry', { timeout: 60_000 }, ({ entry, limit, apart }) => {
  it(`is at most ${limit} bytes gzipped, texts apart`, async () => {
    const { size, largest } = await bundleOf(entry, apart ? [TEXTS, apart] : [TEXTS]);
    const { size: whole } = await bundleOf(entry, []);
    process.stdout.write(`${entry}: ${size} of ${limit} bytes gzipped, ${whole} with everything in it\n`);
    process.stdout.write(`  largest: ${largest.join(', ')}\n`);
    expect(size).toBeLessThanOrEqual(limit);
  });

  it('needs nothing but itself when it runs', async () => {
    const { files, imports } = await bundleOf(entry, []);
    expect([files.filter((path) => !path.startsWith('sdk/')), imports]).toEqual([[], []]);
  });
});

it(`the beat script is at most ${BEAT_LIMIT} bytes gzipped`, () => {
  const size = gzipSync(writeBeatScript(readSessionRule('fr-arcom'))).length;
  process.stdout.write(`beat.js: ${size} of ${BEAT_LIMIT} bytes gzipped\n`);
  expect(size).toBeLessThanOrEqual(BEAT_LIMIT);
});
