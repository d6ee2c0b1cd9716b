import { DurableObject } from 'cloudflare:workers';
import { parseHex } from '@bauta/sdk/protocol';
import type { DurableState } from '@bauta/sdk/stores/durable-object';

interface Env {
  readonly GREETING: string;
  readonly COUNT: { getByName(name: string): Count };
  readonly TILES: { put(key: string, value: string): Promise<unknown> };
}

export class Count extends DurableObject {
  readonly #state: DurableState;

  constructor(ctx: DurableState, env: unknown) {
    super(ctx, env);
    this.#state = ctx;
  }

  async next(): Promise<number> {
    const { sql } = this.#state.storage;
    sql.exec('CREATE TABLE IF NOT EXISTS count (n INTEGER)');
    sql.exec('INSERT INTO count VALUES (1)');
    return sql.exec('SELECT * FROM count').toArray().length;
  }
}

/** Shows what `startWorker` gives. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    switch (new URL(request.url).pathname) {
      case '/out':
        return fetch('https://elsewhere.example/what', { method: 'POST', body: await request.text() });
      case '/text':
        return new Response(env.GREETING + parseHex('00ff').length);
      case '/move':
        return Response.redirect('https://elsewhere.example/', 303);
      default:
        await env.TILES.put('a', 'b');
        return new Response(String(await env.COUNT.getByName('one').next()));
    }
  },
  scheduled(): void {},
};
