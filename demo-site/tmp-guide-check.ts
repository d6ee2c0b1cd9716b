import { serve } from '@hono/node-server';
import { ageGate } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { Hono } from 'hono';

const store = openSqlite(':memory:');
const now = () => Math.floor(Date.now() / 1000);
const gate = ageGate({
  origin: 'http://demo.localhost:8080',
  issuer: 'issuer.localhost:4003',
  wallet: 'http://wallet.localhost:4001',
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

setTimeout(async()=>{const r=await fetch('http://127.0.0.1:8080/robots.txt');console.log(r.status);const q=await fetch('http://127.0.0.1:8080/',{headers:{accept:'text/html'}});console.log(q.status);process.exit()},800)
