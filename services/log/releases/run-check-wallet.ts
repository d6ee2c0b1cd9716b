import { parseArgs } from 'node:util';
import { formatHex, nameOf } from '@bauta/sdk/protocol';
import { EXIT } from '../../exit-codes.ts';
import type { Fetch } from '../../loopback.ts';
import { checkWallet } from './check-wallet.ts';
import { openLogFile, type PinnedLog } from './log-file.ts';
import { readOrigin } from './read-origin.ts';
import { FILE_FAULTS } from './served-files.ts';
import { type CheckStep, REASONS, type Reason, type WalletVerdict } from './wallet-verdict.ts';

export const USAGE = `npm run -s check-wallet -- URL [--log FILE] [--json]

  URL     the wallet's address, as https://wallet.example
  --log   the log's public file, which says whom to believe; .data/key-log.json unless given
  --json  one line of JSON in place of sentences

Ends with 0 when this machine was served the newest build in the log, 1 when it was not, 3 on wrong arguments, 4 when
the wallet's host or the log does not answer.
`;

const UNSEEN: readonly Reason[] = ['host-away', 'log-away'];

/** What the command may touch. */
export interface CheckWalletWorld {
  readonly fetch: Fetch;
  readonly now: () => number;
  /** Undefined when the file cannot be read. */
  readonly read: (path: string) => string | undefined;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Compares a wallet's host with the log, and says what came of it. @returns the exit code */
export async function runCheckWallet(args: readonly string[], world: CheckWalletWorld): Promise<number> {
  let given: Given;
  try {
    given = await readArguments(args, world);
  } catch (error) {
    world.complain(`check-wallet: ${error instanceof Error ? error.message : 'wrong arguments'}\n\n${USAGE}`);
    return EXIT.configuration;
  }
  const { url, log, isJson } = given;
  const { fetch, print } = world;
  const verdict = await checkWallet({
    ...{ url, fetch, log: { ...log, fetch }, now: world.now() },
    ...(isJson ? {} : { onStep: (step) => print(describe(step, url, log)) }),
  });
  print(isJson ? `${JSON.stringify(verdict)}\n` : conclude(verdict));
  if (verdict.reason === undefined) return EXIT.held;
  return UNSEEN.includes(verdict.reason) ? EXIT.notReachable : EXIT.didNotHold;
}

interface Given {
  readonly url: string;
  readonly log: PinnedLog;
  readonly isJson: boolean;
}

async function readArguments(args: readonly string[], { read }: CheckWalletWorld): Promise<Given> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      log: { type: 'string', default: '.data/key-log.json' },
      json: { type: 'boolean', default: false },
    },
  });
  const [address = '', ...more] = positionals;
  if (more.length > 0) throw new TypeError('URL: one address at a time');
  return { url: readOrigin(address), log: await openLogFile(read(values.log), '--log'), isJson: values.json };
}

function describe(step: CheckStep, url: string, { trust }: PinnedLog): string {
  switch (step.kind) {
    case 'list':
      return `${nameOf(url)} serves build ${step.list.version}, digest ${formatHex(step.list.digest)}\n`;
    case 'log':
      return `${trust.key.name} has it as entry ${step.index}${step.index === step.newest ? ', the newest' : ''}\n`;
    case 'file': {
      const count = `${String(step.at).padStart(String(step.of).length)}/${step.of}`;
      const says = step.why ? `WRONG      ${step.path} ${FILE_FAULTS[step.why]}` : `as listed  ${step.path}`;
      return `  ${count}  ${says}\n`;
    }
  }
}

function conclude({ url, index, newest, files, reason, code }: WalletVerdict): string {
  const name = nameOf(url);
  if (reason === undefined) {
    return `HOLDS: ${name} served this machine the build of entry ${index}, all ${files.checked} files as listed.\n`;
  }
  const more = {
    'log-refused': ` (${code})`,
    'not-logged': newest === null ? ', which has none of this host' : `; the newest one there is entry ${newest}`,
    'files-differ': ` (${files.wrong.length} of ${files.checked})`,
    'older-build': ` (entry ${newest})`,
  } as Readonly<Record<string, string>>;
  const head = UNSEEN.includes(reason) ? 'NOT CHECKED' : 'DOES NOT HOLD';
  return `${head}: ${name}: ${REASONS[reason]}${more[reason] ?? ''}.\n`;
}
