/**
 * What we use of Cloudflare's Durable Objects, described here so that no site needs a package of types for it. The
 * platform's own objects fit.
 */

/** `ctx.storage` of an object with SQLite. */
export interface DurableStorage {
  readonly sql: {
    exec(query: string, ...values: unknown[]): { toArray(): object[] };
  };
  transactionSync<T>(act: () => T): T;
  /** Milliseconds since 1970; null when none is set, and while `alarm()` runs. */
  getAlarm(): Promise<number | null>;
  setAlarm(time: number): Promise<void>;
}

/** `ctx`, the first argument of an object's constructor. */
export interface DurableState {
  readonly storage: DurableStorage;
}

/** A binding of Durable Objects; one that was narrowed to a jurisdiction too. */
export interface DurableNamespace {
  /** The object of that name, which is made when it is first asked. */
  getByName(name: string): object;
}
