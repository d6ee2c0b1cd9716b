// `npm run -s admin -- retire ROLE AGE WEEK` and `-- keys ROLE`: what an operator does to the keys of a room by hand.
import type { KeyRole } from '@bauta/sdk/protocol';
import { AgeError } from '@bauta/sdk/protocol';
import { EXIT } from '../exit-codes.ts';
import { loadConfig } from '../settings/config.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import { parseFlags } from '../settings/flags.ts';
import { secretFilesOnDisk } from '../settings/secret-files.ts';
import { openStore } from '../store.ts';
import { openVault } from './open-vault.ts';
import { type AdminWorld, runAdmin } from './run-admin.ts';

/** Nothing is signed here. */
const NO_SIGNERS = {
  sign: async () => {
    throw new AgeError('ERR_FAULT', 'this command signs nothing');
  },
  forget: () => {},
};

const now = (): number => Math.floor(Date.now() / 1000);

function open(role: KeyRole, name: string | undefined): ReturnType<AdminWorld['open']> {
  const words = name === undefined ? [role] : [role, '--name', name];
  const config = loadConfig(process.env, parseFlags(words), secretFilesOnDisk).of(role);
  const store = openStore(config.store);
  const vault = openVault(role, store, config.kek, NO_SIGNERS, now);
  return { vault, thresholds: config.thresholds, close: () => store.close() };
}

const complain = (text: string): void => void process.stderr.write(text);

try {
  const print = (text: string): void => void process.stdout.write(text);
  process.exitCode = await runAdmin(process.argv.slice(2), { open, now, print, complain });
} catch (error) {
  const lines = error instanceof ConfigFault ? error.lines : [`a fault of this program: ${error}`];
  complain(lines.map((line) => `admin: ${line}\n`).join(''));
  process.exitCode = error instanceof ConfigFault ? EXIT.configuration : EXIT.fault;
}
