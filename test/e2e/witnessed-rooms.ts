import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackFetch } from '@bauta/services/loopback';
import { envPrefixOf, ROOMS, type RoomName } from '@bauta/services/rooms';
import { openTcpWitness, requestsOf, type TcpWitness, type WitnessedConnection } from '../browser/tcp-witness.ts';
import type { FlowRooms } from '../flow/flow.ts';
import { roomsFrom } from '../flow/rooms.ts';

const ROOT = join(import.meta.dirname, '../..');
const PATIENCE_MS = 60_000;
/** From the port where a room listens to the one where it is known. */
const PUBLIC_OFFSET = 50;

/** Our rooms, which must not notice a presentation; the site is not among them. */
const OURS = ['witness', 'log', 'attester', 'issuer', 'wallet', 'phone'] as const satisfies readonly RoomName[];

/** Every room as `npm start NAME` starts it, with a witness at each public address of ours. */
export interface WitnessedRooms {
  readonly origins: FlowRooms;
  /** Hosts of our rooms, with their ports. */
  readonly hosts: readonly string[];
  /** What came to our rooms since `from` (milliseconds of Unix time), from whomever but one another. */
  connections(from?: number): readonly WitnessedConnection[];
  /** Sets the clock of every room that runs. @param now Unix seconds. */
  setClock(now: number): Promise<void>;
  /** The wallet's host is away until it serves again. */
  stopWallet(): Promise<void>;
  /** The wallet's host begins to serve another build. @param label what it calls its attester. */
  serveWallet(label: string): Promise<void>;
  /** Ends all of our rooms, and whatever stood at their addresses. */
  stopOurs(): Promise<void>;
  stop(): Promise<void>;
}

/** @param portBase of a range of 100 that no other test uses. */
export async function startWitnessedRooms(portBase: number, label: string): Promise<WitnessedRooms> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bauta-witnessed-'));
  const env: Record<string, string> = { PORT_BASE: String(portBase), DATA_DIR: dataDir };
  for (const room of OURS) {
    const port = portBase + PUBLIC_OFFSET + ROOMS[room].offset;
    env[`${envPrefixOf(room)}_ORIGIN`] = `http://${ROOMS[room].host}.localhost:${port}`;
  }
  const origins = roomsFrom(env);
  const witnesses: TcpWitness[] = await Promise.all(
    OURS.map((room) => {
      const port = portBase + ROOMS[room].offset;
      return openTcpWitness(room, port + PUBLIC_OFFSET, port);
    }),
  );
  const start = (rooms: readonly RoomName[], attesterLabel = label): Promise<Started> =>
    startProcess(rooms, { ...env, ATTESTER_LABELS: attesterLabel }, origins);
  let areOursStopped = false;
  let [wallet, others, site] = await Promise.all([
    start(['wallet']),
    start(['witness', 'log', 'attester', 'issuer', 'phone']),
    start(['demo-site']),
  ]);

  async function stopOurs(): Promise<void> {
    if (areOursStopped) return;
    areOursStopped = true;
    await Promise.all([wallet.stop(), others.stop(), ...witnesses.map((witness) => witness.close())]);
  }

  return {
    origins,
    hosts: OURS.map((room) => new URL(origins[room]).host),
    connections: (from = 0) =>
      witnesses
        .flatMap(({ connections }) => connections)
        .filter((connection) => !isOfRooms(connection))
        .filter(({ at, chunks }) => at >= from || chunks.some((chunk) => chunk.at >= from)),
    async setClock(now) {
      // Witness before log before attester before issuer before site: each reads what the one before it shows.
      const order = ['phone', 'witness', 'log', 'attester', 'issuer', 'wallet', 'demoSite'] as const;
      for (const room of areOursStopped ? (['demoSite'] as const) : order) {
        const body = JSON.stringify({ now: new Date(now * 1000).toISOString().replace('.000Z', 'Z') });
        const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
        const answer = await loopbackFetch(`${origins[room]}/_test/clock`, init);
        if (!answer.ok) throw new Error(`${room} keeps its time`);
      }
    },
    stopWallet: () => wallet.stop(),
    async serveWallet(attesterLabel) {
      await wallet.stop();
      wallet = await start(['wallet'], attesterLabel);
    },
    stopOurs,
    async stop() {
      await stopOurs();
      await site.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Rooms look at the log every minute, whoever visits what; no browser hides that it is one. */
function isOfRooms(connection: WitnessedConnection): boolean {
  const requests = requestsOf(connection);
  return requests.length > 0 && requests.every(({ head }) => !/^user-agent: mozilla/im.test(head));
}

/** Rooms that were started by name. */
export interface Started {
  stop(): Promise<void>;
}

/** As `npm start NAME …` starts them, with a test clock. Resolves when they are ready. */
export async function startProcess(
  rooms: readonly RoomName[],
  env: Readonly<Record<string, string>>,
  origins: FlowRooms,
): Promise<Started> {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'services/start.mjs'), ...rooms, '--test-clock'], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close');
  const lines = rooms.map((room) => `ready ${room === 'demo-site' ? origins.demoSite : origins[room]}/\n`);
  const patienceEnds = Date.now() + PATIENCE_MS;
  while (!lines.every((line) => output.includes(line))) {
    if (child.exitCode !== null || Date.now() > patienceEnds) throw new Error(`${rooms} did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Everything that came in, whatever it was. */
export function bytesOf(connections: readonly WitnessedConnection[]): Uint8Array {
  return Buffer.concat(connections.flatMap(({ chunks }) => chunks.map(({ bytes }) => bytes)));
}

/** As `GET wallet/present`. @param from milliseconds of Unix time: what came in before is left out. */
export function linesOf(connections: readonly WitnessedConnection[], from = 0): string[] {
  const requests = connections.flatMap(requestsOf).filter(({ at }) => at >= from);
  return requests.sort((a, b) => a.at - b.at).map(({ method, room, path }) => `${method} ${room}${path}`);
}
