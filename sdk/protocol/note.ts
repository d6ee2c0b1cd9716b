import { ed25519PublicKey, sha256, signEd25519, verifyEd25519 } from '#crypto';
import { formatBase64, parseBase64 } from './base64.ts';
import { type Bytes, concat, formatHex, isEqual, writeUtf8 } from './bytes.ts';
import type { Awaitable } from './crypto/port.ts';

/** Signature types of C2SP signed-note: Ed25519 over the text, and the timestamped cosignatures of witnesses. */
const TYPES = { log: 0x01, witness: 0x04 } as const;
/** More signatures than a note has use for; C2SP asks verifiers to take 16. */
const MOST_SIGNATURES = 100;

/** A public key that signs notes, known by its name and id. */
export interface NoteKey {
  readonly name: string;
  readonly kind: keyof typeof TYPES;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Bytes;
  /** First 4 bytes of SHA-256(name ‖ "\n" ‖ type ‖ public key). */
  readonly id: Bytes;
}

/** A signature line: whose it says it is, and what follows the key id. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Bytes;
  /** At least 1 byte: 64 of a log, time u64 ‖ 64 of a witness, anything of unknown keys. */
  readonly signature: Bytes;
}

/** A signed note. Nothing in `text` may be believed before a signature of a known key was verified. */
export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** What signs as a key; the private half may be elsewhere. */
export interface NoteSigner {
  readonly key: NoteKey;
  /** Ed25519 over the message; 64 bytes. */
  sign(message: Bytes): Awaitable<Bytes>;
}

/** A key with its id. @throws TypeError on a name with spaces, `+` or control characters, or a key of another size */
export async function noteKeyOf(name: string, kind: NoteKey['kind'], publicKey: Bytes): Promise<NoteKey> {
  checkName(name);
  if (publicKey.length !== 32) throw new TypeError('public key: not 32 bytes');
  const hash = await sha256(concat(writeUtf8(`${name}\n`), Uint8Array.of(TYPES[kind]), publicKey));
  return { name, kind, publicKey, id: hash.slice(0, 4) };
}

/** `name+id in hexadecimal+base64(type ‖ public key)`: C2SP's vkey. */
export function formatNoteKey({ name, kind, publicKey, id }: NoteKey): string {
  return `${name}+${formatHex(id)}+${formatBase64(concat(Uint8Array.of(TYPES[kind]), publicKey))}`;
}

/** Reads a vkey of either kind. @throws TypeError unless `formatNoteKey` would write it */
export async function parseNoteKey(vkey: string): Promise<NoteKey> {
  const [, name = '', material = ''] = /^([^+]*)\+[^+]*\+(.*)$/s.exec(vkey) ?? [];
  const bytes = parseBase64(material);
  const key = await noteKeyOf(name, bytes[0] === TYPES.witness ? 'witness' : 'log', bytes.slice(1));
  if (formatNoteKey(key) !== vkey) throw new TypeError('not a note key');
  return key;
}

/** A signer over a seed in memory. @param seed 32 bytes, secret. */
export async function createNoteSigner(name: string, kind: NoteKey['kind'], seed: Bytes): Promise<NoteSigner> {
  const key = await noteKeyOf(name, kind, await ed25519PublicKey(seed));
  return { key, sign: (message) => signEd25519(seed, message) };
}

/** Signs the text of a note (C2SP signed-note, Ed25519). @param signer a log's, not a witness's. @param text as in a note */
export async function signNote(text: string, signer: NoteSigner): Promise<NoteSignature> {
  checkKind(signer.key, 'log');
  checkText(text);
  return { name: signer.key.name, keyId: signer.key.id, signature: await signer.sign(writeUtf8(text)) };
}

/** True when the note holds a signature of this key and it is good; of several, the first counts. @param key a log's */
export async function verifyNote(note: Note, key: NoteKey): Promise<boolean> {
  checkKind(key, 'log');
  const found = findSignature(note, key);
  return found !== undefined && verifyEd25519(key.publicKey, writeUtf8(note.text), found);
}

/** The first signature in the note that says it is this key's. */
export function findSignature(note: Note, { name, id }: NoteKey): Bytes | undefined {
  return note.signatures.find((line) => line.name === name && isEqual(line.keyId, id))?.signature;
}

/** @throws TypeError when the key is of the other kind: a mistake of the caller */
export function checkKind(key: NoteKey, kind: NoteKey['kind']): void {
  if (key.kind !== kind) throw new TypeError(`not the key of a ${kind}`);
}

/** Text, an empty line, and a line for each signature. @throws TypeError unless `parseNote` would read the same */
export function formatNote({ text, signatures }: Note): string {
  checkText(text);
  checkCount(signatures.length);
  return `${text}\n${signatures.map((signature) => `${formatSignatureLine(signature)}\n`).join('')}`;
}

/** Splits a note at its last empty line. @throws TypeError unless it is exactly C2SP's form, base64 canonical */
export function parseNote(note: string): Note {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new TypeError('not a note');
  const text = note.slice(0, split + 1);
  checkText(text);
  const lines = note.slice(split + 2, -1).split('\n');
  checkCount(lines.length);
  return { text, signatures: lines.map(parseSignatureLine) };
}

/** `— name base64(key id ‖ signature)`, without the newline. @throws TypeError on what no note may hold */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  checkName(name);
  if (keyId.length !== 4 || signature.length === 0) throw new TypeError('not a signature');
  return `— ${name} ${formatBase64(concat(keyId, signature))}`;
}

/** Reads a signature line without its newline. @throws TypeError unless `formatSignatureLine` would write it */
export function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = parseBase64(base64);
  const signature = { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
  if (formatSignatureLine(signature) !== line) throw new TypeError('not a signature line');
  return signature;
}

/** A name has no Unicode space and no `+`, and nothing that a note may not hold. */
function checkName(name: string): void {
  if (name === '' || /[\p{White_Space}+]/u.test(name)) throw new TypeError('not the name of a key');
  checkCharacters(name);
}

function checkText(text: string): void {
  if (!text.endsWith('\n')) throw new TypeError('the text of a note ends in a newline');
  checkCharacters(text);
}

/** Newlines are the only control characters below U+0020; half a surrogate pair has no UTF-8. */
function checkCharacters(text: string): void {
  if (/[^\n -\ud7ff\ue000-\u{10ffff}]/u.test(text)) throw new TypeError('a character that no note may hold');
}

function checkCount(count: number): void {
  if (count < 1 || count > MOST_SIGNATURES) throw new TypeError('no signature, or too many');
}
