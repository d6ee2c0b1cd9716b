import {
  AgeError,
  BATCH_LENGTH,
  BATCH_SIZE,
  type Bytes,
  concat,
  type Epoch,
  type P256KeyPair,
  refuseAs,
  startOf,
  TOKEN_INPUT_LENGTH,
  TOKEN_LENGTH,
  TOKEN_REQUEST_LENGTH,
  writeUtf8,
} from '../protocol/index.ts';
import { Reader, Writer } from '../protocol/wire.ts';
import type { HeldToken } from './finalize.ts';
import type { PendingMint } from './request.ts';

/**
 * The wallet at rest, version 1 (protocol.md §5): what lies in IndexedDB is readable only after the passkey has answered.
 * The authenticated data of each record ties it to its place, so that an edited or swapped record opens to nothing.
 */

/** Bytes sealed under AES-256-GCM. */
export interface Sealed {
  /** 12 bytes. */
  readonly iv: Bytes;
  readonly ct: Bytes;
}

/** The data key, wrapped for one passkey. */
export interface WrapRecord extends Sealed {
  readonly credentialId: Bytes;
  /** The attester's name. */
  readonly attester: string;
  /** 32 random bytes; there exactly when the passkey has no PRF, and the attester's share is needed besides. */
  readonly local?: Bytes;
}

/** One unspent token. */
export interface TokenRecord extends Sealed {
  /** 16 random bytes. */
  readonly id: Bytes;
  readonly epoch: Epoch;
  readonly threshold: number;
  /** Unix seconds. */
  readonly minted: number;
}

/** A batch under way. */
export interface PendingRecord extends Sealed {
  /** 16 random bytes. */
  readonly id: Bytes;
  readonly epoch: Epoch;
  readonly threshold: number;
  readonly generation: number;
}

const AES = 'AES-GCM';

/** The salt that the passkey's PRF is evaluated on: SHA-256("bauta/prf/v1"), 32 bytes. */
export async function prfSalt(): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', writeUtf8('bauta/prf/v1')));
}

/** The key-encryption key of one passkey: HKDF-SHA-256(prf, empty salt, "bauta/kek/v1", 32). @param prf 32 bytes. */
export async function deriveKek(prf: Bytes): Promise<CryptoKey> {
  return expandKek(prf, 'bauta/kek/v1');
}

/**
 * The key-encryption key of a passkey without PRF: HKDF-SHA-256(local ‖ share, empty salt, "bauta/kek-online/v1", 32).
 * Neither the profile alone nor the attester alone can derive it.
 * @param local 32 bytes, from the wrap. @param share 32 bytes, from the attester. @throws TypeError on another size
 */
export async function deriveOnlineKek(local: Bytes, share: Bytes): Promise<CryptoKey> {
  if (local.length !== 32 || share.length !== 32) throw new TypeError('local, share: not 32 bytes');
  const both = concat(local, share);
  try {
    return await expandKek(both, 'bauta/kek-online/v1');
  } finally {
    both.fill(0);
  }
}

/**
 * Wraps the data key (32 bytes) for one more passkey.
 * @param place `local` is given exactly when `kek` was derived with it.
 */
export async function wrapDataKey(
  kek: CryptoKey,
  dataKey: Bytes,
  { credentialId, attester, local }: Pick<WrapRecord, 'credentialId' | 'attester' | 'local'>,
): Promise<WrapRecord> {
  const place = { credentialId, attester, ...(local === undefined ? {} : { local }) };
  return { ...place, ...(await seal(kek, dataKey, wrapPlace(credentialId))) };
}

/** The data key, 32 bytes. @throws AgeError ERR_RECORD */
export async function unwrapDataKey(kek: CryptoKey, record: WrapRecord): Promise<Bytes> {
  const dataKey = await open(
    kek,
    record,
    refuseAs('ERR_RECORD', () => wrapPlace(record.credentialId)),
  );
  if (dataKey.length !== 32) throw new AgeError('ERR_RECORD', 'a data key of another size');
  return dataKey;
}

/** The data key as the platform uses it; it cannot be read back. */
export async function importDataKey(dataKey: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', dataKey, AES, false, ['encrypt', 'decrypt']);
}

/** Seals a token: `token 354 ‖ d 32 ‖ x 32 ‖ y 32`. */
export async function sealToken(
  dataKey: CryptoKey,
  { token, holder }: HeldToken,
  place: Pick<TokenRecord, 'id' | 'epoch' | 'threshold' | 'minted'>,
): Promise<TokenRecord> {
  return { ...place, ...(await seal(dataKey, concat(token, ...holderParts(holder)), tokenPlace(place))) };
}

/** @throws AgeError ERR_RECORD on a record that was edited, moved or made under another key. */
export async function openToken(dataKey: CryptoKey, record: TokenRecord): Promise<HeldToken> {
  const plain = await open(
    dataKey,
    record,
    refuseAs('ERR_RECORD', () => tokenPlace(record)),
  );
  return refuseAs('ERR_RECORD', () => {
    const reader = new Reader(plain);
    const held = { token: reader.bytes(TOKEN_LENGTH), holder: readHolder(reader) };
    reader.end();
    return held;
  });
}

/**
 * Seals a batch under way: `body 7,772 ‖ grant input 98 ‖ r⁻¹ 256 ‖ request 259 ‖ 30 × (input 98 ‖ r⁻¹ 256 ‖ d 32 ‖ x 32
 * ‖ y 32)`.
 */
export async function sealPending(dataKey: CryptoKey, id: Bytes, pending: PendingMint): Promise<PendingRecord> {
  const { epoch, threshold, generation, body, grant, tokens } = pending;
  const place = { id, epoch, threshold, generation };
  const plain = concat(
    body,
    grant.input,
    grant.inverse,
    grant.request,
    ...tokens.flatMap(({ input, inverse, holder }) => [input, inverse, ...holderParts(holder)]),
  );
  return { ...place, ...(await seal(dataKey, plain, pendingPlace(place))) };
}

/** @throws AgeError ERR_RECORD on a record that was edited, moved or made under another key. */
export async function openPending(dataKey: CryptoKey, record: PendingRecord): Promise<PendingMint> {
  const plain = await open(
    dataKey,
    record,
    refuseAs('ERR_RECORD', () => pendingPlace(record)),
  );
  return refuseAs('ERR_RECORD', () => {
    const reader = new Reader(plain);
    const body = reader.bytes(BATCH_LENGTH);
    const grant = {
      input: reader.bytes(TOKEN_INPUT_LENGTH),
      inverse: reader.bytes(256),
      request: reader.bytes(TOKEN_REQUEST_LENGTH),
    };
    const tokens = Array.from({ length: BATCH_SIZE }, () => ({
      input: reader.bytes(TOKEN_INPUT_LENGTH),
      inverse: reader.bytes(256),
      holder: readHolder(reader),
    }));
    reader.end();
    const { threshold, epoch, generation } = record;
    return { threshold, epoch, generation, body, grant, tokens };
  });
}

async function expandKek(secret: Bytes, label: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: writeUtf8(label) };
  return crypto.subtle.deriveKey(hkdf, material, { name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
}

async function seal(key: CryptoKey, plain: Bytes, place: Bytes): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const ct = await crypto.subtle.encrypt({ name: AES, iv, additionalData: place }, key, plain);
  return { iv, ct: new Uint8Array(ct) };
}

async function open(key: CryptoKey, { iv, ct }: Sealed, place: Bytes): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: AES, iv, additionalData: place }, key, ct));
  } catch {
    throw new AgeError('ERR_RECORD', 'a record that does not open');
  }
}

function wrapPlace(credentialId: Bytes): Bytes {
  return concat(writeUtf8('bauta/dek/v1'), credentialId);
}

function tokenPlace({
  id,
  epoch,
  threshold,
  minted,
}: Pick<TokenRecord, 'id' | 'epoch' | 'threshold' | 'minted'>): Bytes {
  return startPlace('bauta/token/v1', id, epoch).u8(threshold).u32(minted).end();
}

function pendingPlace({ id, epoch, threshold, generation }: Omit<PendingRecord, keyof Sealed>): Bytes {
  return startPlace('bauta/pending/v1', id, epoch).u8(threshold).u8(generation).end();
}

/** Every field has one size, or a byte could move from one to the next unseen. @throws TypeError */
function startPlace(label: string, id: Bytes, epoch: Epoch): Writer {
  if (id.length !== 16) throw new TypeError('id: not 16 bytes');
  startOf(epoch);
  return new Writer().bytes(writeUtf8(label)).bytes(id).bytes(writeUtf8(epoch));
}

function holderParts({ d, x, y }: P256KeyPair): [Bytes, Bytes, Bytes] {
  return [d, x, y];
}

function readHolder(reader: Reader): P256KeyPair {
  return { d: reader.bytes(32), x: reader.bytes(32), y: reader.bytes(32) };
}
