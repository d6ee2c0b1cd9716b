// `npm run -s admin -- ACT …`: what an operator does to a room by hand, beside the room that runs.
import { randomBytes } from 'node:crypto';
import type { KeyRole } from '@bauta/sdk/protocol';
import { AgeError } from '@bauta/sdk/protocol';
import { EXIT } from '../exit-codes.ts';
import { openVault } from '../keys/open-vault.ts';
import { createLog } from '../log-events.ts';
import { loadConfig } from '../settings/config.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import { parseFlags } from '../settings/flags.ts';
import { secretFilesOnDisk } from '../settings/secret-files.ts';
import { sqliteAccounts } from '../storage/accounts.ts';
import { sqliteBatchCounts } from '../storage/batch-counts.ts';
import { eraseFromFile } from '../storage/erase-from-file.ts';
import { openStore } from '../store.ts';
import { type AdminWorld, runAdmin } from './run-admin.ts';

/** Nothing is signed here. */
const NO_SIGNERS = {
  sign: async () => {
    throw new AgeError('ERR_FAULT', 'this command signs nothing');
  },
  forget: () => {},
};

const complain = (text: string): void => void process.stderr.write(text);

const now = (): number => Math.floor(Date.now() / 1000);

function open(role: KeyRole, name: string | undefined): ReturnType<AdminWorld['open']> {
  const words = name === undefined ? [role] : [role, '--name', name];
  const config = loadConfig(process.env, parseFlags(words), secretFilesOnDisk).of(role);
  const store = openStore(config.store);
  const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));
  return {
    vault: openVault(role, store, config.kek, NO_SIGNERS, now),
    thresholds: config.thresholds,
    counts: () => sqliteBatchCounts(store),
    accounts: () => sqliteAccounts(store, { now, random }),
    emptyLog: eraseFromFile(store),
    log: createLog({ room: role, now, write: complain }),
    close: () => store.close(),
  };
}

try {
  const print = (text: string): void => void process.stdout.write(text);
  process.exitCode = await runAdmin(process.argv.slice(2), { open, now, print, complain });
} catch (error) {
  const lines = error instanceof ConfigFault ? error.lines : [`a fault of this program: ${error}`];
  complain(lines.map((line) => `admin: ${line}\n`).join(''));
  process.exitCode = error instanceof ConfigFault ? EXIT.configuration : EXIT.fault;
}
