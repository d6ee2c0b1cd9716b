// Writes the wallet's files and Cloudflare's `_headers` into services/wallet/dist, or into --out DIR; see build.mjs.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { parseKeyLogFile } from '@bauta/sdk/log';
import { nameOf } from '@bauta/sdk/protocol';
import { buildWallet } from './build.ts';
import type { BuiltFile } from './built-file.ts';
import { formatCloudflareHeaders } from './cloudflare-headers.ts';
import { fileNameOf } from './file-name.ts';
import type { WalletSettings } from './settings.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const DIST = values.out ? resolve(values.out) : join(dirname(fileURLToPath(import.meta.url)), 'dist');

/**
 * WALLET_ORIGIN, ISSUER_ORIGIN, ATTESTERS (names with commas between), ATTESTER_LABELS (as many, with commas between;
 * the names when absent), ATTESTER_APPEALS (in the same order, nothing for who has none), KEY_LOG
 * (the public file of the log; without it no key is checked) and, for demonstration only, PHONE_ORIGIN.
 */
function readSettings(env: Readonly<Record<string, string | undefined>>): WalletSettings {
  const names = (env.ATTESTERS || 'attester.example').split(',').map((name) => name.trim());
  const labels = env.ATTESTER_LABELS?.split(',').map((label) => label.trim()) ?? names;
  const appeals = env.ATTESTER_APPEALS?.split(',').map((appeal) => appeal.trim()) ?? [];
  if (labels.length !== names.length) throw new TypeError('ATTESTER_LABELS: one for each of ATTESTERS');
  return {
    wallet: env.WALLET_ORIGIN || 'https://wallet.example',
    issuer: nameOf(env.ISSUER_ORIGIN || 'https://issuer.example'),
    attesters: names.map((name, i) => {
      const appeal = appeals[i];
      return { name, label: labels[i] as string, ...(appeal ? { appeal } : {}) };
    }),
    ...(env.KEY_LOG ? { keyLog: parseKeyLogFile(readFileSync(env.KEY_LOG, 'utf8')) } : {}),
    ...(env.PHONE_ORIGIN ? { phone: env.PHONE_ORIGIN } : {}),
  };
}

function describe({ path, bytes }: BuiltFile): string {
  return `${String(bytes.length).padStart(8)} ${String(gzipSync(bytes).length).padStart(8)}  ${path}`;
}

const files = await buildWallet(readSettings(process.env));
rmSync(DIST, { recursive: true, force: true });
for (const { path, bytes } of files) {
  const target = join(DIST, fileNameOf(path));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
}
writeFileSync(join(DIST, '_headers'), formatCloudflareHeaders(files));
process.stdout.write(`   bytes     gzip\n${files.map(describe).join('\n')}\n`);
