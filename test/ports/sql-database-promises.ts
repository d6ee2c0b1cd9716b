import type { SqlDatabase } from '@bauta/sdk/stores/sql';

/** One promise of `SqlDatabase`: what is done, as it can be done inside a Durable Object too, and what comes out. */
export interface SqlPromise {
  readonly title: string;
  readonly run: (database: SqlDatabase) => unknown;
  readonly expected: unknown;
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const nameOfFault = (act: () => unknown): string => {
  try {
    act();
    return 'nothing';
  } catch (error) {
    return (error as Error).name;
  }
};

export const SQL_PROMISES: readonly SqlPromise[] = [
  {
    title: 'takes and gives bytes, text, numbers and null',
    run(database) {
      database.exec('CREATE TABLE kinds (b BLOB, t TEXT, i INTEGER, r REAL, n BLOB)');
      const shared = bytes(9, 1, 2, 9).subarray(1, 3);
      database.prepare('INSERT INTO kinds VALUES (?, ?, ?, ?, ?)').run(shared, 'café ☕', 2 ** 52 + 1, 0.5, null);
      const row = database.prepare('SELECT *, typeof(b) AS tb, typeof(i) AS ti FROM kinds').get() as { b: unknown };
      return { isBytes: row.b instanceof Uint8Array, ...row };
    },
    expected: {
      ...{ isBytes: true, b: bytes(1, 2), t: 'café ☕', i: 2 ** 52 + 1, r: 0.5, n: null },
      ...{ tb: 'blob', ti: 'integer' },
    },
  },
  {
    title: 'gives the first row, all rows, or none',
    run(database) {
      database.exec('CREATE TABLE few (n INTEGER); INSERT INTO few VALUES (1), (2)');
      const select = database.prepare('SELECT n FROM few WHERE n > ? ORDER BY n');
      return [select.get(0), select.all(0), select.get(2) === undefined, select.all(2)];
    },
    expected: [{ n: 1 }, [{ n: 1 }, { n: 2 }], true, []],
  },
  {
    title: 'counts rows that changed, and neither those of indices nor those of before',
    run(database) {
      database.exec('CREATE TABLE counted (k INTEGER PRIMARY KEY, v INTEGER); CREATE INDEX by_v ON counted (v)');
      const insert = database.prepare('INSERT INTO counted VALUES (?, ?) ON CONFLICT DO NOTHING');
      const few = database.prepare('INSERT INTO counted SELECT ?1, ?2 WHERE ?1 > 100');
      const changes = [insert.run(1, 1), insert.run(1, 1), insert.run(2, 1), few.run(3, 3), few.run(101, 3)];
      changes.push(database.prepare('UPDATE counted SET v = 7 WHERE v = ?').run(1));
      changes.push(database.prepare('DELETE FROM counted WHERE v = ?').run(8));
      changes.push(database.prepare('DELETE FROM counted').run());
      return changes.map(({ changes: count }) => count);
    },
    expected: [1, 0, 1, 0, 1, 2, 0, 3],
  },
  {
    title: 'takes numbered values, each as often as it is named',
    run(database) {
      const twice = database.prepare('SELECT ?1 + ?2 AS sum, ?1 AS again, ?1 * ?1 AS square');
      return [twice.get(2, 3), twice.get(5, 1)];
    },
    expected: [
      { sum: 5, again: 2, square: 4 },
      { sum: 6, again: 5, square: 25 },
    ],
  },
  {
    title: 'gives the row that it deletes',
    run(database) {
      database.exec('CREATE TABLE taken (k INTEGER PRIMARY KEY); INSERT INTO taken VALUES (1)');
      const take = database.prepare('DELETE FROM taken WHERE k = ? RETURNING k');
      return [take.get(1), take.get(1) === undefined];
    },
    expected: [{ k: 1 }, true],
  },
  {
    title: 'deletes what leans on a row that goes',
    run(database) {
      database.exec(`CREATE TABLE owners (k INTEGER PRIMARY KEY);
        CREATE TABLE owned (k INTEGER REFERENCES owners ON DELETE CASCADE);
        INSERT INTO owners VALUES (1); INSERT INTO owned VALUES (1), (1)`);
      const { changes } = database.prepare('DELETE FROM owners').run();
      return [changes, database.prepare('SELECT * FROM owned').all()];
    },
    expected: [1, []],
  },
  {
    title: 'keeps a transaction that ends, and gives its result',
    run(database) {
      database.exec('CREATE TABLE ended (k INTEGER)');
      const result = database.transaction(() => database.prepare('INSERT INTO ended VALUES (1)').run().changes);
      return [result, database.prepare('SELECT k FROM ended').all()];
    },
    expected: [1, [{ k: 1 }]],
  },
  {
    title: 'keeps nothing of a transaction that throws, whoever throws',
    run(database) {
      database.exec('CREATE TABLE undone (k INTEGER PRIMARY KEY)');
      const insert = database.prepare('INSERT INTO undone VALUES (1)');
      const faults = [
        nameOfFault(() =>
          database.transaction(() => {
            insert.run();
            database.exec('CREATE TABLE undone_too (k INTEGER)');
            throw new RangeError('no');
          }),
        ),
        nameOfFault(() => database.transaction(() => [insert.run(), insert.run()])) === 'nothing',
      ];
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = 'undone_too'").all();
      const again = database.transaction(() => insert.run().changes);
      return [faults, tables, again, database.prepare('SELECT k FROM undone').all()];
    },
    expected: [['RangeError', false], [], 1, [{ k: 1 }]],
  },
  {
    title: 'has no transaction inside a transaction, and goes on after one was tried',
    run(database) {
      database.exec('CREATE TABLE nested (k INTEGER)');
      const insert = database.prepare('INSERT INTO nested VALUES (1)');
      const inner = (): unknown => database.transaction(() => insert.run());
      const fault = nameOfFault(() => database.transaction(() => [insert.run(), inner()]));
      return [fault, database.transaction(() => insert.run().changes), database.prepare('SELECT k FROM nested').all()];
    },
    expected: ['TypeError', 1, [{ k: 1 }]],
  },
];
