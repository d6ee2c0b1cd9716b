import { DurableObject } from 'cloudflare:workers';
import type { Bytes } from '@bauta/sdk/protocol';
import {
  AgeStore,
  answerPort,
  askPort,
  type DurableNamespace,
  type DurableState,
  durableObjectStores,
  durableSql,
  type PortAnswer,
} from '@bauta/sdk/stores/durable-object';
import { openAgeStore } from '../../../sdk/stores/durable-object/age-store.ts';
import { sqliteAccounts } from '../../../services/storage/accounts.ts';
import { sqliteGrants } from '../../../services/storage/grants.ts';
import type { Accounts, Grants } from '../../../services/storage/ports.ts';
import { SQL_PROMISES } from '../sql-database-promises.ts';
import { readWire, type WireCall, writeWire } from './wire.ts';

// For the tests that need its own clock.
export { AgeStore };

/** Unix seconds, as the test wants it: objects and entry are in one isolate here. */
let time = 0;
const now = (): number => time;

interface State extends DurableState {
  abort(reason: string): void;
}

/** An object of a test. */
abstract class TestObject extends DurableObject {
  readonly #state: State;

  constructor(ctx: State, env: unknown) {
    super(ctx, env);
    this.#state = ctx;
  }

  die(): void {
    this.#state.abort('it dies');
  }
}

/** As `AgeStore`, with the clock of the test. */
export class SiteObject extends TestObject {
  readonly #store: AgeStore;

  constructor(ctx: State, env: unknown) {
    super(ctx, env);
    this.#store = openAgeStore(ctx, now);
  }

  ask(port: string, method: string, args: readonly unknown[]): Promise<PortAnswer> {
    return this.#store.ask(port, method, args);
  }

  alarm(): Promise<void> {
    return this.#store.alarm();
  }
}

/** What an attester keeps. */
export class AttesterObject extends TestObject {
  readonly #ports: Readonly<Record<string, object>>;
  readonly alarm: () => Promise<void>;

  constructor(ctx: State, env: unknown) {
    super(ctx, env);
    const database = durableSql(ctx.storage);
    const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
    this.#ports = { accounts: sqliteAccounts(database, { now, random }), grants: sqliteGrants(database, { now }) };
    this.alarm = database.alarm;
  }

  ask(port: string, method: string, args: readonly unknown[]): Promise<PortAnswer> {
    return answerPort(this.#ports[port], method, args);
  }
}

/** A bare database, and what is known of its alarm. */
export class SqlObject extends DurableObject {
  readonly #state: State;
  readonly #database: ReturnType<typeof durableSql>;
  /** Milliseconds of each run of what is repeated, and what the next runs ask for. */
  static readonly runs: number[] = [];
  static waits: number[] = [];
  static starts = 0;

  constructor(ctx: State, env: unknown) {
    super(ctx, env);
    this.#state = ctx;
    SqlObject.starts++;
    this.#database = durableSql(ctx.storage);
  }

  async ask(_: string, method: string, args: readonly unknown[]): Promise<PortAnswer> {
    return answerPort(
      {
        promise: (index: number) => SQL_PROMISES[index]?.run(this.#database),
        repeat: (...waits: number[]) => {
          SqlObject.runs.length = 0;
          SqlObject.waits = waits;
          this.#database.repeat(() => {
            SqlObject.runs.push(Date.now());
            return SqlObject.waits.shift() ?? 60_000;
          });
        },
        runs: () => SqlObject.runs.length,
        // Until the alarm, in milliseconds.
        alarm: async () => ((await this.#state.storage.getAlarm()) ?? Number.NaN) - Date.now(),
      },
      method,
      args,
    );
  }

  alarm(): Promise<void> {
    return this.#database.alarm();
  }
}

interface Env {
  readonly SITE: DurableNamespace;
  readonly ATTESTER: DurableNamespace;
  readonly SQL: DurableNamespace;
}

/** The objects of one place, which all die of being asked when they have to. */
function placeOf(namespace: DurableNamespace, { place, dies }: WireCall): DurableNamespace {
  return {
    getByName(name) {
      const stub = namespace.getByName(`${place} ${name}`);
      return dies ? { ask: () => (stub as TestObject).die() } : stub;
    },
  };
}

function portOf(env: Env, call: WireCall): object | undefined {
  const { spent, sessions, keep } = durableObjectStores(placeOf(env.SITE, call));
  const attester = (): object => placeOf(env.ATTESTER, call).getByName('attester');
  const [name = '', of = ''] = call.port.split(' ');
  switch (name) {
    case 'spent':
      return spent;
    case 'sessions':
      return sessions;
    case 'kept':
      return keep(of);
    case 'accounts':
      return askPort<Accounts>(attester, name, ['find', 'save', 'erase']);
    case 'grants':
      return askPort<Grants>(attester, name, ['claim', 'drawn']);
    case 'sql':
      return askPort<Record<string, () => unknown>>(placeOf(env.SQL, call).getByName('sql'), name, [call.method]);
    default:
      return undefined;
  }
}

/** Calls one method of one port. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const call = readWire(await request.text()) as WireCall;
    time = call.now;
    const answer = answerPort(portOf(env, call), call.method, call.args);
    // Whoever calls may use its bytes again at once.
    for (const arg of call.args) if (arg instanceof Uint8Array) arg.fill(0);
    return new Response(writeWire(await answer));
  },
};
