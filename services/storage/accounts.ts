import { ACCOUNT_PASSKEYS_MAX, AgeError, type Bytes, check, isEqual } from '@bauta/sdk/protocol';
import { createTables, inTransaction, readStore, type SqlDatabase, sweepRegularly } from '@bauta/sdk/stores/sql';
import type { Account, Accounts, Enrolment, Passkey, SeenPasskey } from './ports.ts';

const ID_LENGTH = 16;

// `evidence` points at no row of `accounts` on purpose: it outlives an account that is erased.
const TABLES = `
  CREATE TABLE IF NOT EXISTS accounts (
    id BLOB NOT NULL PRIMARY KEY,
    thresholds TEXT NOT NULL,
    expires INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS accounts_expires ON accounts (expires);
  CREATE TABLE IF NOT EXISTS passkeys (
    credential_id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS passkeys_account ON passkeys (account);
  CREATE TABLE IF NOT EXISTS evidence (
    once BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL,
    expires INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS evidence_expires ON evidence (expires);`;

/**
 * Accounts in a SQLite file, shared by all processes on that file. What is past is deleted.
 * @param database from `openSqlite`. @param options.now Unix seconds. @param options.random fresh random bytes.
 */
export function sqliteAccounts(
  database: SqlDatabase,
  options: { now: () => number; random: (length: number) => Bytes },
): Accounts {
  const { now, random } = options;
  createTables(database, TABLES);
  const prepare = (sql: string) => database.prepare(sql);

  const selectOwner = prepare(
    `SELECT accounts.id, accounts.expires FROM passkeys JOIN accounts ON accounts.id = passkeys.account
     WHERE credential_id = ?`,
  );
  const selectAccount = prepare('SELECT thresholds, expires FROM accounts WHERE id = ?');
  const selectPasskeys = prepare('SELECT credential_id, public_key, counter FROM passkeys WHERE account = ?');
  const selectEvidence = prepare('SELECT account FROM evidence WHERE once = ? AND expires > ?');
  const upsertAccount = prepare(
    `INSERT INTO accounts VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET thresholds = excluded.thresholds, expires = excluded.expires`,
  );
  const upsertEvidence = prepare(
    `INSERT INTO evidence VALUES (?1, ?2, ?3)
     ON CONFLICT DO UPDATE SET account = ?2, expires = max(evidence.expires, ?3)`,
  );
  const insertPasskey = prepare('INSERT INTO passkeys VALUES (?, ?, ?, ?)');
  const raiseCounter = prepare('UPDATE passkeys SET counter = max(counter, ?) WHERE credential_id = ? AND account = ?');
  const deletePasskeys = prepare('DELETE FROM passkeys WHERE account = ?');
  const deleteAccount = prepare('DELETE FROM accounts WHERE id = ?');
  const deletePastAccounts = prepare(
    'DELETE FROM accounts WHERE id IN (SELECT id FROM accounts WHERE expires <= ? LIMIT ?)',
  );
  const deletePastEvidence = prepare(
    'DELETE FROM evidence WHERE once IN (SELECT once FROM evidence WHERE expires <= ? LIMIT ?)',
  );

  function ownerOf(credentialId: Bytes): Bytes | undefined {
    const owner = selectOwner.get(credentialId) as { id: Bytes; expires: number } | undefined;
    return owner && owner.expires > now() ? owner.id : undefined;
  }

  function load(id: Bytes): Account {
    const { thresholds, expires } = selectAccount.get(id) as { thresholds: string; expires: number };
    const passkeys = (selectPasskeys.all(id) as PasskeyRow[]).map((row) => ({
      credentialId: row.credential_id,
      publicKey: row.public_key,
      counter: row.counter,
    }));
    return { id, passkeys, thresholds: JSON.parse(thresholds) as number[], expires };
  }

  function enrol({ once, passkey, thresholds, expires }: Enrolment): Account {
    const known = once && (selectEvidence.get(once, now()) as { account: Bytes } | undefined)?.account;
    const owner = ownerOf(passkey.credentialId);
    check(!owner || (known !== undefined && isEqual(owner, known)), 'ERR_REGISTRATION', 'the passkey is known already');
    const id = known ?? random(ID_LENGTH);
    upsertAccount.run(id, JSON.stringify(thresholds), expires);
    deletePasskeys.run(id);
    deletePastOwner(passkey.credentialId);
    insertPasskey.run(passkey.credentialId, id, passkey.publicKey, passkey.counter);
    if (once) upsertEvidence.run(once, id, expires);
    return load(id);
  }

  /** Past accounts go at the next sweep; one that still holds this passkey goes now. */
  function deletePastOwner(credentialId: Bytes): void {
    const past = selectOwner.get(credentialId) as { id: Bytes } | undefined;
    if (past) deleteAccount.run(past.id);
  }

  function see({ account, credentialId, counter, further }: SeenPasskey): Account {
    const owner = ownerOf(credentialId);
    if (!owner || !isEqual(owner, account)) throw new AgeError('ERR_ACCOUNT', 'the passkey is none of the account');
    if (further) add(further, account);
    raiseCounter.run(counter, credentialId, account);
    return load(owner);
  }

  function add({ credentialId, publicKey, counter }: Passkey, account: Bytes): void {
    check(!ownerOf(credentialId), 'ERR_REGISTRATION', 'the passkey is known already');
    check(selectPasskeys.all(account).length < ACCOUNT_PASSKEYS_MAX, 'ERR_QUOTA_EXCEEDED', 'no room for a passkey');
    deletePastOwner(credentialId);
    insertPasskey.run(credentialId, account, publicKey, counter);
  }

  sweepRegularly(database, (limit) =>
    Math.max(deletePastAccounts.run(now(), limit).changes, deletePastEvidence.run(now(), limit).changes),
  );

  return {
    async find(credentialId) {
      return readStore(() => {
        const owner = ownerOf(credentialId);
        return owner && load(owner);
      });
    },
    async save(entry) {
      return inTransaction(database, () => ('account' in entry ? see(entry) : enrol(entry)));
    },
    async erase(id) {
      inTransaction(database, () => deleteAccount.run(id));
    },
  };
}

interface PasskeyRow {
  readonly credential_id: Bytes;
  readonly public_key: Bytes;
  readonly counter: number;
}
