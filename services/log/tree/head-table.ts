import type { Bytes } from '@bauta/sdk/protocol';
import { createTables, inTransaction, readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';

const TABLES = `
  CREATE TABLE IF NOT EXISTS log_head (
    kind TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log_growth (
    place INTEGER NOT NULL PRIMARY KEY,
    entry BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS log_leaf (
    leaf BLOB NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL
  ) WITHOUT ROWID;`;

/** An append that is decided: these entries have their places, whether their tiles are written yet or not. */
export interface Growth {
  /** The signed head that it leads to. */
  readonly next: string;
  readonly entries: readonly Bytes[];
}

/** The private side of a log in SQL: its head, the append under way, and where each entry is. */
export interface HeadTable {
  head(): string | undefined;
  growth(): Growth | undefined;
  /** @returns the place of an entry whose tiles are written. @param leaf its hash */
  placeOf(leaf: Bytes): number | undefined;
  /** The first head of a new log. */
  begin(head: string): void;
  /** Decides an append to `before`. @returns false when that is not the head, or another append is decided. */
  decide(before: string, growth: Growth): boolean;
  /** Its tiles are written: what it leads to is the head. @param leaves of its entries @param first place of them */
  settle(next: string, leaves: readonly Bytes[], first: number): void;
}

/** @throws AgeError ERR_STORE_UNAVAILABLE, here and from every method, on any fault of the store. */
export function headTable(database: SqlDatabase): HeadTable {
  createTables(database, TABLES);
  const select = database.prepare('SELECT text FROM log_head WHERE kind = ?');
  const replace = database.prepare('INSERT OR REPLACE INTO log_head VALUES (?, ?)');
  const forget = database.prepare("DELETE FROM log_head WHERE kind = 'next'");
  const grown = database.prepare('SELECT entry FROM log_growth ORDER BY place');
  const grow = database.prepare('INSERT INTO log_growth VALUES (?, ?)');
  const clear = database.prepare('DELETE FROM log_growth');
  const place = database.prepare('SELECT place FROM log_leaf WHERE leaf = ?');
  // An entry that stands twice keeps its first place.
  const putLeaf = database.prepare('INSERT OR IGNORE INTO log_leaf VALUES (?, ?)');
  const textOf = (kind: 'head' | 'next'): string | undefined =>
    (select.get(kind) as { text: string } | undefined)?.text;

  return {
    head: () => readStore(() => textOf('head')),
    growth: () =>
      readStore(() => {
        const next = textOf('next');
        if (next === undefined) return undefined;
        const rows = grown.all() as { entry: Uint8Array }[];
        return { next, entries: rows.map(({ entry }) => new Uint8Array(entry) as Bytes) };
      }),
    placeOf: (leaf) => readStore(() => (place.get(leaf) as { place: number } | undefined)?.place),
    begin: (head) => inTransaction(database, () => void replace.run('head', head)),
    decide: (before, { next, entries }) =>
      inTransaction(database, () => {
        if (textOf('head') !== before || textOf('next') !== undefined) return false;
        replace.run('next', next);
        for (const [i, entry] of entries.entries()) grow.run(i, entry);
        return true;
      }),
    settle: (next, leaves, first) =>
      inTransaction(database, () => {
        replace.run('head', next);
        forget.run();
        clear.run();
        for (const [i, leaf] of leaves.entries()) putLeaf.run(leaf, first + i);
      }),
  };
}
