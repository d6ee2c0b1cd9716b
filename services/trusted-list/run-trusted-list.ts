import { parseArgs } from 'node:util';
import { createNoteSigner, type NoteSigner, originOf } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import { EXIT } from '../exit-codes.ts';
import type { Fetch } from '../loopback.ts';
import { parseSecret } from '../settings/secret.ts';
import { parseXmlPlace, type XmlPlace } from '../settings/table.ts';
import { checkSigners, type PinnedSigner, parseSigners } from './pinned-signer.ts';
import { type NextList, openNextList, signSnapshot } from './publish-list.ts';
import { summarize } from './summarize.ts';
import { readPlace } from './xml-source.ts';

export const USAGE = `npm run -s trusted-list -- --url URL|--file PATH --signers FILE.pem --seed-file F --name NAME --out FILE
                         [--production] [--check]

  --url, --file  the XML of the trusted list
  --signers      the certificates of whoever may sign it, in PEM
  --seed-file    the key that signs snapshots: 32 random bytes, as 64 hexadecimal or 43 base64url characters
  --name         the name of that key: a host, or host:port
  --out          where the snapshot goes; the XML is kept beside it, as FILE.xml, and no older list is taken after it
  --production   refuse a list for acceptance, and a signer for tests
  --check        only print what is in the list and what changed; --seed-file and --name are not needed

Ends with 0, with 1 on a list that may not be believed, 3 on wrong arguments or files, 4 when there is no list to read.
`;

/** What the command may touch. */
export interface TrustedListWorld {
  readonly fetch: Fetch;
  /** Unix seconds. */
  readonly now: () => number;
  /** @throws when the file cannot be read */
  readonly read: (path: string) => string;
  readonly fileText: (path: string) => KeptText;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

interface Arguments {
  readonly place: XmlPlace;
  readonly signers: readonly PinnedSigner[];
  /** Undefined when nothing is to be written. */
  readonly signer: NoteSigner | undefined;
  readonly out: string | undefined;
  readonly production: boolean;
}

/** Reads a list, judges it, and writes a signed snapshot of it. @returns the exit code */
export async function runTrustedList(args: readonly string[], world: TrustedListWorld): Promise<number> {
  const { complain, print, fetch } = world;
  const end = (code: number, error: unknown, more = ''): number => {
    complain(`trusted-list: ${error instanceof Error ? error.message : 'wrong'}\n${more}`);
    return code;
  };
  let given: Arguments;
  try {
    given = await readArguments(args, world);
  } catch (error) {
    return end(EXIT.configuration, error, `\n${USAGE}`);
  }
  let xml: string;
  try {
    xml = await readPlace(given.place, fetch);
  } catch {
    return end(EXIT.notReachable, new Error('there is no list to read'));
  }
  try {
    const next = await judge(xml, given, world);
    if (given.signer && given.out) await publish(xml, next, given.signer, given.out, given.production, world);
    print(summarize(next));
    return EXIT.held;
  } catch (error) {
    if (error instanceof TypeError) return end(EXIT.didNotHold, error);
    throw error;
  }
}

function judge(xml: string, { signers, production, out }: Arguments, world: TrustedListWorld): Promise<NextList> {
  const kept = out === undefined ? { load: async () => undefined } : world.fileText(`${out}.xml`);
  return openNextList(xml, { signers, production }, kept, world.now());
}

async function publish(
  xml: string,
  { list }: NextList,
  signer: NoteSigner,
  out: string,
  production: boolean,
  { fileText, now }: TrustedListWorld,
): Promise<void> {
  const file = fileText(out);
  const note = await signSnapshot(list, { signer, production, before: await file.load(), now: now() });
  // First what keeps older lists out: a snapshot without it could be followed by one of an older list.
  await fileText(`${out}.xml`).save(xml);
  await file.save(note);
}

async function readArguments(args: readonly string[], { read }: TrustedListWorld): Promise<Arguments> {
  const text = { type: 'string', default: '' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ url: text, file: text, signers: text, out: text, name: text, 'seed-file': text },
      ...{ production: flag, check: flag },
    },
  });
  const { url, file, production, check, out } = values;
  if ((url === '') === (file === '')) throw new TypeError('one of --url and --file');
  const place = naming('--url', () => parseXmlPlace(url)) ?? { kind: 'file', path: file };
  if (url !== '' && place.kind !== 'url') throw new TypeError('--url: must be a plain https address');
  if (values.signers === '') throw new TypeError('--signers: is missing');
  const signers = naming('--signers', () => checkSigners(parseSigners(readFrom(read, values.signers)), { production }));
  if (check) return { place, signers, production, signer: undefined, out: out || undefined };
  for (const name of ['seed-file', 'name', 'out'] as const) {
    if (values[name] === '') throw new TypeError(`--${name}: is missing`);
  }
  if (naming('--name', () => originOf(values.name)) === '') throw new TypeError('--name: must be a host');
  const seed = naming('--seed-file', () => parseSecret(readFrom(read, values['seed-file']).trim()));
  const signer = await createNoteSigner(values.name, 'log', seed.reveal());
  return { place, signers, production, signer, out };
}

function readFrom(read: TrustedListWorld['read'], path: string): string {
  try {
    return read(path);
  } catch {
    throw new TypeError('the file cannot be read');
  }
}

/** Says which argument was wrong. */
function naming<T>(argument: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new TypeError(`${argument}: ${error instanceof TypeError ? error.message : 'is wrong'}`);
  }
}
