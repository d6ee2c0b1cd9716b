// `node test/conformance/build.mjs [--out FILE] [--metafile FILE]`: the program as one file, catalogues included, and
// THIRD_PARTY.txt beside it. The browser's driver and the accessibility rules stay dependencies of its package.json: both
// are read as files while it runs.
import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { writeThirdParty } from '../supply-chain/third-party.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' }, metafile: { type: 'string' } } });
const outfile = resolve(values.out ?? join(HERE, 'dist/bauta-conformance.mjs'));

const { metafile } = await build({
  absWorkingDir: HERE,
  entryPoints: ['cli.ts'],
  outfile,
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['bauta-source'],
  external: ['playwright-core', 'axe-core'],
  banner: {
    js: "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);",
  },
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  tsconfigRaw: '{}',
});
chmodSync(outfile, 0o755);
writeThirdParty(metafile, HERE, join(HERE, '../..'), outfile);
if (values.metafile) writeFileSync(values.metafile, JSON.stringify(metafile));
