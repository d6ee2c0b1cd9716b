// Run before anything else: brings in what is missing, and says nothing when nothing is.
// `--to-run` leaves out what only tests and checks need; `--for-tests` also brings in the programs that tests start,
// where it may.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LOCK = join(ROOT, 'package-lock.json');
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');
const CONFIGURATION = 3;

const isToRun = process.argv.includes('--to-run');

/** Debian puts PHP's version into the program's name. */
const PHP_FPM = ['php-fpm8.2', 'php-fpm8.3', 'php-fpm8.4', 'php-fpm8.5', 'php-fpm'];

/** Debian's packages, what shows that each is there, and what is left out without it. */
const PROGRAMS = [
  { name: 'chromium', isThere: () => isOnPath('chromium'), without: 'tests in a real browser are skipped' },
  { name: 'redis-server', isThere: () => isOnPath('redis-server'), without: 'tests on Redis are skipped' },
  { name: 'nginx-light', isThere: () => isOnPath('nginx'), without: 'tests behind nginx are skipped' },
  { name: 'caddy', isThere: () => isOnPath('caddy'), without: 'tests behind Caddy are skipped' },
  { name: 'php-fpm', isThere: () => PHP_FPM.some(isOnPath), without: 'tests of PHP are skipped' },
  {
    name: 'gcc',
    isThere: () => isOnPath('cc'),
    without: 'tests in a browser at another time than now are skipped',
  },
  {
    name: 'faketime',
    isThere: () => isOnPath('faketime'),
    without: 'no process is told another time by `npm run chaos`',
  },
  { name: 'softhsm2', isThere: () => isOnPath('softhsm2-util'), without: 'tests of keys in a token are skipped' },
  { name: 'opensc', isThere: () => isOnPath('pkcs11-tool'), without: 'tests of keys in a token are skipped' },
  { name: 'golang-go', isThere: () => isOnPath('go'), without: 'the log is not compared with another program' },
  {
    name: 'golang-golang-x-mod-dev',
    isThere: () => existsSync('/usr/share/gocode/src/golang.org/x/mod/sumdb'),
    without: 'the log is not compared with another program',
  },
  // Only recommended by the compiler, and so not brought in with it.
  {
    name: 'libc6-dev',
    isThere: () => existsSync('/usr/include/dlfcn.h'),
    without: 'tests in a browser at another time than now are skipped',
  },
  {
    name: 'fonts-dejavu-core',
    isThere: () => existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'),
    without: 'screenshots have no letters',
  },
];

function isOnPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

function fail(sentence, output = '') {
  const tail = output.trimEnd().split('\n').slice(-15).join('\n');
  process.stderr.write(`${sentence}\n${tail ? `${tail}\n` : ''}`);
  process.exit(CONFIGURATION);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function run(command, args, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}` };
}

/** Whether what is installed is what the lockfile names. Age decides first; a lockfile that was only touched counts. */
function areModulesCurrent() {
  if (!existsSync(INSTALLED)) return false;
  const there = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages;
  // Without it only what rooms run on is there.
  if (!isToRun && !('node_modules/vitest' in there)) return false;
  if (statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs) return true;
  const wanted = JSON.parse(readFileSync(LOCK, 'utf8')).packages;
  const isSame = Object.entries(wanted).every(([path, { version, integrity, link, ...flags }]) => {
    const found = there[path];
    const mayLack = flags.optional || (isToRun && (flags.dev || flags.devOptional));
    if (!path.startsWith('node_modules/') || (mayLack && !found)) return true;
    return found !== undefined && (link || (found.version === version && found.integrity === integrity));
  });
  const isAll = Object.keys(there).every((path) => path in wanted);
  if (isSame && isAll) utimesSync(INSTALLED, new Date(), new Date());
  return isSame && isAll;
}

function installModules() {
  say(`Installing packages; this happens once and takes about ${isToRun ? 'half a minute' : 'a minute'}.`);
  // Inside of an npm script this is the npm that runs it.
  const npm = process.env.npm_execpath ?? '';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...(isToRun ? ['--omit=dev'] : [])];
  const { ok, output } = npm.endsWith('npm-cli.js') ? run(process.execPath, [npm, ...args]) : run('npm', args);
  if (!ok) fail('The packages could not be installed (npm ci): is the network there, and enough space?', output);
}

function installPrograms() {
  const missing = PROGRAMS.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    for (const { name, without } of missing) say(`${name} is not installed: ${without}.`);
    return;
  }
  say(`Installing Debian's ${names.join(', ')} for the tests; this happens once.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = run('apt-get', ['update', '-q'], env);
  const { ok, output } = run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], env);
  if (!ok) fail(`Debian's ${names.join(', ')} could not be installed (apt-get).`, `${update.output}\n${output}`);
}

if (!areModulesCurrent()) installModules();
if (process.argv.includes('--for-tests')) installPrograms();
