import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

interface Bundle {
  readonly text: string;
  /** Paths of the files in it, from the root. */
  readonly files: readonly string[];
  /** What it would still import when it runs. */
  readonly imports: readonly string[];
}

/** What a site on Workers, or a browser, would load for `import … from specifier`. */
async function bundleOf(code: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: join(ROOT, 'demo-site') },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['bauta-source', 'workerd', 'worker', 'browser'],
    external: ['node:*'],
  });
  return {
    text: outputFiles[0]?.text ?? '',
    files: Object.keys(metafile.inputs),
    imports: Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path)),
  };
}

/** Why a bundle is more than a verifier. */
function findForeignCode({ text, files, imports }: Bundle): readonly string[] {
  return [
    ...imports.map((path) => `imports ${path}`),
    ...files.filter((path) => !/^sdk\/(protocol|verifier)\/|^<stdin>$|^demo-site\/<stdin>$/.test(path)),
    ...['privateDecrypt', 'RSA-RAW', 'blindSign'].filter((word) => text.includes(word)),
    // Sentences for people would be most of its bytes.
    ...(files.includes('sdk/protocol/sentences.ts') && text.includes('ERR_TOKEN_SPENT:{') ? ['holds sentences'] : []),
  ];
}

describe('the bundle of @bauta/sdk/verifier', () => {
  it('holds the verifier and the protocol, nothing of Node and nothing of an issuer', async () => {
    const bundle = await bundleOf("export * from '@bauta/sdk/verifier';");
    const size = gzipSync(bundle.text).length;
    process.stdout.write(`@bauta/sdk/verifier: ${bundle.text.length} bytes, ${size} gzipped, no dependency\n`);
    expect(bundle.text).toContain('ERR_TOKEN_SPENT');
    expect(findForeignCode(bundle)).toEqual([]);
  });

  it.each([
    ["export * from '@bauta/sdk/verifier'; export * from '../sdk/protocol/crypto/node.ts';", 'imports node:crypto'],
    [
      "export * from '@bauta/sdk/verifier'; export * from '../services/keys/blind-sign.ts';",
      'services/keys/blind-sign.ts',
    ],
    ["export * from '@bauta/sdk/verifier'; export { SENTENCES } from '@bauta/sdk/protocol';", 'holds sentences'],
  ])('would show %s', async (code, fault) => {
    expect(findForeignCode(await bundleOf(code))).toContain(fault);
  });
});
