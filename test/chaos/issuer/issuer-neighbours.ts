import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNote } from '@bauta/sdk/protocol';
import type { Fetch } from '../../../services/loopback.ts';

/** Where a room listens since it was last started: one that was killed comes back at another port. */
export function tellPort(folder: string, room: string, port: number): void {
  const file = join(folder, `${room}.port`);
  writeFileSync(`${file}.new`, String(port));
  renameSync(`${file}.new`, file);
}

/** Finds the rooms of the demonstration by the names that stand in `key-log.json`, wherever they listen now. */
export function neighbours(folder: string): Fetch {
  return async (input, init) => {
    const url = new URL(String(input));
    const [room] = url.hostname.split('.');
    const port = Number(readFileSync(join(folder, `${room}.port`), 'utf8'));
    return fetch(`http://127.0.0.1:${port}${url.pathname}`, init);
  };
}

/** An entry that the log answered for. */
export interface Acknowledged {
  readonly index: number;
  readonly text: string;
}

/** The same, and every index that the log gave is told before it is used. */
export function keepAcknowledged(fetch: Fetch, tell: (one: Acknowledged) => void): Fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    if (init?.method === 'POST' && String(input).endsWith('/add') && answer.status === 200) {
      const { index } = (await answer.clone().json()) as { index: number };
      tell({ index, text: parseNote(String(init.body)).text });
    }
    return answer;
  };
}
