import { DurableObject } from 'cloudflare:workers';
import { type Bytes, epochAt } from '@bauta/sdk/protocol';
import { type DurableNamespace, type DurableState, durableSql } from '@bauta/sdk/stores/durable-object';
import { sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sql';
import { sqliteAccounts } from '@bauta/services/storage/accounts';
import { sqliteBatchCounts } from '@bauta/services/storage/batch-counts';
import { sqliteGrants } from '@bauta/services/storage/grants';

/** Rows read and written. */
type Rows = readonly [number, number];

/** What the platform says of a query; both are billed. */
interface Cursor {
  toArray(): object[];
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

const LASTING = 9999;
const bytes = (value: number, length = 32): Bytes => new Uint8Array(length).fill(value);
const now = (): number => Math.floor(Date.now() / 1000);

/** Runs each act of the stores once, and counts. */
export class RowCount extends DurableObject {
  readonly #storage: DurableState['storage'];

  constructor(ctx: DurableState, env: unknown) {
    super(ctx, env);
    this.#storage = ctx.storage;
  }

  async count(): Promise<Readonly<Record<string, Rows>>> {
    const { sql } = this.#storage;
    let [read, written] = [0, 0];
    const database = durableSql({
      sql: {
        exec(query, ...values) {
          const cursor = sql.exec(query, ...values) as Cursor;
          const rows = cursor.toArray();
          read += cursor.rowsRead;
          written += cursor.rowsWritten;
          return { toArray: () => rows };
        },
      },
      transactionSync: (act) => this.#storage.transactionSync(act),
      // Alarms are this object's to call.
      getAlarm: async () => 1,
      setAlarm: async () => {},
    });
    const spent = sqliteSpentSet(database, { now });
    const sessions = sqliteSessions(database, { now });
    const accounts = sqliteAccounts(database, { now, random: (length) => crypto.getRandomValues(bytes(0, length)) });
    const grants = sqliteGrants(database, { now });
    const counts = sqliteBatchCounts(database);
    for (let i = 1; i <= 20; i++) {
      await spent.spend(bytes(i), now() + LASTING);
      await sessions.put(bytes(i), 'kept', LASTING);
    }
    const account = await accounts.save({
      ...{ passkey: { credentialId: bytes(7), publicKey: bytes(8), counter: 0 }, once: bytes(9) },
      ...{ thresholds: [18], expires: now() + LASTING },
    });
    const seen = { account: account.id, credentialId: bytes(7), counter: 1 };
    const acts: Readonly<Record<string, () => Promise<unknown>>> = {
      spend: () => spent.spend(bytes(200), now() + LASTING),
      put: () => sessions.put(bytes(200), 'a', LASTING),
      read: () => sessions.read(bytes(200)),
      replace: () => sessions.replace(bytes(200), 'a', 'b', LASTING + 1),
      take: () => sessions.take(bytes(200)),
      find: () => accounts.find(bytes(7)),
      save: () => accounts.save(seen),
      claim: () => grants.claim(account.id, 18, epochAt(now()), bytes(3), 3),
      add: () => counts.add(epochAt(now())),
    };
    const rows: Record<string, Rows> = {};
    for (const [name, act] of Object.entries(acts)) {
      const before = [read, written] as const;
      await act();
      rows[name] = [read - before[0], written - before[1]];
    }
    return rows;
  }
}

export default {
  async fetch(_: Request, { ROWS }: { readonly ROWS: DurableNamespace }): Promise<Response> {
    return Response.json(await (ROWS.getByName('rows') as RowCount).count());
  },
};
