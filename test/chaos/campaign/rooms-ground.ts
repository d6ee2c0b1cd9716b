import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarOf, epochAt, type KeyCalendar } from '@bauta/sdk/protocol';
import { ROOMS } from '@bauta/services/rooms';
import { parseSecret } from '@bauta/services/settings/secret';
import type { Chance } from '../../figures/chance.ts';
import { roomsFrom } from '../../flow/rooms.ts';
import { freePortBase } from '../../programs/ports.ts';
import { openDisk } from './disk.ts';
import { openFakedClock, whyNoFakedClock } from './faked-clock.ts';
import type { Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import { type Line, openLine } from './line.ts';
import { createMortal, type Mortal } from './mortal.ts';
import { openWallets } from './wallets.ts';

/** Those that are broken, in the order in which they start; the phone stands beside. */
const BROKEN = ['witness', 'log', 'attester', 'issuer'] as const;
type Broken = (typeof BROKEN)[number];
/** Those that judge by the time whether a key signs. */
const LIVING: readonly Broken[] = ['attester', 'issuer'];
const STORES = ['attester.db', 'issuer.db'];
const DISK = 96 * 1_048_576;
const ROOT = join(import.meta.dirname, '..', '..', '..');
const HOUR = 3600;

/** Witness, log, attester and issuer as they run on Node, each reached over a line of its own, with wallets. */
export async function openRoomsGround({ ledger, chance }: { ledger: Ledger; chance: Chance }): Promise<Ground> {
  const disk = openDisk(DISK);
  const portBase = await freePortBase();
  const lines = new Map<string, Line>();
  const origins: Record<string, string> = {};
  for (const room of BROKEN) {
    const line = await openLine(portBase + ROOMS[room].offset);
    lines.set(`the line to the ${room}`, line);
    origins[`${room.toUpperCase()}_ORIGIN`] = `http://${ROOMS[room].host}.localhost:${line.port}`;
  }
  const settings = { DATA_DIR: disk.folder, PORT_BASE: String(portBase), THRESHOLDS: '18', ...origins };
  const clock = whyNoFakedClock === undefined ? openFakedClock(join(disk.folder, 'clock')) : undefined;
  const mortal = (room: Broken | 'phone'): Mortal =>
    createMortal({
      name: `the ${room}`,
      command: [process.execPath, '--conditions=bauta-source', '--import', 'tsx', 'services/node.ts', room],
      cwd: ROOT,
      env: () => ({ ...process.env, ...settings, ...(LIVING.some((one) => one === room) ? clock?.env : {}) }),
      isReady: (line) => line.startsWith('ready '),
    });
  const processes = BROKEN.map(mortal);
  const phone = mortal('phone');
  for (const one of [...processes, phone]) if (!(await one.start())) throw new Error(`${one.name} did not start`);
  const rooms = roomsFrom({ ...settings });
  const wallets = await openWallets({
    ...{ rooms, ledger, chance, ...(clock ? { clock } : {}) },
    keyLog: readFileSync(join(disk.folder, 'key-log.json'), 'utf8'),
    operator: parseSecret(readFileSync(join(disk.folder, 'wallet.seed'), 'utf8').trim()).reveal(),
  });
  const instant = (of: (calendar: KeyCalendar) => number): number => {
    const now = Math.floor(Date.now() / 1000);
    return of(calendarOf(epochAt(now))) - now;
  };

  return {
    ...{ ledger, processes, disk, lines },
    storeFile: () => join(disk.folder, chance.pick(STORES)),
    ...(clock
      ? {
          clock,
          living: processes.slice(BROKEN.indexOf('attester')),
          offsets: () => [
            -HOUR,
            HOUR,
            -24 * HOUR,
            instant(({ signs }) => signs.from) - HOUR,
            instant(({ signs }) => signs.from) - 2,
          ],
          farAhead: () => instant(({ signs }) => signs.to) + HOUR,
        }
      : {}),
    timeJumped(isFar) {
      if (isFar) wallets.sawFarAhead();
    },
    findIll: wallets.findIll,
    audit: wallets.audit,
    async close() {
      // A room that stands still would hold up whoever waits for it.
      for (const one of [...processes, phone]) await one.signal('SIGKILL');
      await wallets.close();
      for (const line of lines.values()) line.close();
      disk.remove();
    },
  };
}
