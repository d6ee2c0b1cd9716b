import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { HeldToken } from '@bauta/sdk/client';
import {
  calendarOf,
  formatBase64url,
  isWithin,
  nameOf,
  originOf,
  parseBase64url,
  parseJson,
} from '@bauta/sdk/protocol';
import { ConfigurationFault } from '../../exit-codes.ts';
import type { TokenSource } from '../token-source.ts';

const SCHEMA = 'urn:bauta:schema:conformance-tokens:1';
/** The owner alone reads and writes it: whoever has the file can open sites with it. */
const MODE = 0o600;

/** A token with its week and age. */
export interface FiledToken extends HeldToken {
  /** `2026-W47` */
  readonly epoch: string;
  /** Years. */
  readonly threshold: number;
}

/** Tokens of one issuer, for which a person has shown their age. Names as protocol.md has them. */
export interface TokenFile {
  readonly issuer: string;
  readonly attester: string;
  readonly tokens: readonly FiledToken[];
}

/** Writes the file whole or not at all, for its owner alone. */
export function writeTokenFile(path: string, { issuer, attester, tokens }: TokenFile): void {
  const written = tokens.map(({ epoch, threshold, token, holder: { x, y, d } }) => {
    const [tokenText, ...numbers] = [token, x, y, d].map(formatBase64url);
    return { epoch, threshold, token: tokenText, holder: { x: numbers[0], y: numbers[1], d: numbers[2] } };
  });
  const text = `${JSON.stringify({ schema: SCHEMA, issuer, attester, tokens: written }, null, 1)}\n`;
  const draft = `${path}.draft`;
  writeFileSync(draft, text, { mode: MODE });
  // An older draft keeps the mode that it had.
  chmodSync(draft, MODE);
  renameSync(draft, path);
}

/** @throws ConfigurationFault on a file that `writeTokenFile` would not have written */
export function readTokenFile(path: string): TokenFile {
  try {
    const file = members(parseJson(readFileSync(path, 'utf8')), ['schema', 'issuer', 'attester', 'tokens']);
    if (file.schema !== SCHEMA || !Array.isArray(file.tokens)) throw new TypeError('another schema');
    return { issuer: readName(file.issuer), attester: readName(file.attester), tokens: file.tokens.map(readToken) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationFault({
      en: `--tokens: ${path} is no file of tokens (${reason}); make one with: enrol`,
      fr: `--tokens\u00a0: ${path} n’est pas un fichier de jetons (${reason})\u00a0; faites-en un avec\u00a0: enrol`,
    });
  }
}

/**
 * The robot's tokens from a file. A token leaves the file before it is given, so that it is never shown twice, whatever
 * ends the run. @param now Unix seconds. @throws ConfigurationFault as `readTokenFile`
 */
export function openTokenFile(path: string, now: () => number = () => Math.floor(Date.now() / 1000)): TokenSource {
  readTokenFile(path);
  const usable = ({ epoch }: FiledToken): boolean => isWithin(now(), calendarOf(epoch).presents);
  return {
    kind: 'file',
    left: () => readTokenFile(path).tokens.filter(usable).length,
    async take() {
      const file = readTokenFile(path);
      const taken = file.tokens.find(usable);
      if (taken === undefined) return undefined;
      writeTokenFile(path, { ...file, tokens: file.tokens.filter((one) => one !== taken) });
      return { token: taken.token, holder: taken.holder };
    },
  };
}

function readToken(value: unknown): FiledToken {
  const { epoch, threshold, token, holder } = members(value, ['epoch', 'threshold', 'token', 'holder']);
  const { x, y, d } = members(holder, ['x', 'y', 'd']);
  if (typeof epoch !== 'string' || typeof threshold !== 'number') throw new TypeError('a token without week or age');
  calendarOf(epoch);
  return {
    epoch,
    threshold,
    token: readBytes(token, 354),
    holder: { x: readBytes(x, 32), y: readBytes(y, 32), d: readBytes(d, 32) },
  };
}

function members<Name extends string>(value: unknown, names: readonly Name[]): Record<Name, unknown> {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  const own = isObject ? Object.keys(value).sort().join() : '';
  if (own !== [...names].sort().join()) throw new TypeError(`not exactly ${names.join(', ')}`);
  return value as Record<Name, unknown>;
}

function readBytes(value: unknown, length: number) {
  const bytes = parseBase64url(typeof value === 'string' ? value : '');
  if (bytes.length !== length) throw new TypeError(`not ${length} bytes`);
  return bytes;
}

function readName(value: unknown): string {
  if (typeof value !== 'string' || nameOf(originOf(value)) !== value) throw new TypeError('not a name');
  return value;
}
