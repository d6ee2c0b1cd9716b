import { createHash } from 'node:crypto';
import { parseBase64url } from '@bauta/sdk/protocol';
import type { TestIssuer } from '../../unit/gate/issuer.ts';
import { ORIGIN } from '../../unit/gate/site.ts';
import { openGround, type StoreName } from '../stores.ts';
import { openVerified } from '../verified.ts';

/** Seconds between two pages, after which the id rotates again. */
const BETWEEN = 6;

/** A verified visitor of a gate in this process. Each act throws when it does not go as it should. */
export interface Visitor {
  /** A request for a part of a film, from `gate.handle` to the headers that its answer must carry. */
  readonly pass: () => Promise<void>;
  /** What the store does for that, and nothing else. */
  readonly read: () => Promise<void>;
  /** A page that the person goes to after a while: renews the session and rotates its id. */
  readonly rotate: () => Promise<void>;
  close(): Promise<void>;
}

export async function openVisitor(store: StoreName, issuer: TestIssuer, now: number): Promise<Visitor> {
  const ground = await openGround(store);
  const still = await openVerified(ground.next(), issuer, now);
  // The store knows a session by a hash of its name.
  const row = createHash('sha256').update(parseBase64url(still.id).subarray(0, 16)).digest();
  const part = new Request(`${ORIGIN}/media/film-3.webm`, {
    headers: { cookie: `__Host-age=${still.id}`, range: 'bytes=0-65535', accept: '*/*', 'sec-fetch-mode': 'no-cors' },
  });
  const moving = await openVerified(ground.next(), issuer, now);
  let { id } = moving;
  return {
    async pass() {
      const judged = await still.gate.handle(part);
      if (!('headers' in judged)) throw new Error(`the gate answered ${judged.response.status} to a verified visitor`);
    },
    async read() {
      if ((await still.stores.sessions.read(row)) === undefined) throw new Error('the session is gone');
    },
    async rotate() {
      moving.clock.now += BETWEEN;
      const headers = { cookie: `__Host-age=${id}`, 'sec-fetch-mode': 'navigate', 'sec-fetch-user': '?1' };
      const judged = await moving.gate.handle(new Request(`${ORIGIN}/films/3`, { headers }));
      const next = 'headers' in judged ? /^__Host-age=([^;]+)/.exec(judged.headers.get('set-cookie') ?? '') : undefined;
      if (!next) throw new Error('the gate rotated no id');
      id = next[1] as string;
    },
    async close() {
      still.stores.close();
      moving.stores.close();
      await ground.close();
    },
  };
}
