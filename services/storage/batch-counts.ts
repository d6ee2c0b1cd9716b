import type { Epoch } from '@bauta/sdk/protocol';
import { createTables, inTransaction, readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';

const TABLES = `
  CREATE TABLE IF NOT EXISTS batch_counts (
    epoch TEXT NOT NULL PRIMARY KEY,
    signed INTEGER NOT NULL,
    published INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;`;
/** What `published` may be beside 0. */
const PUBLISHED = 1;
export const GIVEN_UP = 2;

/** How many batches an issuer signed in each epoch: a number, and nothing of who drew them or when. */
export interface BatchCounts {
  /** Counts one more. */
  add(epoch: Epoch): Promise<void>;
  /** Epochs before `epoch` whose number is not published yet. */
  due(epoch: Epoch): Promise<readonly { readonly epoch: Epoch; readonly signed: number }[]>;
  setPublished(epoch: Epoch): Promise<void>;
  /** Every epoch, the oldest first. */
  list(): Promise<readonly BatchCount[]>;
}

/** The count of an epoch. */
export interface BatchCount {
  readonly epoch: Epoch;
  readonly signed: number;
  readonly published: boolean;
  /** The store was restored in that week or after: the number is too low, and is never published. */
  readonly givenUp: boolean;
}

/** Counts in a SQLite file, shared by all processes on it. @throws AgeError ERR_STORE_UNAVAILABLE, here and from every method */
export function sqliteBatchCounts(database: SqlDatabase): BatchCounts {
  createTables(database, TABLES);
  const add = database.prepare(
    'INSERT INTO batch_counts (epoch, signed) VALUES (?, 1) ON CONFLICT DO UPDATE SET signed = signed + 1',
  );
  const due = database.prepare(
    'SELECT epoch, signed FROM batch_counts WHERE published = 0 AND epoch < ? ORDER BY epoch',
  );
  const all = database.prepare('SELECT epoch, signed, published FROM batch_counts ORDER BY epoch');
  const publish = database.prepare(`UPDATE batch_counts SET published = ${PUBLISHED} WHERE epoch = ?`);
  return {
    add: async (epoch) => void inTransaction(database, () => add.run(epoch)),
    due: async (epoch) => readStore(() => due.all(epoch) as { epoch: Epoch; signed: number }[]),
    async list() {
      const rows = readStore(() => all.all() as { epoch: Epoch; signed: number; published: number }[]);
      return rows.map(({ epoch, signed, published }) => ({
        ...{ epoch, signed, published: published === PUBLISHED, givenUp: published === GIVEN_UP },
      }));
    },
    setPublished: async (epoch) => void inTransaction(database, () => publish.run(epoch)),
  };
}
