import { ageGate } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const store = openSqlite('age.db');
const now = () => Math.floor(Date.now() / 1000);
const gate = ageGate({
  origin: 'https://site.example',
  issuer: 'issuer.example',
  wallet: 'https://wallet.example',
  secrets: [Buffer.from(process.env.AGE_SECRET ?? '', 'hex')],
  spent: sqliteSpentSet(store, { now }),
  sessions: sqliteSessions(store, { now }),
  publicPaths: ['/robots.txt', '/imprint/'],
});
gate.start();

const app = new Hono();
app.use(hono(gate));
app.get('/', (c) => c.html('<script src="/_age/beat.js" defer></script><p>For adults.</p>'));
serve({ fetch: app.fetch, port: 8080 });
