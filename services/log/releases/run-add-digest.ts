import { parseArgs } from 'node:util';
import { AgeError, type Bytes, createNoteSigner, type LogEntry, parseHex, readUtf8 } from '@bauta/sdk/protocol';
import { EXIT } from '../../exit-codes.ts';
import { type LogToAddTo, submitEntry } from '../../http/submit-entry.ts';
import type { Fetch } from '../../loopback.ts';
import { builtWallet, packedSdk, servedWallet } from './digest-entry.ts';
import { openLogFile } from './log-file.ts';
import { readOrigin } from './read-origin.ts';

export const USAGE = `npm run -s add-digest -- wallet URL --seed FILE --operator NAME [--log FILE]
npm run -s add-digest -- wallet --file integrity.json --name NAME --seed FILE --operator NAME [--log FILE]
npm run -s add-digest -- sdk PACKAGE.tgz --version 1.2.3 --seed FILE --operator NAME [--log FILE]

  URL         the wallet's address: its integrity.json is fetched from there
  --file      the integrity.json of a build that is not served yet
  --name      the name of the wallet's host, as wallet.example
  --version   of the package
  --seed      a file with the operator's secret, 64 hexadecimal digits
  --operator  the operator's name, as the log's configuration has it
  --log       the log's public file; .data/key-log.json unless given

Prints the index of the entry: the same again for the same digest. Ends with 0, with 1 when the log refuses or the
host gives no integrity.json, 3 on wrong arguments, 4 when the log or the host does not answer.
`;

/** What the command may touch. */
export interface AddDigestWorld {
  readonly fetch: Fetch;
  /** Undefined when the file cannot be read. */
  readonly read: (path: string) => Bytes | undefined;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Adds the digest of a wallet's build or of a package to the log. @returns the exit code */
export async function runAddDigest(args: readonly string[], world: AddDigestWorld): Promise<number> {
  try {
    const { entry, to } = await readArguments(args, world);
    const index = await submitEntry(await entry(), to);
    world.print(`${index}\n`);
    return EXIT.held;
  } catch (error) {
    if (error instanceof AgeError) {
      world.complain(`add-digest: ${error.code}: ${error.cause}\n`);
      return error.code === 'ERR_STORE_UNAVAILABLE' ? EXIT.notReachable : EXIT.didNotHold;
    }
    if (!(error instanceof TypeError)) throw error;
    world.complain(`add-digest: ${error.message}\n\n${USAGE}`);
    return EXIT.configuration;
  }
}

interface Given {
  /** Made late: what is wrong with the flags is said before anything is fetched. */
  readonly entry: () => Promise<LogEntry>;
  readonly to: LogToAddTo;
}

async function readArguments(args: readonly string[], world: AddDigestWorld): Promise<Given> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ file: text, name: text, version: text, seed: text, operator: text },
      log: { type: 'string', default: '.data/key-log.json' },
    },
  });
  const [kind, subject, ...more] = positionals;
  if (more.length > 0) throw new TypeError('one wallet or one package at a time');
  const log = await openLogFile(textOf(world.read(values.log)), '--log');
  const signer = await openSigner(values.operator, textOf(world.read(values.seed ?? '')));
  const to = { url: log.url, signer, fetch: world.fetch };
  if (kind === 'sdk') {
    const entry = packedSdk(world.read(subject ?? ''), values.version);
    return { entry: async () => entry, to };
  }
  if (kind !== 'wallet') throw new TypeError('wallet or sdk: which of them');
  if (subject === undefined) {
    const entry = builtWallet(world.read(values.file ?? ''), values.name);
    return { entry: async () => entry, to };
  }
  if (values.file !== undefined || values.name !== undefined)
    throw new TypeError('URL, or --file and --name: not both');
  const url = readOrigin(subject);
  return { entry: () => servedWallet(world.fetch, url), to };
}

async function openSigner(operator: string | undefined, seed: string | undefined): Promise<LogToAddTo['signer']> {
  const hex = seed?.trim() ?? '';
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new TypeError('--seed: no file with 64 hexadecimal digits');
  return createNoteSigner(operator ?? '', 'log', parseHex(hex)).catch(() => {
    throw new TypeError('--operator: not the name of an operator');
  });
}

/** Undefined also when it is no text. */
function textOf(bytes: Bytes | undefined): string | undefined {
  try {
    return bytes && readUtf8(bytes);
  } catch {
    return undefined;
  }
}
