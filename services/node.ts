// The rooms on Node: `node --conditions=bauta-source --import tsx services/node.ts [ROOM …] [flags]`.
// The one file here that knows the process, its environment and the machine's clock.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { type Clock, testClock } from './clock.ts';
import { EXIT } from './exit-codes.ts';
import { serve } from './http/serve.ts';
import { createLog, faultEvent } from './log-events.ts';
import { loopbackFetch } from './loopback.ts';
import { machineClock } from './machine-clock.ts';
import { isTaken } from './ports.ts';
import { ROOMS, type RoomName } from './rooms.ts';
import { type Config, loadConfig } from './settings/config.ts';
import { ConfigFault } from './settings/config-fault.ts';
import { checkSettings } from './settings/effective.ts';
import { parseFlags } from './settings/flags.ts';
import { secretFilesOnDisk } from './settings/secret-files.ts';
import type { Given, Standing } from './standing.ts';

type Compose<R extends RoomName> = (given: Given<R>) => Standing | Promise<Standing>;

/** What stands behind each door. Each row loads its room only when it is to start. */
const COMPOSE: { readonly [R in RoomName]: Compose<R> } = {
  'demo-site': async (given) => (await import('./demo-site/room.ts')).openDemoSite(given),
  wallet: async (given) => {
    const wallet = await (await import('./wallet/room.ts')).openWallet(given);
    if (!given.demonstration || process.env.KEY_LOG) return wallet;
    const { logServedBuild } = await import('./log/demonstration.ts');
    const schedule = await logServedBuild(given, wallet, secretFilesOnDisk);
    return { ...wallet, close: schedule.stop };
  },
  attester: async (given) => {
    const { openAttester } = await import('./attester/open-attester.ts');
    if (given.config.production) return openAttester(given);
    const { layTrustedList, withTestAccess } = await import('./phone/demonstration.ts');
    const { believeProvider } = await import('./provider/demonstration.ts');
    await layTrustedList(given);
    return openAttester(await withTestAccess(await believeProvider(given)));
  },
  issuer: async (given) => (await import('./issuer/open-issuer.ts')).openIssuer(given),
  log: async (given) => (await import('./log/open-log.ts')).openLog(given),
  witness: async (given) => (await import('./witness/open-witness.ts')).openWitness(given),
  phone: async (given) => (await import('./phone/room.ts')).openPhone(given),
  provider: async (given) => (await import('./provider/room.ts')).openProvider(given),
};

/** The rooms that have a page on who knows what. */
const SHOWS: readonly RoomName[] = ['demo-site', 'wallet'];

/** What it receives goes to a program of Node's own as it comes, so that nothing can keep a copy of it. */
const UNSHOWN: readonly RoomName[] = ['provider'];

const cleanUps: (() => Promise<void>)[] = [];

/** Builds a room and opens its door. Resolves with the address it is known under. */
async function open<R extends RoomName>(room: R, config: Config): Promise<string> {
  const own = config.of(room);
  const virtual = own.testClock ? testClock() : undefined;
  const clock = virtual ?? machineClock();
  const log = createLog({ room, now: () => clock.now(), write: (line) => process.stderr.write(line) });
  log({ event: 'room-started' });
  // A rejection that nobody awaits arrives here too.
  process.once('uncaughtException', (error) => {
    log(faultEvent(error, clock.now()));
    process.exit(EXIT.fault);
  });
  const { demonstration } = config;
  const standing = await COMPOSE[room]({
    config: own,
    clock,
    testClock: virtual,
    log,
    fetch: loopbackFetch,
    readFile: (path) => readFileSync(path, 'utf8'),
    random: (length) => new Uint8Array(randomBytes(length)),
    ...(demonstration && SHOWS.includes(room) ? { demonstration } : {}),
  });
  const door =
    demonstration && !UNSHOWN.includes(room) ? await shownDoor(standing, room, demonstration, clock) : standing;
  const listening = await serve(door, own.port);
  cleanUps.push(async () => {
    await listening.close();
    await standing.close?.();
    log({ event: 'room-stopped' });
  });
  log({ event: 'room-ready' });
  return `${own.origin}/`;
}

/** The same door, and another one beside it that says what came in. Nothing of it is loaded in production. */
async function shownDoor(
  { fetch }: Standing,
  room: RoomName,
  origins: Readonly<Record<RoomName, string>>,
  { now }: Clock,
): Promise<Pick<Standing, 'fetch'>> {
  const { showReceived } = await import('./http/received.ts');
  return { fetch: showReceived(fetch, { room, origin: origins[room], walletOrigin: origins.wallet, now }) };
}

let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const cleanUp of cleanUps) await cleanUp();
  process.exit(EXIT.held);
}

async function checkPorts(config: Config): Promise<void> {
  const faults: string[] = [];
  for (const room of config.rooms) {
    const { port } = config.of(room);
    if (await isTaken(port)) faults.push(`PORT_BASE: port ${port} of ${room} is in use`);
  }
  if (faults.length > 0) throw new ConfigFault(faults);
}

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2));
  if (flags.check) {
    process.stdout.write(checkSettings(process.env, flags, secretFilesOnDisk));
    return;
  }
  const config = loadConfig(process.env, flags, secretFilesOnDisk);
  await checkPorts(config);
  if (flags.plan) {
    const rooms = config.rooms.map((room) => {
      const { origin, port, dataDir } = config.of(room);
      return { room, origin, port, dataDir, does: ROOMS[room].does };
    });
    process.stdout.write(`${JSON.stringify(rooms)}\n`);
    return;
  }
  const { demonstration, dataDir } = config;
  if (demonstration && !process.env.KEY_LOG) {
    await (await import('./log/demonstration.ts')).layKeyLog(dataDir, demonstration, secretFilesOnDisk);
  }
  process.once('SIGINT', stop).once('SIGTERM', stop);
  // A parent that is gone, however it went, takes its rooms with it.
  process.once('disconnect', stop);
  if (flags.attesterName !== undefined) {
    process.stdout.write(await (await import('./attester/joining.ts')).joiningLines(config.of('attester')));
  }
  for (const room of config.rooms) process.stdout.write(`ready ${await open(room, config)}\n`);
}

try {
  await main();
} catch (error) {
  if (error instanceof ConfigFault) {
    process.stderr.write(`Bauta cannot start:\n${error.lines.map((line) => `  ${line}\n`).join('')}`);
    process.exit(EXIT.configuration);
  }
  // Only here may a fault say what it says: no visitor has been near it yet.
  process.stderr.write(`${inspect(error)}\n`);
  process.exit(EXIT.fault);
}
