import { createHash } from 'node:crypto';
import {
  AgeError,
  type Bytes,
  calendarOf,
  createNoteSigner,
  formatLogEntry,
  formatNote,
  type KeyRole,
  type KeysEntry,
  type LogTrust,
  type NoteSigner,
  readTokenKey,
  signNote,
  writeTokenKey,
} from '@bauta/sdk/protocol';

/** Wednesday of the week 2026-W47, Unix seconds. */
export const NOON = Date.UTC(2026, 10, 18, 12) / 1000;

const digest = (text: string): Bytes => new Uint8Array(createHash('sha256').update(text).digest());
export const seed = (name: string): Bytes => digest(`seed of ${name}`);

/** A signer whose key follows from its name. */
export const signerOf = (name: string, kind: 'log' | 'witness'): Promise<NoteSigner> =>
  createNoteSigner(name, kind, seed(`${kind} ${name}`));

export const LOG = await signerOf('log.example/bauta', 'log');
export const OPERATOR = await signerOf('issuer.example', 'log');
export const WITNESSES = [await signerOf('witness.example/1', 'witness'), await signerOf('w.example/2', 'witness')];

/** What a client believes that asks for both witnesses. */
export const TRUST: LogTrust = { key: LOG.key, witnesses: WITNESSES.map(({ key }) => key), quorum: 2 };

const keys = new Map<string, Bytes>();

/** A well-formed token key, the same for the same name; nobody knows its factors. */
async function tokenKey(name: string): Promise<Bytes> {
  for (let attempt = 0; !keys.has(name); attempt++) {
    const parts = Array.from({ length: 8 }, (_, i) => digest(`${name} ${attempt} ${i}`));
    const modulus = Uint8Array.from(parts.flatMap((part) => [...part]));
    modulus[0] = (modulus[0] as number) | 0x80;
    modulus[255] = (modulus[255] as number) | 1;
    const spki = writeTokenKey(modulus);
    try {
      await readTokenKey(spki);
      keys.set(name, spki);
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
    }
  }
  return keys.get(name) as Bytes;
}

/** Keys of an entry: threshold, generation, and the name of the key. */
type KeyRow = readonly [threshold: number, generation: number, key: string];

export interface KeysOptions {
  readonly role?: KeyRole;
  readonly name?: string;
  readonly epoch?: string;
  readonly exception?: KeysEntry['exception'];
}

/** An entry of keys, by default of an issuer, for the epoch that is three weeks off. */
export async function keysEntry(rows: readonly KeyRow[], options: KeysOptions = {}): Promise<KeysEntry> {
  const { role = 'issuer', name = 'issuer.example', epoch = '2026-W50', exception } = options;
  const { from: notBefore, to: notAfter } = calendarOf(epoch).published;
  const made = rows.map(async ([threshold, generation, key]) => {
    const spki = await tokenKey(key);
    const { id: keyId } = await readTokenKey(spki);
    return { threshold, generation, notBefore, notAfter, keyId, spki };
  });
  return { kind: 'keys', role, name, epoch, exception, keys: await Promise.all(made) };
}

export const keysText = async (...args: Parameters<typeof keysEntry>): Promise<string> =>
  formatLogEntry(await keysEntry(...args));

/** The retirement of one key. */
export async function retireText([threshold, generation, key]: KeyRow, options: KeysOptions = {}): Promise<string> {
  const { keys: _, exception: __, ...of } = await keysEntry([[threshold, generation, key]], options);
  const { id: keyId } = await readTokenKey(await tokenKey(key));
  return formatLogEntry({ ...of, kind: 'retire', threshold, generation, keyId });
}

/** The smallest entry there is, another one for each number. */
export const smallText = (number: number): string =>
  formatLogEntry({ kind: 'wallet', name: 'wallet.example', digest: digest(`build ${number}`) });

/** The text as a note, signed as operators sign. */
export async function signed(text: string, signer: NoteSigner = OPERATOR): Promise<string> {
  return formatNote({ text, signatures: [await signNote(text, signer)] });
}

/** Counts from 0. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
