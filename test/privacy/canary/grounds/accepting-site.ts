import { join } from 'node:path';
import { euWallet, parseTrustedList } from '@bauta/sdk/eu-wallet';
import { ageGate } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import { epochAt, nameOf } from '@bauta/sdk/protocol';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { createLog } from '@bauta/services/log-events';
import type { TestPki } from '@bauta/services/phone/test-pki';
import { Hono } from 'hono';
import type { House } from '../../../rooms/house.ts';

/** A site that also takes proofs of EU age apps itself. */
export interface AcceptingSite {
  readonly origin: string;
  readonly logs: readonly string[];
}

/** Puts it into the house, its store beside those of the rooms. It ends with the house. */
export async function openAcceptingSite(house: House, pki: TestPki, port: number): Promise<AcceptingSite> {
  const { now } = house.clock;
  const origin = `http://accepting.localhost:${port}`;
  const store = openSqlite(join(house.folder, 'accepting-site.db'));
  const logs: string[] = [];
  const log = createLog({ room: 'demo-site', now, write: (line) => void logs.push(line) });
  const list = parseTrustedList(pki.trustedList, { production: false });
  const gate = ageGate({
    origin,
    issuer: nameOf(house.origins.issuer),
    wallet: house.origins.wallet,
    secrets: [new Uint8Array(32).fill(3)],
    spent: sqliteSpentSet(store, { now }),
    sessions: sqliteSessions(store, { now }),
    publicPaths: [],
    fetch: (url) => house.fetch(url),
    now,
    methods: [euWallet({ trustedList: { current: () => list }, demonstration: true })],
    onRefused: (code) => log({ event: 'refusal', code, epoch: epochAt(now()) }),
  });
  await gate.refresh();
  const app = new Hono().use(hono(gate)).all('*', (context) => context.text('open'));
  house.doors.set(origin, {
    fetch: (request) => app.fetch(request),
    close() {
      gate.stop();
      store.close();
    },
  });
  return { origin, logs };
}
