import type { PendingRecord, TokenRecord, WrapRecord } from '@bauta/sdk/client';
import { BATCH_LENGTH, BATCH_SIZE, startOf, TOKEN_INPUT_LENGTH, TOKEN_REQUEST_LENGTH } from '@bauta/sdk/protocol';
import type { RecentRecord } from './recent.ts';

/** What AES-GCM adds: its tag. */
const TAG = 16;
const HOLDER_KEY = 96;
const SIGNATURE = 256;
const TOKEN_SEALED = TOKEN_INPUT_LENGTH + SIGNATURE + HOLDER_KEY + TAG;
const PENDING_SEALED =
  BATCH_LENGTH +
  (TOKEN_INPUT_LENGTH + SIGNATURE + TOKEN_REQUEST_LENGTH) +
  BATCH_SIZE * (TOKEN_INPUT_LENGTH + SIGNATURE + HOLDER_KEY) +
  TAG;

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const sealed = (length: number): Shape => ({ iv: isBytes(12), ct: isBytes(length) });

const WRAP: Shape = { credentialId: isBytes(1, 1023), attester: isText, ...sealed(32 + TAG) };
/** For a passkey without PRF. */
const ONLINE_WRAP: Shape = { ...WRAP, local: isBytes(32) };
const TOKEN: Shape = {
  id: isBytes(16),
  epoch: isEpoch,
  threshold: isWhole(255),
  minted: isWhole(0xffffffff),
  ...sealed(TOKEN_SEALED),
};
const PENDING: Shape = {
  id: isBytes(16),
  epoch: isEpoch,
  threshold: isWhole(255),
  generation: isWhole(255),
  ...sealed(PENDING_SEALED),
};
const CHECKPOINT: Shape = { origin: isText, note: isNote };
const RECENT: Shape = { mac: isBytes(32), at: isWhole(0xffffffff), resume: isWhole(0xffffffff) };

/** True for a record that has the form of a `WrapRecord`, and no member more. Whether it opens is another question. */
export function isWrapRecord(value: unknown): value is WrapRecord {
  return hasShape(value, WRAP) || hasShape(value, ONLINE_WRAP);
}

/** True for a record that has the form of a `TokenRecord`, and no member more. */
export function isTokenRecord(value: unknown): value is TokenRecord {
  return hasShape(value, TOKEN);
}

/** True for a record that has the form of a `PendingRecord`, and no member more. */
export function isPendingRecord(value: unknown): value is PendingRecord {
  return hasShape(value, PENDING);
}

/** The last state of a log that was believed. */
export interface CheckpointRecord {
  /** The name of the log's key. */
  readonly origin: string;
  /** The checkpoint as a signed note, with the log's signature and no other. */
  readonly note: string;
}

/** True for a record that has the form of a `CheckpointRecord`, and no member more. */
export function isCheckpointRecord(value: unknown): value is CheckpointRecord {
  return hasShape(value, CHECKPOINT);
}

/** True for a record that has the form of a `RecentRecord`, and no member more. */
export function isRecentRecord(value: unknown): value is RecentRecord {
  return hasShape(value, RECENT);
}

function hasShape(value: unknown, shape: Shape): boolean {
  if (value === null || typeof value !== 'object') return false;
  const names = Object.keys(shape);
  return (
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name) && shape[name]?.((value as Record<string, unknown>)[name]))
  );
}

function isBytes(least: number, most = least): (value: unknown) => boolean {
  return (value) => value instanceof Uint8Array && value.length >= least && value.length <= most;
}

function isWhole(most: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 255;
}

/** Three lines and a signature; more only where a log writes more. */
function isNote(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 20_000;
}

function isEpoch(value: unknown): boolean {
  try {
    return startOf(value as string) > 0;
  } catch {
    return false;
  }
}
