import { verifyEd25519 } from '#crypto';
import { formatBase64, parseBase64 } from './base64.ts';
import { type Bytes, concat, formatHex, writeUtf8 } from './bytes.ts';
import { check, refuseAs } from './errors.ts';
import type { TreeHead } from './merkle.ts';
import {
  checkKind,
  findSignature,
  type Note,
  type NoteKey,
  type NoteSignature,
  type NoteSigner,
  parseNote,
  verifyNote,
} from './note.ts';
import { Reader, Writer } from './wire.ts';

/** Seconds for which a checkpoint is good after witnesses saw it: so long may a log be shown as it was. */
export const CHECKPOINT_LIFETIME: number = 24 * 60 * 60;
/** Seconds that a witness's clock may be ahead of ours. */
const CLOCK_SKEW = 300;

/** A tree head and the log that states it (C2SP tlog-checkpoint). */
export interface Checkpoint extends TreeHead {
  /** The name of the log's key. */
  readonly origin: string;
}

/** A checkpoint whose signatures were verified. */
export interface OpenedCheckpoint extends Checkpoint {
  /** Unix seconds at which so many witnesses as the quorum asks had seen it, or later; undefined for a quorum of 0. */
  readonly witnessedAt: number | undefined;
}

/** Whom a client believes: pinned in a wallet's build, and in a site's configuration. */
export interface LogTrust {
  /** The log's; its name is the origin. */
  readonly key: NoteKey;
  readonly witnesses: readonly NoteKey[];
  /** How many of the witnesses must have cosigned. */
  readonly quorum: number;
}

/** The text of a checkpoint's note: origin, size, root in base64, a line each. @throws TypeError on what is none */
export function writeCheckpoint({ origin, size, root }: Checkpoint): string {
  const isSize = Number.isSafeInteger(size) && size >= 0;
  if (!/^[^\n]+$/.test(origin) || !isSize || root.length !== 32) throw new TypeError('not a checkpoint');
  return `${origin}\n${size}\n${formatBase64(root)}\n`;
}

/**
 * Reads the text of a checkpoint's note. Lines after the third are opaque, may not be empty, and are passed over.
 * @throws TypeError unless the three lines are as `writeCheckpoint` would write them
 */
export function readCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...more] = text.split('\n');
  const checkpoint = { origin, size: Number(size), root: parseBase64(root) };
  const isExact = text.startsWith(writeCheckpoint(checkpoint));
  // The last newline leaves one empty piece behind it.
  if (!isExact || more.pop() !== '' || more.includes('')) throw new TypeError('not a checkpoint');
  return checkpoint;
}

/**
 * A witness's word that at `now` this was the largest tree of this log it had seen (C2SP tlog-cosignature, Ed25519).
 * To have checked that is the caller's. @param text of the checkpoint's note. @throws TypeError when it is none
 */
export async function cosign(text: string, signer: NoteSigner, now: number): Promise<NoteSignature> {
  checkKind(signer.key, 'witness');
  readCheckpoint(text);
  const time = new Writer()
    .u32(Math.floor(now / 2 ** 32))
    .u32(now % 2 ** 32)
    .end();
  const signature = await signer.sign(cosignedMessage(text, now));
  return { name: signer.key.name, keyId: signer.key.id, signature: concat(time, signature) };
}

/** Unix seconds at which the witness cosigned this note; undefined when it did not, or the cosignature is not good. */
export async function cosignedAt(note: Note, witness: NoteKey): Promise<number | undefined> {
  checkKind(witness, 'witness');
  const found = findSignature(note, witness);
  if (found?.length !== 72) return undefined;
  const reader = new Reader(found);
  const time = reader.u32() * 2 ** 32 + reader.u32();
  if (!Number.isSafeInteger(time)) return undefined;
  const isGood = await verifyEd25519(witness.publicKey, cosignedMessage(note.text, time), reader.bytes(64));
  return isGood ? time : undefined;
}

/**
 * Opens a signed checkpoint: form, the log's signature, the witnesses', their age. Cosignatures of more than 300 s from
 * now do not count; a witness counts once under whatever names, and the log itself is none.
 * @param now Unix seconds. @throws AgeError ERR_LOG_MALFORMED, ERR_LOG_SIGNATURE, ERR_LOG_QUORUM, ERR_LOG_STALE
 */
export async function openCheckpoint(text: string, trust: LogTrust, now: number): Promise<OpenedCheckpoint> {
  const { key, witnesses, quorum } = trust;
  if (!Number.isInteger(quorum) || quorum < 0) throw new TypeError('quorum: not a whole number');
  const note = refuseAs('ERR_LOG_MALFORMED', () => parseNote(text));
  const checkpoint = refuseAs('ERR_LOG_MALFORMED', () => readCheckpoint(note.text));
  check(checkpoint.origin === key.name, 'ERR_LOG_SIGNATURE', 'the checkpoint of another log');
  check(await verifyNote(note, key), 'ERR_LOG_SIGNATURE', 'not signed by the log');
  const times = new Map<string, number>();
  for (const witness of witnesses) {
    const time = await cosignedAt(note, witness);
    const id = formatHex(witness.publicKey);
    if (time === undefined || time > now + CLOCK_SKEW || id === formatHex(key.publicKey)) continue;
    times.set(id, Math.max(time, times.get(id) ?? 0));
  }
  check(times.size >= quorum, 'ERR_LOG_QUORUM', 'too few witnesses have cosigned');
  const witnessedAt = [...times.values()].sort((a, b) => b - a)[quorum - 1];
  const isFresh = witnessedAt === undefined || now - witnessedAt <= CHECKPOINT_LIFETIME;
  check(isFresh, 'ERR_LOG_STALE', 'the witnesses saw it too long ago');
  return { ...checkpoint, witnessedAt };
}

/** What a witness signs: it commits to its time and to the whole text, not to its own name. */
function cosignedMessage(text: string, time: number): Bytes {
  return writeUtf8(`cosignature/v1\ntime ${time}\n${text}`);
}
