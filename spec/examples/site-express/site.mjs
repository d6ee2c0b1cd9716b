import { ageGate } from '@bauta/sdk/gate';
import { express as guard } from '@bauta/sdk/gate/express';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import express from 'express';

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

const app = express();
app.use(guard(gate));
app.use(express.static('site'));
app.get('/', (_, response) => response.send('<script src="/_age/beat.js" defer></script><p>For adults.</p>'));
app.listen(8080);
