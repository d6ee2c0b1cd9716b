import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { guideBlock } from '../programs/guide-block.ts';
import { runOnce } from './built-gateway.ts';
import { start } from './programs.ts';

const ROOT = join(import.meta.dirname, '../..');
const GATEWAY = join(ROOT, 'services/gateway');
const PORT = 24290;

/** An empty folder outside of the tree, with the tarball unpacked where npm would put it. */
const house = mkdtempSync(join(tmpdir(), 'bauta-packed-gateway-'));
const folder = join(house, 'empty');
const installed = join(folder, 'node_modules/@bauta/gateway');
let files: readonly string[];
let issuer: ServedIssuer;

beforeAll(async () => {
  const copy = join(house, 'gateway');
  mkdirSync(copy);
  for (const name of ['package.json', 'recipes', 'cli.ts'])
    cpSync(join(GATEWAY, name), join(copy, name), { recursive: true });
  const out = join(copy, 'dist/bauta-gateway.mjs');
  execFileSync(process.execPath, [join(GATEWAY, 'build.mjs'), '--out', out]);
  const pack = ['pack', '--ignore-scripts', '--offline', '--json', '--pack-destination', house];
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: copy, encoding: 'utf8' }));
  files = packed.files.map(({ path }: { path: string }) => path);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(house, packed.filename), '-C', installed, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(GATEWAY, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  issuer = await serveIssuer();
}, 60_000);
afterAll(async () => {
  await issuer?.close();
  rmSync(house, { recursive: true, force: true });
});

it('the packed gateway holds its program, its recipes and whose code it holds, and no source', () => {
  expect(files).toEqual(
    expect.arrayContaining(['dist/bauta-gateway.mjs', 'dist/THIRD_PARTY.txt', 'package.json', 'recipes/nginx.conf']),
  );
  expect(
    files.filter((path) => !/^(dist\/(bauta-gateway\.mjs|THIRD_PARTY\.txt)|package\.json|recipes\/.+)$/.test(path)),
  ).toEqual([]);
  expect(statSync(join(installed, 'dist/bauta-gateway.mjs')).mode & 0o111).not.toBe(0);
});

it('and runs under plain Node in an empty folder, as its guide says', { timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'age.secret'), 'c5'.repeat(32), { mode: 0o600 });
  const values = {
    origin: 'https://site.example',
    issuer: issuer.name,
    wallet: 'https://wallet.example',
    secrets_file: 'age.secret',
    store: 'sqlite:./age.db',
    listen: `127.0.0.1:${PORT}`,
  };
  const lines = Object.entries(values).map(([key, value]) => `${key} = "${value}"\n`);
  writeFileSync(join(folder, 'bauta.toml'), lines.join(''));
  const argv = (line: string): readonly string[] => [
    join(installed, 'dist/bauta-gateway.mjs'),
    ...line.replace('bauta.toml', join(folder, 'bauta.toml')).replace('npx @bauta/gateway ', '').split(' '),
  ];
  const [check = '', run = '', ...more] = guideBlock('gateway.md', 'gateway run');
  expect(more).toEqual([]);
  const { status, stdout, stderr } = await runOnce(argv(check));
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  expect(stdout).toContain(`issuer  ${issuer.name} · 1 key`);
  const running = await start(process.execPath, argv(run), { port: PORT });
  await running.kill('SIGTERM');
});
