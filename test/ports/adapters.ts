import { randomBytes } from 'node:crypto';
import type { SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { blindSign, signingKeyOf } from '../../services/keys/blind-sign.ts';
import { drawTokenKeyPair, type TokenKeyPair } from '../../services/keys/token-key-pair.ts';
import { sqliteAccounts } from '../../services/storage/accounts.ts';
import { type KeyVaultOptions, sqliteKeyVault } from '../../services/storage/key-vault.ts';
import type { Accounts, KeyVault } from '../../services/storage/ports.ts';
import { figure } from './figures.ts';

export function accountsOn(database: SqliteDatabase, now: () => number): Accounts {
  return sqliteAccounts(database, { now, random: (length) => new Uint8Array(randomBytes(length)) });
}

/** A vault that signs in this thread. Its keys are drawn from a handful, since drawing takes longer than the tests. */
export function vaultOn(
  database: SqliteDatabase,
  now: () => number,
  choices: Partial<KeyVaultOptions> = {},
): KeyVault {
  return sqliteKeyVault(database, {
    room: 'issuer',
    keyEncryptionKey: figure('key-encryption key'),
    draw: drawOfAHandful,
    signers: { sign: async (key, blinded) => blindSign(signingKeyOf(key), blinded), forget: () => {} },
    now,
    ...choices,
  });
}

const HANDFUL = 8;
const handful: Promise<TokenKeyPair>[] = [];
let drawn = 0;

function drawOfAHandful(): Promise<TokenKeyPair> {
  const at = drawn++ % HANDFUL;
  handful[at] ??= drawTokenKeyPair();
  return handful[at];
}
