// `npm run -s flow -- [--json]`: the main job over HTTP against running rooms. Exit codes as everywhere.
import { EXIT } from '@bauta/services/exit-codes';
import { createHeadlessBrowser } from './browser.ts';
import { type FlowReport, type FlowRooms, runFlow } from './flow.ts';
import { roomsFrom } from './rooms.ts';

const args = process.argv.slice(2);
if (args.some((arg) => arg !== '--json')) {
  process.stderr.write('flow: the one flag is --json\n');
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

try {
  const rooms = roomsFrom(process.env);
  let now: number;
  try {
    now = await nowOf(rooms);
  } catch {
    process.stderr.write('flow: the rooms do not answer; run npm start first, or set PORT_BASE\n');
    process.exit(EXIT.notReachable);
  }
  const report = await runFlow(rooms, now);
  print(report);
  process.exit(report.ok ? EXIT.held : EXIT.didNotHold);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (args.includes('--json')) print({ ok: false, steps: [], tokens: 0, refusals: [] });
  process.stderr.write(`flow: ${message}\n`);
  process.exit(EXIT.didNotHold);
}
