import { nameOf } from '@bauta/sdk/protocol';
import { submitEntry } from '../../services/http/submit-entry.ts';
import { runCheckWallet } from '../../services/log/releases/run-check-wallet.ts';
import type { WalletVerdict } from '../../services/log/releases/wallet-verdict.ts';
import { createWallet } from '../../services/wallet/app.ts';
import { buildWallet } from '../../services/wallet/build.ts';
import type { BuiltFile } from '../../services/wallet/built-file.ts';
import { integrityFile, integrityOf } from '../../services/wallet/integrity.ts';
import { fileAt, SETTINGS } from '../unit/wallet/built-wallet.ts';
import { OPERATOR } from './ground.ts';
import { LOG_FILE } from './log-file.ts';
import { LOG_URL, type LogGround, openGround } from './log-ground.ts';

export const WALLET_URL = SETTINGS.wallet;

/** A build, made once for all tests of a file. */
export const FILES = await buildWallet(SETTINGS);

/** The list of a build, as its host serves it. */
export const listOf = (files: readonly BuiltFile[]) => fileAt('/integrity.json', files);
export const digestOf = (files: readonly BuiltFile[]) =>
  new Uint8Array(Buffer.from(integrityOf(listOf(files).bytes).slice('sha256-'.length), 'base64'));

/** The build with one file in the place of the one with its path. */
export const withFile = (file: BuiltFile, files = FILES): BuiltFile[] =>
  files.map((one) => (one.path === file.path ? file : one));

/** The build with other files, and a list that fits them. */
export function relisted(files: readonly BuiltFile[], version = 'abcdefabcdef'): BuiltFile[] {
  const others = files.filter(({ path }) => path !== '/integrity.json');
  return [...others, integrityFile(others, version, SETTINGS)];
}

/** What the command said and how it ended. */
export interface Checked {
  readonly exit: number;
  readonly printed: string;
  readonly wrong: string;
}

/** A wallet's host beside a log; nothing listens. */
export async function openWalletGround() {
  const ground: LogGround = openGround();
  await ground.open();

  async function check(args: readonly string[] = [WALLET_URL]): Promise<Checked> {
    let printed = '';
    let wrong = '';
    const exit = await runCheckWallet(args, {
      fetch: ground.fetch,
      now: ground.clock.now,
      read: (path) => (path === '.data/key-log.json' ? LOG_FILE : undefined),
      print(text) {
        printed += text;
      },
      complain(text) {
        wrong += text;
      },
    });
    return { exit, printed, wrong };
  }

  return {
    ...ground,
    check,
    serve: (files: readonly BuiltFile[]) => void ground.doors.set(nameOf(WALLET_URL), createWallet(files).fetch),
    /** Logs a build, and waits until that is published. */
    async addBuild(files: readonly BuiltFile[], name = nameOf(WALLET_URL)): Promise<number> {
      const to = { url: LOG_URL, signer: OPERATOR, fetch: ground.fetch };
      const index = await submitEntry({ kind: 'wallet', name, digest: digestOf(files) }, to);
      await ground.published();
      return index;
    },
    /** As a program reads it. */
    async verdict(): Promise<WalletVerdict & { readonly exit: number }> {
      const { exit, printed } = await check([`${WALLET_URL}/`, '--json']);
      return { exit, ...(JSON.parse(printed) as WalletVerdict) };
    },
  };
}
