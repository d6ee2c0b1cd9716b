import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row of `spec/retention.md`. */
export interface RetentionRow {
  readonly room: string;
  /** Of a SQL store; undefined for what lies elsewhere. */
  readonly table?: string;
  readonly what: string;
  /** Every file of tests that the row names. */
  readonly tests: readonly string[];
}

const TEXT = join(import.meta.dirname, '../../spec/retention.md');

/** The rows of the table: room, where, what, why, how long, how it goes, test. @throws TypeError for one of another form */
export function readRetention(text: string = readFileSync(TEXT, 'utf8')): RetentionRow[] {
  const lines = text.split('\n').filter((line) => /^\| (?!room \||-)/.test(line));
  return lines.map((line) => {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [room, where, what, why, howLong, howGone, test] = cells;
    if (cells.length !== 7 || !(room && where && what && why && howLong && howGone && test)) {
      throw new TypeError(`not seven cells: ${line.slice(0, 60)}`);
    }
    const [, table] = /^table `(\w+)`/.exec(where) ?? [];
    return { room, ...(table === undefined ? {} : { table }), what, tests: test.split(', ') };
  });
}
