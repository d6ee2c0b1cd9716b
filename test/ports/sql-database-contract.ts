import { describe, expect, it } from 'vitest';
import { SQL_PROMISES } from './sql-database-promises.ts';

/** What every database under our stores promises. @param ask does the promise of that index on an empty database. */
export function sqlDatabaseContract(name: string, ask: (index: number) => unknown): void {
  describe(`SqlDatabase: ${name}`, () => {
    it.each(SQL_PROMISES.map(({ title, expected }, index) => ({ title, expected, index })))(
      '$title',
      async ({ index, expected }) => {
        expect(await ask(index)).toEqual(expected);
      },
    );
  });
}
