import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackFetch } from '@bauta/services/loopback';
import { FURTHER_ATTESTER, ROOMS } from '@bauta/services/rooms';
import { openTcpWitness, type TcpWitness } from '../browser/tcp-witness.ts';
import type { FlowRooms } from '../flow/flow.ts';
import { roomsFrom } from '../flow/rooms.ts';
import { type StartedRooms, startWith } from './running-rooms.ts';

/** From the port where the site listens to the one where it is known. */
const PUBLIC_OFFSET = 50;
const HALF_DAY = 12 * 3600;

/** All rooms and a second attester, each process as `npm start --` starts it, on one folder. */
export interface TwoAttesters {
  /** With the first attester, and with the second one. */
  readonly first: FlowRooms;
  readonly second: FlowRooms;
  /** What all of them are started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Stands at the site's public address. */
  readonly site: TcpWitness;
  /** What the second attester printed so far. */
  readonly printedBySecond: () => string;
  /** The time that all rooms have, in Unix seconds. */
  readonly now: number;
  /** Adds an operator to the log's list, starts the log again, and the issuer, and waits for all rooms. */
  join(operator: unknown, issuerAttesters: readonly string[]): Promise<void>;
  /** Starts the issuer again. */
  restartIssuer(attesters: readonly string[]): Promise<void>;
  /** Lets the second attester look at the time, and so at its keys. */
  wakeSecond(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param portBase of a range of 100 that no other test uses. @param command what starts the second attester.
 * @param walletEnv the wallet's settings.
 */
export async function startTwoAttesters(
  portBase: number,
  command: readonly string[],
  walletEnv: Readonly<Record<string, string>>,
): Promise<TwoAttesters> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bauta-two-'));
  const listens = portBase + ROOMS['demo-site'].offset;
  const env = {
    PORT_BASE: String(portBase),
    DATA_DIR: dataDir,
    DEMO_SITE_ORIGIN: `http://demo.localhost:${listens + PUBLIC_OFFSET}`,
  };
  const first = roomsFrom(env);
  const second = { ...first, attester: `http://second.localhost:${portBase + FURTHER_ATTESTER}` };
  // The start of this half of the day: not a week's last hour, in which no visit of that week can be fetched any more,
  // and so near that rooms which start later, by the machine's clock, believe what those before them left.
  const wall = Math.floor(Date.now() / 1000);
  const now = wall - (wall % HALF_DAY);
  const start = (words: readonly string[], more: Readonly<Record<string, string>> = {}): StartedRooms =>
    startWith([...words, '--test-clock'], { ...env, ...more });
  const startIssuer = (attesters: readonly string[]): StartedRooms =>
    start(['issuer'], { ATTESTERS: attesters.join(',') });

  const site = await openTcpWitness('demo-site', listens + PUBLIC_OFFSET, listens);
  const further = start(command);
  const others = start(['witness', 'phone', 'attester', 'wallet', 'demo-site'], walletEnv);
  let log = start(['log']);
  let issuer: StartedRooms | undefined;

  async function setClock(origins: readonly string[]): Promise<void> {
    const body = JSON.stringify({ now: new Date(now * 1000).toISOString().replace('.000Z', 'Z') });
    const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
    for (const origin of origins) {
      const answer = await loopbackFetch(`${origin}/_test/clock`, init);
      if (!answer.ok) throw new Error(`${origin} keeps its time`);
    }
  }

  return {
    first,
    second,
    env,
    site,
    now,
    printedBySecond: further.output,
    async join(operator, issuerAttesters) {
      const path = join(dataDir, 'log-operators.json');
      writeFileSync(path, JSON.stringify([...JSON.parse(readFileSync(path, 'utf8')), operator]));
      await log.stop();
      log = start(['log']);
      issuer = startIssuer(issuerAttesters);
      const { demoSite, wallet, attester, phone, witness } = first;
      await Promise.all([
        log.untilReady(first.log),
        further.untilReady(second.attester),
        issuer.untilReady(first.issuer),
        ...[demoSite, wallet, attester, phone, witness].map(others.untilReady),
      ]);
      await setClock([phone, witness, first.log, attester, second.attester, first.issuer, wallet, demoSite]);
    },
    async restartIssuer(attesters) {
      await issuer?.stop();
      issuer = startIssuer(attesters);
      await issuer.untilReady(first.issuer);
      await setClock([first.issuer]);
    },
    wakeSecond: () => setClock([second.attester]),
    async stop() {
      await Promise.all([further.stop(), others.stop(), log.stop(), issuer?.stop(), site.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
