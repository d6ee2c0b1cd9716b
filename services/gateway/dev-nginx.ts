// `npm run dev:nginx`: the gateway (PORT_BASE + 6) behind nginx (+ 7), in front of a site of plain files. Issuer and wallet
// are those of `npm start`, which this starts when nobody has.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXIT } from '../exit-codes.ts';
import { isTaken } from '../ports.ts';
import { writeNginxConfiguration } from './nginx-configuration.ts';
import { readRecipe } from './read-recipe.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const BASE = Number(process.env.PORT_BASE || 4000);
const FOLDER = join(ROOT, process.env.DATA_DIR || '.data', 'gateway');
const SITE = join(FOLDER, 'site');
const NODE = ['--conditions=bauta-source', '--import', 'tsx'];
const ORIGIN = `http://nginx.localhost:${BASE + 7}`;
const PATIENCE_MS = 90_000;

const children: ChildProcess[] = [];
let ending = false;

function end(code: number, line?: string): void {
  if (ending) return;
  ending = true;
  if (line !== undefined) process.stderr.write(`${line}\n`);
  process.exitCode = code;
  for (const child of children.toReversed()) child.kill('SIGTERM');
  setTimeout(() => process.exit(), 5000).unref();
}

function run(name: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  child.once('error', () => end(EXIT.notReachable, `${name} is not installed`));
  child.once('exit', () => end(EXIT.fault, `${name} ended; everything ends with it.`));
}

async function untilTaken(name: string, port: number): Promise<void> {
  const ends = performance.now() + PATIENCE_MS;
  while (!(await isTaken(port))) {
    if (ending || performance.now() > ends) throw new Error(`${name} does not listen at port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function layOut(): void {
  mkdirSync(join(SITE, 'media'), { recursive: true });
  mkdirSync(join(SITE, 'public'), { recursive: true });
  const page = (title: string, body: string): string =>
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${body}\n`;
  const film = '<p><video src="/media/film-3.webm" controls></video><script src="/_age/beat.js" defer></script>';
  writeFileSync(join(SITE, 'index.html'), page('Film 3', film));
  writeFileSync(join(SITE, 'public/index.html'), page('Open to everyone', '<p><a href="/">Film 3</a>'));
  copyFileSync(join(ROOT, 'demo-site/media/film-3.webm'), join(SITE, 'media/film-3.webm'));
  const lines = [
    `origin = "${ORIGIN}"`,
    `issuer = "issuer.localhost:${BASE + 3}"`,
    `wallet = "http://wallet.localhost:${BASE + 1}"`,
    'secrets_env = "AGE_SECRET"',
    'store = "sqlite:./age.db"',
    `listen = "127.0.0.1:${BASE + 6}"`,
    'public_paths = ["/robots.txt", "/public/"]',
  ];
  writeFileSync(join(FOLDER, 'bauta.toml'), `${lines.join('\n')}\n`);
  const recipe = readRecipe('nginx.conf', {
    '127.0.0.1:4006': `127.0.0.1:${BASE + 6}`,
    'listen 80;': `listen 127.0.0.1:${BASE + 7};`,
    'server_name site.example;': 'server_name nginx.localhost;',
    '/var/www/site': SITE,
  });
  writeFileSync(join(FOLDER, 'nginx.conf'), writeNginxConfiguration(FOLDER, recipe, process.getuid?.() === 0));
}

async function main(): Promise<void> {
  for (const port of [BASE + 6, BASE + 7]) if (await isTaken(port)) throw new Error(`port ${port} is in use`);
  layOut();
  if (!(await isTaken(BASE + 3))) run('npm start', process.execPath, [join(ROOT, 'services/start.mjs')]);
  await untilTaken('the issuer', BASE + 3);
  await untilTaken('the wallet', BASE + 1);
  const secret = { AGE_SECRET: randomBytes(32).toString('hex') };
  const config = join(FOLDER, 'bauta.toml');
  run('the gateway', process.execPath, [...NODE, join(ROOT, 'services/gateway/cli.ts'), '--config', config], secret);
  await untilTaken('the gateway', BASE + 6);
  const nginx = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
  run('nginx', nginx, ['-p', FOLDER, '-e', 'stderr', '-c', join(FOLDER, 'nginx.conf')]);
  await untilTaken('nginx', BASE + 7);
  process.stdout.write(`gateway  http://127.0.0.1:${BASE + 6}/healthz  judges every visitor of the site
nginx    ${ORIGIN}/public/  open to everyone
ready ${ORIGIN}/
`);
}

process.once('SIGINT', () => end(EXIT.held)).once('SIGTERM', () => end(EXIT.held));
try {
  await main();
} catch (error) {
  end(EXIT.notReachable, error instanceof Error ? error.message : String(error));
}
