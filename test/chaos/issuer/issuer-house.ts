import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type KeyLogFile, parseKeyLogFile } from '@bauta/sdk/log';
import { layKeyLog } from '../../../services/log/demonstration.ts';
import type { Fetch } from '../../../services/loopback.ts';
import { ROOM_NAMES, type RoomName } from '../../../services/rooms.ts';
import { secretFilesOnDisk } from '../../../services/settings/secret-files.ts';
import { NOON } from '../../ports/figures.ts';
import { buildProgram } from '../../programs/build-program.ts';
import { until } from '../../programs/redis.ts';
import { type Acknowledged, neighbours, tellPort } from './issuer-neighbours.ts';

/** Half past: no window of a key ends near it. */
export const BEGINNING = NOON + 1800;

export const ISSUERS = ['first', 'second'] as const;
export const PLACES = ['witness', 'log', ...ISSUERS] as const;
export type Place = (typeof PLACES)[number];

/** What runs in a place. */
export function roomOf(place: Place): 'witness' | 'log' | 'issuer' {
  return place === 'witness' || place === 'log' ? place : 'issuer';
}

/** A log, its witness and two issuers on one file, each in a process of its own, on clocks that are moved from here. */
export interface House {
  readonly folder: string;
  readonly thresholds: readonly number[];
  /** Reaches log and witness by their names. */
  readonly fetch: Fetch;
  readonly keyLog: KeyLogFile;
  /** What the issuers were told by the log. */
  readonly acknowledged: Acknowledged[];
  /** How often each event was logged, by its name and code. */
  readonly events: Map<string, number>;
  /** Unix seconds, of every clock. */
  now(): number;
  /** Moves time on, for whoever is told and for those that start from now on. */
  move(seconds: number): void;
  /** Resolves when it listens; rejects when it was killed before. */
  start(place: Place): Promise<void>;
  /** Kill -9. */
  kill(place: Place): Promise<void>;
  /** Asks an issuer for `path`. */
  ask(place: Place, path: string, init?: RequestInit): Promise<Response>;
  /** Tells the time, upon which a room does at once what is due. Resolves when it has, or is dead. */
  tell(place: Place): Promise<void>;
  /** Resolves when both issuers say that everything is as it should be. */
  settle(): Promise<void>;
}

export async function openHouse(folder: string, thresholds: readonly number[]): Promise<House> {
  const origin = (room: RoomName) => [room, `http://${room}.localhost:4004`] as const;
  const origins = Object.fromEntries(ROOM_NAMES.map(origin)) as Record<RoomName, string>;
  await layKeyLog(folder, { ...origins, issuer: 'http://issuer.localhost:4003' }, secretFilesOnDisk);
  const program = await buildProgram(new URL('./issuer-process.ts', import.meta.url), folder);
  const env = { ...process.env, DATA_DIR: folder, THRESHOLDS: thresholds.join() };
  const acknowledged: Acknowledged[] = [];
  const events = new Map<string, number>();
  const children = new Map<Place, ChildProcess>();
  const ports = new Map<Place, number>();
  let ahead = BEGINNING - Math.floor(Date.now() / 1000);

  function hear(line: Partial<Acknowledged> & { readonly event?: string; readonly code?: string }): void {
    const { index, text, event, code } = line;
    if (index !== undefined && text !== undefined) acknowledged.push({ index, text });
    const name = [event, code].filter(Boolean).join(' ');
    if (event) events.set(name, (events.get(name) ?? 0) + 1);
  }

  const house: House = {
    ...{ folder, thresholds, acknowledged, events, fetch: neighbours(folder) },
    keyLog: parseKeyLogFile(readFileSync(`${folder}/key-log.json`, 'utf8')),
    now: () => Math.floor(Date.now() / 1000) + ahead,
    move(seconds) {
      ahead += seconds;
    },
    async start(place) {
      const room = roomOf(place);
      const args = [program, room, folder, String(ahead)];
      const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      children.set(place, child);
      const ready = new Promise<void>((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => {
          const said = JSON.parse(line);
          hear(said);
          if (said.port === undefined) return;
          ports.set(place, said.port);
          if (room !== 'issuer') tellPort(folder, room, said.port);
          resolve();
        });
        child.once('close', () => reject(new Error(`${place} did not start`)));
      });
      await ready;
    },
    async kill(place) {
      const child = children.get(place);
      if (!child || child.signalCode !== null || child.exitCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
    ask: (place, path, init) => fetch(`http://127.0.0.1:${ports.get(place)}${path}`, init),
    async tell(place) {
      const now = new Date(house.now() * 1000).toISOString().replace(/\.\d+/, '');
      const headers = { 'content-type': 'application/json' };
      await house.ask(place, '/_test/clock', { method: 'PUT', headers, body: JSON.stringify({ now }) }).catch(() => {});
    },
    settle: () =>
      until('both issuers have all of their keys in the log', async () => {
        await house.tell('witness');
        await house.tell('log');
        await Promise.all(ISSUERS.map(house.tell));
        const done = ISSUERS.map(async (place) => (await (await house.ask(place, '/done')).json()) === true);
        return (await Promise.all(done)).every(Boolean);
      }),
  };
  return house;
}
