/** What a column holds. */
export type SqlValue = Uint8Array | string | number | null;

/** A statement with `?` for its values. */
export interface SqlStatement {
  /** @returns how many rows it inserted, changed or deleted. */
  run(...values: SqlValue[]): { readonly changes: number };
  /** The first row. */
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
}

/**
 * The part of SQLite that our stores use, so that each is written once: Node's (`openSqlite`) and that of a Durable
 * Object stand behind it.
 */
export interface SqlDatabase {
  prepare(sql: string): SqlStatement;
  /** Runs statements without values. */
  exec(sql: string): void;
  /**
   * Runs `act` in one transaction that holds the write lock from its beginning; when it throws, nothing of it is kept.
   * What it did is durable when whoever asked hears of it. @throws TypeError inside another one.
   */
  transaction<T>(act: () => T): T;
  /** Calls `act` soon, and again after as many milliseconds as it returns or more, while the database is open. */
  repeat(act: () => number): void;
}
