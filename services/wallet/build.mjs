// `node services/wallet/build.mjs [--out DIR]`: plain Node, since it gives the TypeScript its loader and its condition.
// Settings: see write-build.ts; without any it builds for https://wallet.example.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./write-build.ts', import.meta.url));
const loader = ['--conditions=bauta-source', '--import', import.meta.resolve('tsx')];
const { status } = spawnSync(process.execPath, [...loader, script, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 5);
