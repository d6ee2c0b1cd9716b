import type { SqliteDatabase } from '@bauta/sdk/stores/sqlite';

/** A store as the SQL that makes it again, its layout included: a fixture that people can read and compare. */
export function dumpStore(store: SqliteDatabase): string {
  const pragma = store.prepare('PRAGMA user_version').get() as { user_version: number };
  const objects = store
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name`,
    )
    .all() as { type: string; name: string; sql: string }[];
  const rows = objects
    .filter(({ type }) => type === 'table')
    .flatMap(({ name }) =>
      store
        .prepare(`SELECT * FROM ${name}`)
        .all()
        .map(
          (row) =>
            `INSERT INTO ${name} VALUES (${Object.values(row as object)
              .map(literal)
              .join(', ')});`,
        ),
    );
  const sql = objects.map((object) => `${object.sql};`);
  return [`PRAGMA user_version = ${pragma.user_version};`, ...sql, ...rows, ''].join('\n');
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
