import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { ROOT } from '../laws/sources.ts';
import { foldersIn } from './third-party.mjs';

const WALLET = join(ROOT, 'services/wallet');

it('the wallet’s pages hold code of one package of others', async () => {
  const pages = readdirSync(join(WALLET, 'pages')).filter((name) => name.endsWith('.ts'));
  expect(pages.length).toBeGreaterThan(4);
  const { metafile } = await build({
    absWorkingDir: WALLET,
    entryPoints: pages.map((name) => `pages/${name}`),
    outdir: 'nowhere',
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    conditions: ['bauta-source'],
    // With the demonstration's panel, which is the most that pages can hold.
    define: { PINNED_SETTINGS: '{}', PINNED_ROOMS: '{}', HAS_PANEL: 'true' },
    tsconfigRaw: '{}',
  });
  expect(foldersIn(metafile, WALLET, ROOT)).toEqual(['node_modules/qr']);
});
