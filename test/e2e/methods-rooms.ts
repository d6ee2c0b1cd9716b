import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOMS } from '@bauta/services/rooms';
import { openTcpWitness, type TcpWitness } from '../browser/tcp-witness.ts';
import type { FlowRooms } from '../flow/flow.ts';
import { roomsFrom } from '../flow/rooms.ts';
import { startWith } from './running-rooms.ts';

/** From the port where a room listens to the one where it is known. */
const PUBLIC_OFFSET = 50;

/** Every room on the machine's own clock, with a witness before each that gives evidence. */
export interface MethodsRooms {
  readonly origins: FlowRooms;
  /** Every byte that came to it, from browsers and from rooms. */
  readonly receivedBy: (room: 'phone' | 'provider') => Uint8Array;
  /** What the rooms printed so far. */
  readonly output: () => string;
  stop(): Promise<void>;
}

/** @param portBase of a range of 100 that no other test uses. */
export async function startMethodsRooms(portBase: number): Promise<MethodsRooms> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bauta-methods-'));
  const known = (room: 'phone' | 'provider'): number => portBase + ROOMS[room].offset + PUBLIC_OFFSET;
  const env = {
    PORT_BASE: String(portBase),
    DATA_DIR: dataDir,
    PHONE_ORIGIN: `http://${ROOMS.phone.host}.localhost:${known('phone')}`,
    PROVIDER_ORIGIN: `http://${ROOMS.provider.host}.localhost:${known('provider')}`,
  };
  const origins = roomsFrom(env);
  const witnessOf = (room: 'phone' | 'provider'): Promise<TcpWitness> =>
    openTcpWitness(room, known(room), portBase + ROOMS[room].offset);
  const witnesses = { phone: await witnessOf('phone'), provider: await witnessOf('provider') };
  const rooms = startWith([], env);
  await rooms.untilReady(origins.demoSite);
  return {
    origins,
    receivedBy: (room) =>
      Buffer.concat(witnesses[room].connections.flatMap(({ chunks }) => chunks.map(({ bytes }) => bytes))),
    output: rooms.output,
    async stop() {
      await Promise.all([rooms.stop(), witnesses.phone.close(), witnesses.provider.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
