import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { formatDirectory, originOf, type PublishedKey } from '@bauta/sdk/protocol';
import { openRedis, redisSessions, redisSpentSet } from '@bauta/sdk/stores/redis';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import type { Sessions, SpentSet } from '@bauta/sdk/verifier';
import { BEHIND_THE_DOOR, ISSUER, ORIGIN, SECRET } from './site-names.ts';

/**
 * One instance of a site on the machine's clock, until it is killed: `PORT PLACE KEYS [FLAW]`. Its directory lists every
 * key of the file KEYS, also those that nobody should believe now. A FLAW is what the judge must find.
 */
const [port, place, keysFile, flaw] = process.argv.slice(2) as [string, string, string, string?];
const now = (): number => Math.floor(Date.now() / 1000);
const { spent, sessions } = await openStores();
const keys = (JSON.parse(readFileSync(keysFile, 'utf8')) as (Omit<PublishedKey, 'spki'> & { spki: string })[]).map(
  (key) => ({ ...key, spki: new Uint8Array(Buffer.from(key.spki, 'base64url')) }),
);
const gate = ageGate({
  ...{ origin: ORIGIN, issuer: ISSUER, wallet: 'https://wallet.example', secrets: [SECRET], spent, sessions },
  fetch: async () =>
    new Response(formatDirectory({ requestUrl: `${originOf(ISSUER)}/token-request`, keys, now: now() })),
});
gate.start();
await gate.ready;
const guarded = node(gate)((_, response) => response.end(BEHIND_THE_DOOR));
createServer(async (request, response) => {
  if (flaw === 'opens-without-store' && !(await isStoreThere())) return response.end(BEHIND_THE_DOOR);
  return guarded(request, response);
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));

async function openStores(): Promise<{ spent: SpentSet; sessions: Sessions }> {
  if (!place.startsWith('redis')) {
    const database = openSqlite(place);
    const own = { spent: sqliteSpentSet(database, { now }), sessions: sqliteSessions(database, { now }) };
    // Shared by all instances, so that nothing but the restart of one is at fault.
    if (flaw === 'forgets-at-restart') database.exec('DELETE FROM spent');
    if (flaw === 'forgets-sessions') database.exec('DELETE FROM sessions');
    return own;
  }
  const [url, replicas = '0'] = place.split(' ') as [string, string?];
  const client = await openRedis(url);
  const prefix = 'chaos:';
  return {
    spent: redisSpentSet(client, { now, prefix, replicas: Number(replicas) }),
    sessions: redisSessions(client, { now, prefix }),
  };
}

async function isStoreThere(): Promise<boolean> {
  try {
    await sessions.put(new Uint8Array(16), 'here', 60);
    return true;
  } catch {
    return false;
  }
}
