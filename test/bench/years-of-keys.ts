import { createHash } from 'node:crypto';
import {
  type Bytes,
  calendarOf,
  type Epoch,
  epochAfter,
  formatLogEntry,
  type KeyRole,
  type LoggedKey,
  writeTokenKey,
  writeUtf8,
} from '@bauta/sdk/protocol';

const FIRST: Epoch = '2026-W47';
const THRESHOLDS = [13, 15, 16, 18, 21];
export const ATTESTERS = 20;
const WEEKS_IN_A_YEAR = 52;

/** The entries of an issuer and twenty attesters with keys of five ages, week after week. Nobody has the private halves. */
export function* yearsOfKeys(years: number): Generator<Bytes> {
  for (let week = 0; week < years * WEEKS_IN_A_YEAR; week++) {
    const epoch = epochAfter(FIRST, week);
    yield entryOf('issuer', 'issuer.example', epoch);
    for (let i = 1; i <= ATTESTERS; i++) yield entryOf('attester', `attester-${i}.example`, epoch);
  }
}

function entryOf(role: KeyRole, name: string, epoch: Epoch): Bytes {
  const { from: notBefore, to: notAfter } = calendarOf(epoch).published;
  const keys = THRESHOLDS.map((threshold): LoggedKey => {
    const spki = writeTokenKey(modulusOf(`${name} ${epoch} ${threshold}`));
    return { threshold, generation: 0, notBefore, notAfter, keyId: sha256(spki), spki };
  });
  return writeUtf8(formatLogEntry({ kind: 'keys', role, name, epoch, exception: undefined, keys }));
}

/** 256 bytes of a modulus' form. */
function modulusOf(name: string): Bytes {
  const modulus = new Uint8Array(256);
  for (let i = 0; i < 8; i++) modulus.set(sha256(writeUtf8(`${name} ${i}`)), 32 * i);
  modulus[0] = (modulus[0] as number) | 0x80;
  modulus[255] = (modulus[255] as number) | 1;
  return modulus;
}

function sha256(bytes: Uint8Array): Bytes {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
