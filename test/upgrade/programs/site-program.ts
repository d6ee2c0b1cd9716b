import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { openKeyLog, parseKeyLogFile, pinsOf } from '@bauta/sdk/log';
import { openRedis, redisSessions, redisSpentSet } from '@bauta/sdk/stores/redis';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import type { Sessions, SpentSet } from '@bauta/sdk/verifier';
import { loopbackFetch } from '@bauta/services/loopback';

/**
 * One instance of a site on the SDK of the tree that it stands in, until it is told to end: `PORT SETTINGS`, the latter
 * as JSON. It is told by SIGTERM, lets every request under way come to its end, and takes no more.
 */
const [port, text] = process.argv.slice(2) as [string, string];
const settings = JSON.parse(text) as {
  readonly origin: string;
  readonly issuer: string;
  readonly wallet: string;
  /** Of the rooms: the file that names the log of keys. */
  readonly keyLog: string;
  /** A file of SQLite, or an address of Redis. */
  readonly place: string;
  /** The file of the secret that all instances have; the first of them makes it. */
  readonly secret: string;
};
/** What the application answers, and the gate never does. */
const BEHIND_THE_DOOR = 'behind the door';

const now = (): number => Math.floor(Date.now() / 1000);
if (!existsSync(settings.secret)) writeFileSync(settings.secret, randomBytes(32));
const { spent, sessions, close } = await openStores(settings.place);
const gate = ageGate({
  ...{ origin: settings.origin, issuer: settings.issuer, wallet: settings.wallet, spent, sessions },
  secrets: [new Uint8Array(readFileSync(settings.secret))],
  canaries: ['/film'],
  keyLog: await openKeyLog({ ...pinsOf(parseKeyLogFile(readFileSync(settings.keyLog, 'utf8'))), fetch: loopbackFetch }),
  fetch: (url) => loopbackFetch(url),
  onRefused: (code) => process.stderr.write(`refused: ${code}\n`),
});
gate.start();
await gate.ready;
const server = createServer(node(gate)((_, response) => response.end(BEHIND_THE_DOOR)));
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.once('SIGTERM', () => {
  server.close(async () => {
    gate.stop();
    await close();
    process.exit();
  });
  server.closeIdleConnections();
});

async function openStores(place: string): Promise<{ spent: SpentSet; sessions: Sessions; close(): unknown }> {
  if (!place.startsWith('redis:')) {
    const database = openSqlite(place);
    return {
      spent: sqliteSpentSet(database, { now }),
      sessions: sqliteSessions(database, { now }),
      close: () => database.close(),
    };
  }
  const client = await openRedis(place);
  const prefix = 'upgrade:';
  return {
    spent: redisSpentSet(client, { now, prefix }),
    sessions: redisSessions(client, { now, prefix }),
    close: () => client.destroy(),
  };
}
