// `npm start`: one process for each room, or, with the name of a room, that one in the foreground.
// Plain Node, since it is what gives the others their loader and conditions.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE = ['--conditions=bauta-source', '--import', 'tsx', join(ROOT, 'services/node.ts')];
const EXIT = { held: 0, configuration: 3, notReachable: 4, fault: 5 };
const PATIENCE_MS = 60_000;

process.chdir(ROOT);

const args = process.argv.slice(2);
// `--name` is the one flag with a value behind it.
const flags = args.filter((arg, i) => arg.startsWith('-') || args[i - 1] === '--name');
const isNamed = args.length > flags.length;

/** What would be started; ends the process when the settings are bad or a port is taken. */
function readPlan() {
  const { status, stdout } = spawnSync(process.execPath, [...NODE, ...args, '--plan'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? EXIT.fault);
  return JSON.parse(stdout);
}

const children = new Map();
let ending = false;

/** Ends every room, then this process. */
function end(code, line) {
  if (ending) return;
  ending = true;
  if (line) process.stderr.write(`${line}\n`);
  process.exitCode = code;
  for (const child of children.values()) child.kill('SIGTERM');
  const impatience = setTimeout(() => {
    for (const child of children.values()) child.kill('SIGKILL');
  }, 5000);
  impatience.unref();
  if (children.size === 0) process.exit(code);
}

function startRoom({ room, dataDir }, stdio) {
  const child = spawn(process.execPath, [...NODE, room, ...flags], { stdio: [...stdio, 'ipc'] });
  children.set(room, child);
  child.once('exit', (code, signal) => {
    children.delete(room);
    if (ending) {
      if (children.size === 0) process.exit();
      return;
    }
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    const last = stdio.includes('inherit') ? '' : `\n${lastLines(join(dataDir, `${room}.log`))}`;
    end(code === EXIT.configuration ? code : EXIT.fault, `${room} ${how}; everything ends with it.${last}`);
  });
}

function lastLines(path) {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}

/** Resolves when the room says that it is well. */
async function untilHealthy({ origin, port }) {
  const { host } = new URL(origin);
  const patienceEnds = performance.now() + PATIENCE_MS;
  while (!(await isHealthy(host, port))) {
    if (ending) return false;
    if (performance.now() > patienceEnds) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

function isHealthy(host, port) {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/healthz', headers: { host }, timeout: 2000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}

async function startAll(plan) {
  for (const row of plan) {
    mkdirSync(row.dataDir, { recursive: true, mode: 0o700 });
    const log = openSync(join(row.dataDir, `${row.room}.log`), 'a', 0o600);
    startRoom(row, ['ignore', 'ignore', log]);
    closeSync(log);
  }
  const width = (key) => Math.max(...plan.map((row) => row[key].length));
  for (const row of plan) {
    if (!(await untilHealthy(row))) return end(EXIT.notReachable, `${row.room} does not answer at port ${row.port}.`);
    const line = `${row.room.padEnd(width('room'))}  ${`${row.origin}/`.padEnd(width('origin') + 1)}  ${row.does}`;
    process.stdout.write(`${line}\n`);
  }
  process.stdout.write(`ready ${plan[0].origin}/\n`);
}

process.once('SIGINT', () => end(EXIT.held)).once('SIGTERM', () => end(EXIT.held));
if (process.env.npm_lifecycle_event) {
  // npm passes a signal on to its shell, which ends without telling us: the new parent does.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(EXIT.held), 250).unref();
}

if (args.includes('--check')) {
  process.exit(spawnSync(process.execPath, [...NODE, ...args], { stdio: 'inherit' }).status ?? EXIT.fault);
}
const plan = readPlan();
if (isNamed) for (const row of plan) startRoom(row, ['ignore', 'inherit', 'inherit']);
else await startAll(plan);
