import { join } from 'node:path';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import type { House } from './house.ts';

type Table = 'accounts' | 'passkeys' | 'evidence' | 'grants';

/** What the attester remembers of people, row by row, as the disk has it. */
export function readAttesterStore(house: House): Readonly<Record<Table, readonly string[]>> {
  const database = openSqlite(join(house.folder, 'attester.db'));
  try {
    const rows = (table: Table): string[] =>
      database
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map((row) =>
          Object.values(row as object)
            .map(textOf)
            .join(' '),
        )
        .sort();
    return {
      accounts: rows('accounts'),
      passkeys: rows('passkeys'),
      evidence: rows('evidence'),
      grants: rows('grants'),
    };
  } finally {
    database.close();
  }
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
