import { parseBase64url, readSiteChallenge, readToken } from '@bauta/sdk/protocol';
import type { Transcript } from './watched-site.ts';

/** What is known of many transcripts, made comparable. */
export interface FeatureTable {
  readonly rows: number;
  /** Yes or no for each row: every bit of every byte, and whether a number is above one of its quantiles. */
  readonly bits: readonly Bit[];
  /** Sizes, counts, times. */
  readonly numbers: readonly NumberColumn[];
}

export interface Bit {
  readonly name: string;
  /** 0 or 1 for each row. */
  readonly values: Uint8Array;
}

export interface NumberColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** One transcript, taken apart. */
interface Parts {
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  readonly numbers: ReadonlyMap<string, number>;
}

const QUANTILES = 16;

/** The form of the redemption: the token and the proof of possession. */
export function readForm(bytes: Buffer): URLSearchParams {
  return new URLSearchParams(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4).toString('latin1'));
}

const sum = (bytes: Uint8Array): number => bytes.reduce((total, byte) => total + byte, 0);

/** Every value of the cookies that come and go, decoded. */
function cookiesIn(text: string): [string, Uint8Array][] {
  return [...text.matchAll(/(__Host-age[a-z-]*)=([\w-]{43})(?![\w-])/g)].map(({ 1: name = '', 2: value = '' }) => {
    return [name, parseBase64url(value)];
  });
}

function takeApart(transcript: Transcript): Parts {
  const bytes = new Map<string, Uint8Array>();
  const numbers = new Map<string, number>([['requests', transcript.length]]);
  for (const [i, { bytes: raw, answer, pieces, gap, duration }] of transcript.entries()) {
    const text = raw.toString('latin1');
    bytes.set(`request ${i}`, raw).set(`answer ${i}`, answer);
    for (const [name, value] of cookiesIn(`${text} ${answer.toString('latin1')}`)) bytes.set(`${i} ${name}`, value);
    const headers = text.split('\r\n\r\n', 1)[0]?.split('\r\n').length ?? 0;
    for (const [name, value] of Object.entries({ pieces, gap, duration, headers })) numbers.set(`${name} ${i}`, value);
    numbers.set(`size ${i}`, raw.length).set(`answer size ${i}`, answer.length);
    if (!text.startsWith('POST ')) continue;
    const form = readForm(raw);
    const token = parseBase64url(form.get('token') ?? '');
    const [header = '', payload = '', signature = ''] = (form.get('dpop') ?? '').split('.');
    const decoded = [header, payload].map((part) => Buffer.from(part, 'base64url').toString());
    const { jwk } = JSON.parse(decoded[0] as string) as { jwk: Record<'x' | 'y', string> };
    const { nonce } = JSON.parse(decoded[1] as string) as { nonce: string };
    const { issuedAt } = readSiteChallenge(parseBase64url(nonce));
    const fields = {
      token,
      nonce: readToken(token).nonce,
      authenticator: readToken(token).authenticator,
      x: parseBase64url(jwk.x),
      y: parseBase64url(jwk.y),
      signature: parseBase64url(signature),
      challenge: parseBase64url(nonce),
    };
    for (const [name, value] of Object.entries(fields)) {
      bytes.set(name, value);
      numbers.set(`sum of ${name}`, sum(value));
    }
    numbers.set('dpop header', header.length).set('dpop payload', payload.length).set('issued at', issuedAt);
  }
  numbers.set(
    'whole visit',
    transcript.reduce((total, { gap, duration }) => total + gap + duration, 0),
  );
  return { bytes, numbers };
}

/** What a site can compare of these redemptions. Nothing of it depends on what is to be guessed. */
export function featuresOf(transcripts: readonly Transcript[]): FeatureTable {
  const parts = transcripts.map(takeApart);
  const rows = parts.length;
  const namesOf = (of: (one: Parts) => Iterable<string>): string[] => [
    ...new Set(parts.flatMap((one) => [...of(one)])),
  ];
  const numbers = namesOf(({ numbers: all }) => all.keys()).map((name) => {
    // What is missing is a value like any other.
    return { name, values: Float64Array.from(parts, ({ numbers: all }) => all.get(name) ?? -1) };
  });
  const known = new Set<string>();
  const bits: Bit[] = [];
  const add = (name: string, values: Uint8Array): void => {
    const ones = sum(values);
    if (ones === 0 || ones === rows) return;
    const spelling = Buffer.from(values).toString('latin1');
    // The same cookie stands in several requests, and an encoding repeats what it encodes.
    if (known.has(spelling)) return;
    known.add(spelling);
    bits.push({ name, values });
  };
  for (const { name, values } of numbers) {
    const sorted = [...values].sort((a, b) => a - b);
    for (let q = 1; q < QUANTILES; q++) {
      const cut = sorted[Math.floor((rows * q) / QUANTILES)] as number;
      add(
        `${name} over ${cut.toPrecision(4)}`,
        Uint8Array.from(values, (value) => (value > cut ? 1 : 0)),
      );
    }
  }
  for (const name of namesOf(({ bytes }) => bytes.keys())) {
    const all = parts.map(({ bytes }) => bytes.get(name) ?? new Uint8Array());
    const longest = Math.max(...all.map(({ length }) => length));
    for (let at = 0; at < longest; at++) {
      // Most bytes are the same in all.
      if (all.every((bytes) => bytes[at] === all[0]?.[at])) continue;
      for (let bit = 0; bit < 8; bit++) {
        add(
          `${name} byte ${at} bit ${bit}`,
          Uint8Array.from(all, (bytes) => ((bytes[at] ?? 0) >> bit) & 1),
        );
      }
    }
  }
  return { rows, bits, numbers };
}
