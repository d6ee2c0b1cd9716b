import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { onTestFinished } from 'vitest';
import { NOON } from './figures.ts';

/** One adapter of a port, as a contract meets it. */
export interface Body<S> {
  readonly name: string;
  /** True when a second handle, another process, or a later start meets the same data. */
  readonly lasts: boolean;
  /** True when it can be closed, so that it must then say that it cannot know. */
  readonly closes: boolean;
  open(): Opened<S>;
}

/** The same, where a handle takes a connection. */
export interface RemoteBody<S> extends Omit<Body<S>, 'open'> {
  open(): Promise<Omit<Opened<S>, 'another'> & { another(): Promise<S> }>;
}

export interface Opened<S> {
  readonly store: S;
  /** The clock of every handle. */
  readonly clock: { now: number };
  /** The file or the URL behind it, for `openPlace`; undefined when there is none. */
  readonly file: string | undefined;
  /** A new handle on the same data. */
  another(): S;
  /** Closes every handle. */
  close(): void;
}

/** A port's SQLite adapter on a file, and on `:memory:`. */
export function sqliteBodies<S>(create: (database: SqliteDatabase, now: () => number) => S): Body<S>[] {
  return [false, true].map((lasts) => ({
    name: lasts ? 'SQLite file' : 'SQLite :memory:',
    lasts,
    closes: true,
    open() {
      const file = lasts ? join(temporaryFolder(), 'store.db') : undefined;
      const clock = { now: NOON };
      const databases: SqliteDatabase[] = [];
      const close = (): void => {
        for (const database of databases.splice(0)) database.close();
      };
      const another = (): S => {
        const database = openSqlite(file ?? ':memory:');
        databases.push(database);
        return create(database, () => clock.now);
      };
      onTestFinished(close);
      return { store: another(), clock, file, another, close };
    },
  }));
}

/** A port's adapter that lives in this process alone. */
export function memoryBody<S>(create: (now: () => number) => S): Body<S> {
  const no = (): never => {
    throw new TypeError('there is one handle only, and it never closes');
  };
  return {
    name: 'memory',
    lasts: false,
    closes: false,
    open() {
      const clock = { now: NOON };
      return { store: create(() => clock.now), clock, file: undefined, another: no, close: no };
    },
  };
}

/** A folder that goes when the test does. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
