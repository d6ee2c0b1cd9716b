import { createServer } from 'node:http';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';

const store = openSqlite('age.db');
const now = () => Math.floor(Date.now() / 1000);
const gate = ageGate({
  origin: 'https://site.example',
  issuer: 'issuer.example',
  wallet: 'https://wallet.example',
  secrets: [Buffer.from(process.env.AGE_SECRET ?? '', 'hex')],
  spent: sqliteSpentSet(store, { now }),
  sessions: sqliteSessions(store, { now }),
});
gate.start();

const site = (_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end('<script src="/_age/beat.js" defer></script><p>For adults.</p>');
};
createServer(node(gate)(site)).listen(8080);
