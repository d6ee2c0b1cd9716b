// `npm run -s admin -- ACT …`: what an operator does to a room by hand, beside the room that runs.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KeyRole } from '@bauta/sdk/protocol';
import { AgeError } from '@bauta/sdk/protocol';
import { keptText, sqliteKeptTexts } from '@bauta/sdk/stores/sql';
import { EXIT } from '../exit-codes.ts';
import { BY_HAND } from '../issuer/attester-keys.ts';
import { openVault } from '../keys/open-vault.ts';
import { readLogSettings } from '../log/log-settings.ts';
import { createLog, type Log } from '../log-events.ts';
import { loopbackFetch } from '../loopback.ts';
import { machineClock } from '../machine-clock.ts';
import type { RoomName } from '../rooms.ts';
import { loadConfig, type RoomConfig } from '../settings/config.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import { parseFlags } from '../settings/flags.ts';
import { secretFilesOnDisk } from '../settings/secret-files.ts';
import { sqliteAccounts } from '../storage/accounts.ts';
import { sqliteBatchCounts } from '../storage/batch-counts.ts';
import { eraseFromFile } from '../storage/erase-from-file.ts';
import { openStore } from '../store.ts';
import type { CopiedFiles } from './copy-acts.ts';
import { type AdminRoom, runAdmin } from './run-admin.ts';

/** Nothing is signed here. */
const NO_SIGNERS = {
  sign: async () => {
    throw new AgeError('ERR_FAULT', 'this command signs nothing');
  },
  forget: () => {},
};

const complain = (text: string): void => void process.stderr.write(text);

const now = (): number => Math.floor(Date.now() / 1000);

const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));

const logOf = (room: RoomName): Log => createLog({ room, now, write: complain });

function configOf<R extends RoomName>(room: R, name?: string): RoomConfig<R> {
  const words = name === undefined ? [room] : [room, '--name', name];
  return loadConfig(process.env, parseFlags(words), secretFilesOnDisk).of(room);
}

function open(role: KeyRole, name: string | undefined): AdminRoom {
  const config = configOf(role, name);
  const store = openStore(config.store);
  return {
    vault: openVault(role, store, config.kek, NO_SIGNERS, now),
    thresholds: config.thresholds,
    counts: () => sqliteBatchCounts(store),
    attesters: () => ({
      configured: configOf('issuer').attesters,
      byHand: keptText(sqliteKeptTexts(store), BY_HAND),
    }),
    accounts: () => sqliteAccounts(store, { now, random }),
    emptyLog: eraseFromFile(store),
    close: () => store.close(),
  };
}

const files: CopiedFiles = {
  ofRoom(role, name) {
    const { store, kek } = configOf(role, name);
    if (store.kind === 'memory') throw new TypeError('what is kept in memory is gone with its process');
    return {
      ...{ role, path: store.path },
      checkKeys(copy) {
        try {
          openVault(role, copy, kek, NO_SIGNERS, now);
        } catch (error) {
          throw error instanceof ConfigFault ? new TypeError(error.lines.join('; ')) : error;
        }
      },
    };
  },
  async ofLog() {
    const config = configOf('log');
    const around = { clock: machineClock(), testClock: undefined, log: logOf('log'), fetch: loopbackFetch, random };
    const readFile = (path: string): string => readFileSync(path, 'utf8');
    return { folder: config.logFolder, settings: await readLogSettings({ config, ...around, readFile }) };
  },
};

try {
  const print = (text: string): void => void process.stdout.write(text);
  process.exitCode = await runAdmin(process.argv.slice(2), { open, files, logOf, now, print, complain });
} catch (error) {
  const lines = error instanceof ConfigFault ? error.lines : [`a fault of this program: ${error}`];
  complain(lines.map((line) => `admin: ${line}\n`).join(''));
  process.exitCode = error instanceof ConfigFault ? EXIT.configuration : EXIT.fault;
}
