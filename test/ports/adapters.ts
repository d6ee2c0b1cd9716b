import { type KeyObject, randomBytes } from 'node:crypto';
import type { SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { blindSign, signingKeyOf } from '../../services/keys/blind-sign.ts';
import { drawTokenKeyPair, openPrivateKey, type TokenKeyPair } from '../../services/keys/token-key-pair.ts';
import { sqliteAccounts } from '../../services/storage/accounts.ts';
import { eraseFromFile } from '../../services/storage/erase-from-file.ts';
import { type KeyVaultOptions, sqliteKeyVault } from '../../services/storage/key-vault.ts';
import type { Accounts, KeyVault } from '../../services/storage/ports.ts';
import { figure } from './figures.ts';

export function accountsOn(database: SqliteDatabase, now: () => number): Accounts {
  return sqliteAccounts(database, { now, random: (length) => new Uint8Array(randomBytes(length)) });
}

/** A vault that signs in this thread. Other vaults here draw the same keys, since drawing takes longer than the tests. */
export function vaultOn(
  database: SqliteDatabase,
  now: () => number,
  choices: Partial<KeyVaultOptions<KeyObject>> = {},
): KeyVault {
  return sqliteKeyVault(database, {
    room: 'issuer',
    keyEncryptionKey: figure('key-encryption key'),
    draw: drawAgain(),
    open: openPrivateKey,
    erase: eraseFromFile(database),
    signers: { sign: async (key, blinded) => blindSign(signingKeyOf(key), blinded), forget: () => {} },
    now,
    ...choices,
  });
}

/** Pairs drawn so far, in this process. */
const pairs: Promise<TokenKeyPair>[] = [];

/** A source that gives the same pairs in the same order as every other one here. */
function drawAgain(): () => Promise<TokenKeyPair> {
  let at = 0;
  return () => {
    pairs[at] ??= drawTokenKeyPair();
    return pairs[at++] as Promise<TokenKeyPair>;
  };
}
