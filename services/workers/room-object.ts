import { DurableObject } from 'cloudflare:workers';
import {
  answerPort,
  type DurableSql,
  type DurableState,
  durableSql,
  type PortAnswer,
} from '@bauta/sdk/stores/durable-object';
import { openedOnce } from './opened-once.ts';

/** The ports of an object by name, or what makes one when it is first asked for. */
export type ObjectPorts = Readonly<Record<string, object | (() => Promise<object>)>>;

/** An object of a room: its database, and what of it the room's entries may ask. */
export abstract class RoomObject extends DurableObject {
  readonly #alarm: () => Promise<void>;
  readonly #ports: ReadonlyMap<string, () => Promise<object>>;

  constructor(ctx: DurableState, env: unknown, open: (database: DurableSql) => ObjectPorts) {
    super(ctx, env);
    const database = durableSql(ctx.storage);
    this.#alarm = database.alarm;
    this.#ports = new Map(
      Object.entries(open(database)).map(([name, port]) => [
        name,
        typeof port === 'function' ? openedOnce(port as () => Promise<object>) : async () => port,
      ]),
    );
  }

  async ask(port: string, method: string, args: readonly unknown[]): Promise<PortAnswer> {
    return answerPort(await this.#ports.get(port)?.(), method, args);
  }

  alarm(): Promise<void> {
    return this.#alarm();
  }
}
