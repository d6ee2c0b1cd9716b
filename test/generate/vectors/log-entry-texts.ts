import { base64 } from './log-notes.ts';
import { hex, sha256 } from './seeded.ts';

const DAY = 86400;
const WEEK = 7 * DAY;

/** A key as an entry tells it. */
export interface LoggedKeyParts {
  readonly threshold: number;
  readonly generation: number;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Hexadecimal. */
  readonly keyId: string;
  /** Hexadecimal. */
  readonly spki: string;
}

/** What the text of an entry says, by kind. */
export type EntryParts =
  | {
      readonly kind: 'keys';
      readonly role: string;
      readonly name: string;
      readonly epoch: string;
      readonly exception?: string;
      readonly keys: readonly LoggedKeyParts[];
    }
  | {
      readonly kind: 'retire';
      readonly role: string;
      readonly name: string;
      readonly epoch: string;
      readonly threshold: number;
      readonly generation: number;
      readonly keyId: string;
    }
  | { readonly kind: 'wallet'; readonly name: string; readonly digest: string }
  | { readonly kind: 'sdk'; readonly version: string; readonly digest: string }
  | { readonly kind: 'batches'; readonly name: string; readonly epoch: string; readonly rounded: number };

/** A key in the window of its epoch, S(E−1) to S(E+2). */
export function loggedKey(threshold: number, generation: number, epoch: string, spki: Uint8Array): LoggedKeyParts {
  const monday = mondayOf(epoch);
  return {
    threshold,
    generation,
    notBefore: monday - WEEK,
    notAfter: monday + 2 * WEEK,
    keyId: hex(sha256(spki)),
    spki: hex(spki),
  };
}

/** The text of an entry: protocol.md §7. */
export function entryText(parts: EntryParts): string {
  return `${[`bauta/${parts.kind}/v1`, ...linesOf(parts)].join('\n')}\n`;
}

function linesOf(parts: EntryParts): (string | number)[] {
  switch (parts.kind) {
    case 'keys':
      return [parts.role, parts.name, parts.epoch, parts.exception ?? '-', ...parts.keys.map(keyLine)];
    case 'retire':
      return [parts.role, parts.name, parts.epoch, `${parts.threshold} ${parts.generation} ${parts.keyId}`];
    case 'wallet':
      return [parts.name, parts.digest];
    case 'sdk':
      return [parts.version, parts.digest];
    case 'batches':
      return [parts.name, parts.epoch, parts.rounded];
  }
}

/** One line of a keys entry, without its line feed. */
export function keyLine({ threshold, generation, notBefore, notAfter, keyId, spki }: LoggedKeyParts): string {
  return `${threshold} ${generation} ${notBefore} ${notAfter} ${keyId} ${base64(Buffer.from(spki, 'hex'))}`;
}

/** ISO 8601: the 4th of January is in week 1. */
function mondayOf(epoch: string): number {
  const fourth = new Date(Date.UTC(Number(epoch.slice(0, 4)), 0, 4));
  const monday = fourth.getTime() / 1000 - ((fourth.getUTCDay() + 6) % 7) * DAY;
  return monday + (Number(epoch.slice(6)) - 1) * WEEK;
}
