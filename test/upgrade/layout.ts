import { SqliteDatabase } from '@bauta/sdk/stores/sqlite';

/** Later than any that there is. */
export const LATER_LAYOUT = 9999;

/** Says of a file of SQLite, which is made where there is none, that it has this layout. @returns the one that it had. */
export function writeLayout(path: string, layout: number): number {
  const file = new SqliteDatabase(path);
  try {
    const { user_version: former } = file.prepare('PRAGMA user_version').get() as { user_version: number };
    file.exec(`PRAGMA user_version = ${layout}`);
    return former;
  } finally {
    file.close();
  }
}
