import type { SqlDatabase, SqlStatement, SqlValue } from '../sqlite/sql-database.ts';
import type { DurableStorage } from './platform.ts';

/** Milliseconds until what is repeated begins: whoever woke the object comes first. */
const SOON = 20;
/** Milliseconds that an act may ask for and get; whoever is content with more has nothing left to do. */
const PRESSING = 1000;
/** Milliseconds between two alarms then: each wakes the object, and is paid for. */
const LATER = 3_600_000;

/** The database of a Durable Object. Its `alarm()` has to be called by the object's own. */
export interface DurableSql extends SqlDatabase {
  /** Runs what is repeated, and sets the next alarm. */
  alarm(): Promise<void>;
}

/**
 * The SQLite of a Durable Object with the interface of our stores. What was written is durable when the object's answer
 * arrives anywhere: the platform holds every answer back until its writes are confirmed, and ends the object when they
 * are not. So nothing here may be read or answered with `allowUnconfirmed`.
 *
 * What is repeated runs on the object's one alarm, which outlives it: a timer would keep it in memory, or die with it.
 * @param storage `ctx.storage` of an object whose class is among `new_sqlite_classes`.
 */
export function durableSql(storage: DurableStorage): DurableSql {
  const { sql } = storage;
  const acts: (() => number)[] = [];
  let isInside = false;
  let isAwake = false;

  async function wakeUnlessSet(): Promise<void> {
    const set = await storage.getAlarm();
    if (set === null && !isAwake) await storage.setAlarm(Date.now() + SOON);
  }

  return {
    prepare(query): SqlStatement {
      const all = (values: readonly SqlValue[]) => sql.exec(query, ...values).toArray() as Row[];
      return {
        run(...values) {
          all(values);
          // The platform's own count of rows written counts those of indices too.
          return { changes: (sql.exec('SELECT changes() AS n').toArray()[0] as { n: number }).n };
        },
        get: (...values) => all(values).map(readRow)[0],
        all: (...values) => all(values).map(readRow),
      };
    },
    exec(statements) {
      sql.exec(statements).toArray();
    },
    transaction(act) {
      if (isInside) throw new TypeError('a transaction inside a transaction');
      isInside = true;
      try {
        return storage.transactionSync(act);
      } finally {
        isInside = false;
      }
    },
    repeat(act) {
      acts.push(act);
      // A storage that fails here has ended the object already.
      if (acts.length === 1) wakeUnlessSet().catch(() => {});
    },
    async alarm() {
      isAwake = true;
      // First of all, so that an act that throws is not the last one.
      const set = storage.setAlarm(Date.now() + LATER);
      const wait = Math.min(...acts.map((act) => act()));
      if (wait < PRESSING) await storage.setAlarm(Date.now() + wait);
      await set;
      isAwake = false;
    },
  };
}

type Row = Record<string, SqlValue | ArrayBuffer>;

function readRow(row: Row): Record<string, SqlValue> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof ArrayBuffer ? new Uint8Array(value) : value]),
  );
}
