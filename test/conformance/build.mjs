// `node test/conformance/build.mjs [--out FILE]`: the program as one file, catalogues included. The browser's driver and
// the accessibility rules stay dependencies of its package.json: both are read as files while it runs.
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const at = process.argv.indexOf('--out');
const outfile = at > 0 ? process.argv[at + 1] : join(HERE, 'dist/bauta-conformance.mjs');

await build({
  absWorkingDir: HERE,
  entryPoints: ['cli.ts'],
  outfile,
  bundle: true,
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
