import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

const { exports } = JSON.parse(readFileSync(join(ROOT, 'sdk/package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};
const ENTRIES = Object.keys(exports).filter((entry) => !entry.endsWith('.json') && entry !== './test-issuer');

/** Files of the test issuer in what a site would load for these lines, on Node or on Workers. */
async function findTestIssuer(code: string, conditions: readonly string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents: code, resolveDir: join(ROOT, 'demo-site') },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['bauta-source', ...conditions],
    external: [
      'node:*',
      'cloudflare:*',
      'redis',
      '@photostructure/sqlite',
      'hono',
      'hono/*',
      'express',
      'next',
      'next/*',
    ],
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs).filter((path) => path.startsWith('sdk/test-issuer/'));
}

describe('no production bundle holds the test issuer', () => {
  it.each(ENTRIES)('%s', async (entry) => {
    expect(await findTestIssuer(`export * from '@bauta/sdk/${entry.slice(2)}';`, ['node'])).toEqual([]);
  });

  it('nor a gate for Workers', async () => {
    expect(await findTestIssuer("export * from '@bauta/sdk/gate';", ['workerd', 'worker', 'browser'])).toEqual([]);
  });

  it('would show one', async () => {
    const code = "export * from '@bauta/sdk/gate'; export * from '@bauta/sdk/test-issuer';";
    expect(await findTestIssuer(code, ['node'])).toContain('sdk/test-issuer/keys.ts');
  });
});
