import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { onTestFinished } from 'vitest';
import { openLogFolder } from '../../services/log/folder-door.ts';
import type { LogSettings } from '../../services/log/log-settings.ts';
import type { LogDoor } from '../../services/log/room.ts';
import type { LogEvent } from '../../services/log-events.ts';
import type { Fetch } from '../../services/loopback.ts';
import type { Standing } from '../../services/standing.ts';
import { createWitnessDoor } from '../../services/witness/room.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { LOG, NOON, OPERATOR, signed, WITNESSES } from './ground.ts';

export const LOG_URL = 'https://log.example';
const witnessUrl = (i: number): string => `https://witness${i}.example`;

/** A log and two witnesses in one process, on one clock; nothing listens. */
export interface LogGround {
  readonly folder: string;
  readonly clock: { time: number; now(): number; onJump(): void };
  readonly events: LogEvent[];
  /** By host; put another door in the place of one to have it misbehave. */
  readonly doors: Map<string, (request: Request) => Response | Promise<Response>>;
  readonly fetch: Fetch;
  /** Opens the log, or opens it anew. */
  open(options?: Partial<LogSettings>): Promise<LogDoor>;
  /** `POST /add` of a text, signed by the operator unless it is a note already. */
  add(text: string, note?: string): Promise<{ status: number; code?: string; index?: number }>;
  get(path: string): Promise<Response>;
  /** Resolves when the newest tree is published. */
  published(): Promise<void>;
}

export function openGround(): LogGround {
  const folder = temporaryFolder();
  const clock = { time: NOON, now: () => clock.time, onJump: () => {} };
  const events: LogEvent[] = [];
  const log = (event: LogEvent): void => void events.push(event);
  const doors: LogGround['doors'] = new Map();
  for (const [i, signer] of WITNESSES.entries()) {
    const store = openSqlite(':memory:');
    onTestFinished(() => store.close());
    const door: Standing = createWitnessDoor({ signer, logs: [LOG.key], store, clock, log });
    doors.set(new URL(witnessUrl(i)).host, door.fetch);
  }
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const door = doors.get(new URL(request.url).host);
    if (door === undefined) throw new TypeError('unreachable');
    return door(request);
  };
  let open: LogDoor | undefined;
  onTestFinished(() => open?.close());

  return {
    folder,
    clock,
    events,
    doors,
    fetch,
    async open(options = {}) {
      await open?.close();
      open = undefined;
      open = await openLogFolder(folder, {
        ...{ signer: LOG, operators: [{ key: OPERATOR.key }], quorum: 2, fetch, clock, log },
        witnesses: WITNESSES.map(({ key }, i) => ({ key, url: witnessUrl(i) })),
        ...options,
      });
      doors.set('log.example', open.fetch);
      return open;
    },
    async add(text, note) {
      const headers = { 'content-type': 'text/plain' };
      const body = note ?? (await signed(text));
      const answer = await fetch(`${LOG_URL}/add`, { method: 'POST', headers, body });
      return { status: answer.status, ...(await answer.json()) };
    },
    get: (path) => fetch(`${LOG_URL}${path}`),
    async published() {
      if (!(await open?.refresh(clock.time))) throw new Error('the newest tree is not published');
    },
  };
}
