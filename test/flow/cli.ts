// `npm run -s flow -- [--json] [--target node|workers]`: the main job over HTTP, against the running rooms or against
// all of them in workerd, which are started for it. Exit codes as everywhere.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EXIT } from '@bauta/services/exit-codes';
import { createHeadlessBrowser } from './browser.ts';
import { type FlowReport, type FlowRooms, runFlow } from './flow.ts';
import { roomsFrom } from './rooms.ts';
import type { StartedTarget } from './start-on-workers.ts';
import { isTarget } from './target.ts';

const args = process.argv.slice(2);
const target = args.includes('--target') ? args[args.indexOf('--target') + 1] : 'node';
const isKnown = args.every((arg, i) => arg === '--json' || arg === '--target' || args[i - 1] === '--target');
if (!isKnown || !isTarget(target)) {
  process.stderr.write('flow: the flags are --json, and --target node or --target workers\n');
  process.exit(EXIT.configuration);
}

async function nowOf(rooms: FlowRooms): Promise<number> {
  const browser = createHeadlessBrowser();
  await browser.fetch(`${rooms.demoSite}/healthz`);
  const clock = await browser.fetch(`${rooms.attester}/_test/clock`);
  const now = clock.ok ? Date.parse(((await clock.json()) as { now: string }).now) : Date.now();
  return Math.floor(now / 1000);
}

function print(report: FlowReport): void {
  if (args.includes('--json')) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  for (const { name, ms, bytes } of report.steps) {
    process.stdout.write(`${name.padEnd(10)} ${String(ms).padStart(6)} ms ${String(bytes).padStart(8)} bytes\n`);
  }
  for (const { name, status } of report.refusals) process.stdout.write(`${name} was refused with ${status}\n`);
  process.stdout.write(
    `${report.tokens} tokens. ${report.ok ? 'The main job holds.' : 'The main job does not hold.'}\n`,
  );
}

const started = target === 'workers' ? await startTarget() : undefined;

async function startTarget(): Promise<StartedTarget> {
  // What rooms on Node run without: wrangler and workerd.
  const prepare = join(import.meta.dirname, '../../.ci/prepare.mjs');
  const { status } = spawnSync(process.execPath, [prepare], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(EXIT.configuration);
  try {
    const { startOnWorkers } = await import('./start-on-workers.ts');
    return await startOnWorkers(process.env);
  } catch (error) {
    process.stderr.write(`flow: the rooms do not start: ${error instanceof Error ? error.message : 'a fault'}\n`);
    process.exit(EXIT.notReachable);
  }
}

process.once('SIGINT', () => void end(EXIT.didNotHold)).once('SIGTERM', () => void end(EXIT.didNotHold));

async function end(code: number): Promise<never> {
  await started?.stop();
  process.exit(code);
}

try {
  const rooms = started?.rooms ?? roomsFrom(process.env);
  const now = await nowOf(rooms).catch(() => {
    process.stderr.write('flow: the rooms do not answer; run npm start first, or set PORT_BASE\n');
    return end(EXIT.notReachable);
  });
  const report = await runFlow(rooms, now);
  print(report);
  await end(report.ok ? EXIT.held : EXIT.didNotHold);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (args.includes('--json')) print({ ok: false, steps: [], tokens: 0, refusals: [] });
  process.stderr.write(`flow: ${message}\n`);
  await end(EXIT.didNotHold);
}
