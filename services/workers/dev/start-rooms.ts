import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf } from '@bauta/sdk/protocol';
import type { Clock } from '../../clock.ts';
import { layKeyLog, logServedBuild } from '../../log/demonstration.ts';
import { loopbackFetch } from '../../loopback.ts';
import { layTrustedList } from '../../phone/demonstration.ts';
import type { RoomName } from '../../rooms.ts';
import { secretFilesOnDisk } from '../../settings/secret-files.ts';
import { ROOT } from './environment.ts';
import { methodVariables } from './method-variables.ts';
import { startWorkerRoom, type WorkerRoom } from './start-worker-room.ts';
import { originsAt } from './variables.ts';

const PATIENCE_MS = 90_000;
const LOOK_MS = 250;
const MINUTE_MS = 60_000;

/** In this order each finds what it reads when it starts. */
const ORDER: readonly RoomName[] = ['witness', 'log', 'attester', 'issuer', 'wallet', 'demo-site'];

/** Those that stand for somebody else, who would not run on Workers: always on Node. */
const MOCKS: readonly RoomName[] = ['phone', 'provider'];

export interface RoomsOnWorkers {
  readonly origins: Readonly<Record<RoomName, string>>;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Of the rooms in workerd and beside them. */
  readonly portBase: number;
  readonly dataDir: string;
  /** The rooms that run on Node instead, beside the mocks. */
  readonly onNode?: readonly RoomName[];
  readonly clock: Clock;
  /** What the processes beside this one may know. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told of each room that is ready. */
  readonly onReady?: (room: RoomName, origin: string) => void;
}

/** Starts every room for demonstration, those in workerd from the environments of the root `wrangler.toml`. */
export async function startRoomsOnWorkers(options: StartOptions): Promise<RoomsOnWorkers> {
  const { portBase, dataDir, clock, onReady, env } = options;
  const { onNode = [] } = options;
  const origins = originsAt(portBase);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await layKeyLog(dataDir, origins, secretFilesOnDisk);
  const trustedList = `${dataDir}/trusted-list.json`;
  await layTrustedList({ config: { trustedList, dataDir }, clock } as Parameters<typeof layTrustedList>[0]);
  const assets = join(dataDir, 'wallet');
  if (!onNode.includes('wallet')) buildWalletFiles({ origins, dataDir, assets, path: env.PATH });

  const inWorkerd = new Map<RoomName, WorkerRoom>();
  const processes: ChildProcess[] = [];
  const schedules: { stop(): Promise<void> }[] = [];
  let minutes: ReturnType<typeof setInterval> | undefined;

  async function stop(): Promise<void> {
    clearInterval(minutes);
    await Promise.all(schedules.map((schedule) => schedule.stop()));
    for (const child of processes) child.kill('SIGTERM');
    await Promise.all([
      ...[...inWorkerd.values()].map((room) => room.stop()),
      ...processes.map((child) => child.exitCode === null && child.signalCode === null && once(child, 'exit')),
    ]);
  }

  async function untilHealthy(room: RoomName): Promise<void> {
    const patienceEnds = performance.now() + PATIENCE_MS;
    for (;;) {
      // Those before it too: keys are shown once the log has published them, which is for the minute after.
      await Promise.all([...inWorkerd.values()].map((one) => one.minute().catch(() => {})));
      if (await isHealthy(origins[room])) return;
      if (performance.now() > patienceEnds) throw new Error(`${room} does not answer`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  try {
    for (const room of MOCKS) processes.push(startOnNode(room, options));
    for (const room of ORDER) {
      // One that looks for what is not there yet waits longer each time.
      if (onNode.includes(room)) processes.push(startOnNode(room, options));
      else {
        const variables = room === 'attester' ? await methodVariables(options, clock) : {};
        inWorkerd.set(room, await startWorkerRoom(room, { portBase, dataDir, assets, variables }));
      }
      await untilHealthy(room);
      onReady?.(room, origins[room]);
    }
    for (const room of MOCKS) {
      await untilHealthy(room);
      onReady?.(room, origins[room]);
    }
    minutes = setInterval(() => {
      for (const room of inWorkerd.values()) room.minute().catch(() => {});
    }, MINUTE_MS);
    if (inWorkerd.has('wallet')) {
      const config = {
        dataDir,
        name: nameOf(origins.wallet),
        origin: origins.wallet,
        keyLog: `${dataDir}/key-log.json`,
      };
      schedules.push(await logBuild(config as never, clock));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { origins, stop };
}

/** Adds the wallet's build to the log, as whoever releases a wallet does by hand. */
async function logBuild(config: Parameters<typeof logServedBuild>[0]['config'], clock: Clock) {
  const { readFileSync } = await import('node:fs');
  const readFile = (path: string): string => readFileSync(path, 'utf8');
  const wallet = { fetch: (request: Request) => loopbackFetch(request) };
  return logServedBuild({ config, clock, log: () => {}, fetch: loopbackFetch, readFile }, wallet, secretFilesOnDisk);
}

async function isHealthy(origin: string): Promise<boolean> {
  try {
    return (await loopbackFetch(`${origin}/healthz`)).ok;
  } catch {
    return false;
  }
}

function startOnNode(room: RoomName, { portBase, dataDir, env }: StartOptions): ChildProcess {
  const log = openSync(join(dataDir, `${room}.log`), 'a', 0o600);
  const node = ['--conditions=bauta-source', '--import', 'tsx', join(ROOT, 'services/node.ts'), room];
  return spawn(process.execPath, node, {
    cwd: ROOT,
    env: { PATH: env.PATH, PORT_BASE: String(portBase), DATA_DIR: dataDir },
    // It ends with this process, whose channel it sees close.
    stdio: ['ignore', log, log, 'ipc'],
  });
}

function buildWalletFiles(options: {
  readonly origins: Readonly<Record<RoomName, string>>;
  readonly dataDir: string;
  readonly assets: string;
  readonly path: string | undefined;
}): void {
  const { origins, dataDir, assets, path } = options;
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'services/wallet/build.mjs'), '--out', assets], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      PATH: path,
      WALLET_ORIGIN: origins.wallet,
      ISSUER_ORIGIN: origins.issuer,
      ATTESTERS: nameOf(origins.attester),
      ATTESTER_LABELS: 'Demo age checker',
      PHONE_ORIGIN: origins.phone,
      KEY_LOG: `${dataDir}/key-log.json`,
    },
  });
  if (status !== 0) throw new Error(`the wallet cannot be built: ${stderr}`);
}
