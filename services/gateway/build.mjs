// `node services/gateway/build.mjs [--out FILE] [--metafile FILE]`: the program as one file, and THIRD_PARTY.txt beside it.
// What has native code, and what few need, stays a dependency of its package.json.
import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { writeThirdParty } from '../../test/supply-chain/third-party.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' }, metafile: { type: 'string' } } });
const outfile = resolve(values.out ?? join(HERE, 'dist/bauta-gateway.mjs'));

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
  external: ['@photostructure/sqlite', 'redis'],
  banner: { js: '#!/usr/bin/env node' },
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  tsconfigRaw: '{}',
});
chmodSync(outfile, 0o755);
writeThirdParty(metafile, HERE, join(HERE, '../..'), outfile);
if (values.metafile) writeFileSync(values.metafile, JSON.stringify(metafile));
