import { ageGate } from '@bauta/sdk/gate';
import { next } from '@bauta/sdk/gate/next';
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
  publicPaths: ['/robots.txt', '/imprint/'],
});
gate.start();
export const proxy = next(gate);
