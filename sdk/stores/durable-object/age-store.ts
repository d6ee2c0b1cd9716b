import { DurableObject } from 'cloudflare:workers';
import { sqliteKeptTexts } from '../sqlite/kept-texts.ts';
import { sqliteSessions } from '../sqlite/sessions.ts';
import { sqliteSpentSet } from '../sqlite/spent-set.ts';
import { durableSql } from './durable-sql.ts';
import type { DurableState } from './platform.ts';
import { answerPort, type PortAnswer, type PortObject } from './port-call.ts';

/** What the platform calls of the object. */
export interface AgeStore extends PortObject {
  alarm(): Promise<void>;
}

/** The ports of one shard, on its storage. @param now Unix seconds. */
export function openAgeStore({ storage }: DurableState, now: () => number): AgeStore {
  const database = durableSql(storage);
  const ports: Readonly<Record<string, object>> = {
    spent: sqliteSpentSet(database, { now }),
    sessions: sqliteSessions(database, { now }),
    kept: sqliteKeptTexts(database),
  };
  return {
    alarm: database.alarm,
    ask: (port, method, args) => answerPort(Object.hasOwn(ports, port) ? ports[port] : undefined, method, args),
  };
}

/**
 * A Durable Object that holds one shard of a site's stores. The site's Worker exports it, and its `wrangler.toml` names
 * it among `new_sqlite_classes`; `durableObjectStores` asks it.
 */
export const AgeStore: new (ctx: DurableState, env: unknown) => AgeStore = class
  extends DurableObject
  implements AgeStore
{
  readonly #store: AgeStore;

  constructor(ctx: DurableState, env: unknown) {
    super(ctx, env);
    this.#store = openAgeStore(ctx, () => Math.floor(Date.now() / 1000));
  }

  ask(port: string, method: string, args: readonly unknown[]): Promise<PortAnswer> {
    return this.#store.ask(port, method, args);
  }

  alarm(): Promise<void> {
    return this.#store.alarm();
  }
};
