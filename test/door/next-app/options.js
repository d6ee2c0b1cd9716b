import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';

const store = openSqlite('age.db');
const now = () => Math.floor(Date.now() / 1000);

export const origin = 'https://site.example';
export const issuer = process.env.ISSUER;
export const wallet = 'https://wallet.example';
export const secrets = [Buffer.from(process.env.AGE_SECRET, 'hex')];
export const spent = sqliteSpentSet(store, { now });
export const sessions = sqliteSessions(store, { now });
