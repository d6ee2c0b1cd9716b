import { join } from 'node:path';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import type { RoomName } from '@bauta/services/rooms';
import type { Marks } from '../marks.ts';
import type { Haystack } from '../observe.ts';
import type { Party } from '../policy/parties.ts';

/** A journey that was made, and how it ended. */
export interface Journey {
  readonly name: string;
  readonly where: string;
  readonly ended: string;
}

/** What a ground leaves to be searched. */
export interface Remains {
  readonly haystacks: readonly Haystack[];
  readonly journeys: readonly Journey[];
}

export const PARTY_OF: Readonly<Record<RoomName, Party>> = {
  attester: 'attester',
  issuer: 'issuer',
  wallet: 'wallet host',
  log: 'log',
  witness: 'witness',
  'demo-site': 'site',
  provider: 'bank',
  phone: 'age app',
};

/** What the attester draws or derives by itself, read where it keeps it. @param folder of `attester.db` */
export function markAttesterRows(marks: Marks, folder: string): void {
  const store = openSqlite(join(folder, 'attester.db'));
  try {
    const rows = <T>(sql: string): T[] => store.prepare(sql).all() as T[];
    for (const { id } of rows<{ id: Uint8Array }>('SELECT id FROM accounts')) marks.keep('account id', id);
    for (const { once } of rows<{ once: Uint8Array }>('SELECT once FROM evidence')) {
      marks.keep('keyed hash of the evidence', once);
    }
  } finally {
    store.close();
  }
}
