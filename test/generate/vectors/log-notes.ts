import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';
import { ascii, hex, join, number, seeded, sha256, unhex } from './seeded.ts';

/** PrivateKeyInfo of RFC 8410 §7 before the seed. */
const PKCS8_HEAD = unhex('302e020100300506032b657004220420');
/** Signature types of C2SP signed-note. */
const TYPES = { log: 1, witness: 4 } as const;

/** An Ed25519 key of a log or of a witness. Its seed is public, so it guards nothing. */
export interface SeededNoteKey {
  readonly name: string;
  readonly seed: Bytes;
  /** First 4 bytes of SHA-256(name ‖ "\n" ‖ type ‖ public key). */
  readonly id: Bytes;
  /** `name+id+base64(type ‖ public key)` of C2SP signed-note. */
  readonly vkey: string;
  readonly privateKey: KeyObject;
}

/** The key of a seed under a name. */
export function noteKeyOf(name: string, kind: keyof typeof TYPES, seed: string = name): SeededNoteKey {
  const bytes = seeded(`note ${seed}`)(32);
  const privateKey = createPrivateKey({
    key: Buffer.from(join(PKCS8_HEAD, bytes)),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const material = join(Uint8Array.of(TYPES[kind]), publicKey);
  const id = sha256(ascii(`${name}\n`), material).slice(0, 4);
  return { name, seed: bytes, id, vkey: `${name}+${hex(id)}+${base64(material)}`, privateKey };
}

/** The bytes of Ed25519, by the key's private half. */
export function signEd25519(key: SeededNoteKey, message: string): Bytes {
  return new Uint8Array(sign(null, ascii(message), key.privateKey));
}

/** A log's signature line over the text of a note (C2SP signed-note). */
export function logLine(key: SeededNoteKey, text: string): string {
  return signatureLine(key, signEd25519(key, text));
}

/** A witness's line over the same at a time in Unix seconds (C2SP tlog-cosignature). @param said the time in the line. */
export function witnessLine(key: SeededNoteKey, text: string, time: number, said: number = time): string {
  return signatureLine(key, join(number(said, 8), signEd25519(key, `cosignature/v1\ntime ${time}\n${text}`)));
}

/** `— name base64(id ‖ signature)` */
export function signatureLine({ name, id }: Pick<SeededNoteKey, 'name' | 'id'>, signature: Uint8Array): string {
  return `— ${name} ${base64(join(id, signature))}`;
}

/** A whole note: text, an empty line, signature lines. */
export function noteOf(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** The text of a checkpoint (C2SP tlog-checkpoint). */
export function headOf(origin: string, size: number, root: Uint8Array): string {
  return `${origin}\n${size}\n${base64(root)}\n`;
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The same bytes in a second spelling: base64 that ends in one `=` or two has bits to spare. */
export function base64Twin(text: string): string {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const [, head = '', last = '', padding = ''] = /^(.*)([^=])(=+)$/s.exec(text) ?? [];
  if (padding === '') throw new TypeError('no bits to spare');
  return `${head}${ALPHABET[ALPHABET.indexOf(last) + 1]}${padding}`;
}
