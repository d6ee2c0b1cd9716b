import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackFetch } from '@bauta/services/loopback';
import { ROOMS, type RoomName } from '@bauta/services/rooms';
import type { FlowRooms } from '../flow/flow.ts';
import { roomsFrom } from '../flow/rooms.ts';
import { type Answer, type CrookedProxy, openProxy } from './log-doors-proxy.ts';
import { type Started, startProcess } from './witnessed-rooms.ts';

const HONEST = ['witness', 'log', 'attester', 'issuer', 'phone'] as const satisfies readonly RoomName[];

/** Every room in a process of its own; wallet and site see log and issuer through proxies that may answer crookedly. */
export interface DoorRooms {
  readonly origins: FlowRooms;
  readonly dataDir: string;
  /** The log, where its own room is. */
  readonly log: string;
  /** The issuer, where its own room is. */
  readonly issuer: string;
  /** What stands for the log before the wallet, for the log before the site, and for the issuer before both. */
  readonly before: { readonly walletLog: CrookedProxy; readonly siteLog: CrookedProxy; readonly issuer: CrookedProxy };
  /** Sets the clock of every room but the site's. @param now Unix seconds. */
  setClock(now: number): Promise<void>;
  /** Sets the site's clock, upon which it reads log and directory again. */
  setSiteClock(now: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param portBase of a range that no other test uses.
 * @param meet what the site finds in place of the issuer's directory when it starts.
 */
export async function startDoorRooms(portBase: number, meet: (issuer: string) => Answer): Promise<DoorRooms> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bauta-doors-'));
  const [walletLog, siteLog, issuer] = [await openProxy(), await openProxy(), await openProxy()];
  const before = { walletLog, siteLog, issuer };
  const env = {
    PORT_BASE: String(portBase),
    DATA_DIR: dataDir,
    ISSUER_ORIGIN: `http://issuer.localhost:${issuer.port}`,
  };
  const origins = roomsFrom(env);
  const at = (room: RoomName): string => `http://${ROOMS[room].host}.localhost:${portBase + ROOMS[room].offset}`;
  issuer.behind = at('issuer');
  walletLog.behind = origins.log;
  siteLog.behind = origins.log;
  const started: Started[] = [];
  const start = async (rooms: readonly RoomName[], more: Readonly<Record<string, string>> = {}): Promise<void> => {
    started.push(await startProcess(rooms, { ...env, ...more }, origins));
  };

  /** The file of the log as everyone has it, but for where the log is. */
  function keyLogAt({ port }: CrookedProxy): { KEY_LOG: string } {
    const path = join(dataDir, `key-log-${port}.json`);
    const file = JSON.parse(readFileSync(join(dataDir, 'key-log.json'), 'utf8'));
    writeFileSync(path, JSON.stringify({ ...file, url: `http://log.localhost:${port}` }));
    return { KEY_LOG: path };
  }

  async function setClocks(rooms: readonly string[], now: number): Promise<void> {
    const body = JSON.stringify({ now: new Date(now * 1000).toISOString().replace('.000Z', 'Z') });
    const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
    for (const origin of rooms) {
      const answer = await loopbackFetch(`${origin}/_test/clock`, init);
      if (!answer.ok) throw new Error(`${origin} keeps its time`);
    }
  }

  async function stop(): Promise<void> {
    await Promise.all(started.map((one) => one.stop()));
    await Promise.all(Object.values(before).map((proxy) => proxy.close()));
    rmSync(dataDir, { recursive: true, force: true });
  }

  try {
    await start(HONEST);
    issuer.answer = meet(issuer.behind);
    await Promise.all([start(['wallet'], keyLogAt(walletLog)), start(['demo-site'], keyLogAt(siteLog))]);
  } catch (error) {
    await stop();
    throw error;
  }
  const { phone, witness, log, attester, wallet } = origins;
  return {
    origins,
    dataDir,
    log,
    issuer: issuer.behind,
    before,
    // Each reads what the one before it shows.
    setClock: (now) => setClocks([phone, witness, log, attester, issuer.behind, wallet], now),
    setSiteClock: (now) => setClocks([origins.demoSite], now),
    stop,
  };
}
