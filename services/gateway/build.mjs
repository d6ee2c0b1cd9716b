// `node services/gateway/build.mjs [--out FILE]`: the program as one file. What has native code, and what few need, stays
// a dependency of its package.json.
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const at = process.argv.indexOf('--out');
const outfile = at > 0 ? process.argv[at + 1] : join(HERE, 'dist/bauta-gateway.mjs');

await build({
  absWorkingDir: HERE,
  entryPoints: ['cli.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['bauta-source'],
  external: ['@photostructure/sqlite', 'redis'],
  banner: { js: '#!/usr/bin/env node' },
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  tsconfigRaw: '{}',
});
chmodSync(outfile, 0o755);
