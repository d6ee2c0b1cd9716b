// `npm run dev:workers`: every room in workerd, on 50 ports above those of `npm start`; data under DATA_DIR/workers.
import { resolve } from 'node:path';
import { systemClock } from '../../clock.ts';
import { EXIT } from '../../exit-codes.ts';
import { ROOMS } from '../../rooms.ts';
import { type RoomsOnWorkers, startRoomsOnWorkers } from './start-rooms.ts';

const portBase = Number(process.env.PORT_BASE || 4000) + 50;
const dataDir = resolve(process.env.DATA_DIR || '.data', 'workers');

let running: RoomsOnWorkers | undefined;
let isEnding = false;

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await running?.stop();
  process.exit(code);
}

process.once('SIGINT', () => end(EXIT.held)).once('SIGTERM', () => end(EXIT.held));
if (process.env.npm_lifecycle_event) {
  // npm passes a signal on to its shell, which ends without telling us: the new parent does.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(EXIT.held), 250).unref();
}

try {
  running = await startRoomsOnWorkers({
    portBase,
    dataDir,
    clock: systemClock(),
    env: process.env,
    onReady: (room, origin) => process.stdout.write(`${room.padEnd(9)}  ${origin}/  ${ROOMS[room].does}\n`),
  });
  process.stdout.write(`ready ${running.origins['demo-site']}/\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await end(EXIT.notReachable);
}
