import { join } from 'node:path';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './bodies.ts';
import { sqlDatabaseContract } from './sql-database-contract.ts';
import { SQL_PROMISES } from './sql-database-promises.ts';

function keep(path: string, index: number): unknown {
  const database = openSqlite(path);
  onTestFinished(() => database.close());
  return SQL_PROMISES[index]?.run(database);
}

sqlDatabaseContract('a SQLite file', (index) => keep(join(temporaryFolder(), 'store.db'), index));
sqlDatabaseContract(':memory: of SQLite', (index) => keep(':memory:', index));
