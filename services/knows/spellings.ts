import { type Octets, readText, writeOctets } from './octets.ts';
import type { Received } from './transcript.ts';

/** Encodings inside of encodings: a proof of age is base64url in JSON in a form, and a passkey's message likewise. */
const DEPTH = 4;

/**
 * Every reading of what was received: as it came, with escapes undone, and with every run of base64, base64url or
 * hexadecimal decoded from each place where it could begin, again and again. Whatever bytes were sent, under whichever
 * of these spellings, stands in one of the readings as it is.
 */
export function readingsOf(requests: readonly Received[]): ReadonlySet<Octets> {
  const readings = new Set<Octets>();

  function read(octets: Octets, depth: number): void {
    if (octets.length === 0 || readings.has(octets)) return;
    readings.add(octets);
    if (depth === DEPTH) return;
    for (const plain of undoEscapes(octets)) read(plain, depth + 1);
    for (const [run] of octets.matchAll(/[A-Za-z0-9+/_-]{22,}/g)) {
      for (const start of [0, 1, 2, 3]) readOn(decodeBase64(run.slice(start)), depth);
    }
    for (const [run] of octets.matchAll(/[0-9A-Fa-f]{32,}/g)) {
      for (const start of [0, 1]) readOn(decodeHex(run.slice(start)), depth);
    }
  }

  /** Only text can hold further encodings. */
  function readOn(octets: Octets, depth: number): void {
    if (/[A-Za-z0-9+/_-]{22}/.test(octets)) read(octets, depth + 1);
    else if (octets.length > 0) readings.add(octets);
  }

  for (const { path, headers, body } of requests) {
    read(path, 0);
    for (const [, value] of headers) read(writeOctets(value), 0);
    read(body, 0);
  }
  return readings;
}

/** A text with the escapes of addresses and forms, then those of JSON undone, where it has any. */
function* undoEscapes(octets: Octets): Generator<Octets> {
  if (/%[0-9A-Fa-f]{2}/.test(octets)) {
    yield octets.replace(/%([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
  if (octets.includes('\\') && readText(octets) !== undefined) {
    yield octets.replace(/\\(?:u00([0-9A-Fa-f]{2})|(.))/g, (_, code?: string, sign?: string) =>
      code === undefined ? (sign ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
}

function decodeBase64(run: string): Octets {
  const whole = run.length % 4 === 1 ? run.slice(0, -1) : run;
  return atob(whole.replaceAll('-', '+').replaceAll('_', '/'));
}

function decodeHex(run: string): Octets {
  return run.replace(/(..)|./g, (_, two?: string) => {
    return two === undefined ? '' : String.fromCharCode(Number.parseInt(two, 16));
  });
}
