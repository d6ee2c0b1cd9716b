import { isLoopback } from './loopback.ts';

/** What a directory of token keys (RFC 9578) says, as far as it is looked at here. */
export interface TokenDirectory {
  readonly requestUri: string;
  /** Tokens in one batch; absent where none is named. */
  readonly batchSize?: number;
  readonly thresholds: readonly number[];
}

/** Where a name's directory lies: https, and http only on this machine. */
export function directoryUrlOf(name: string): string {
  const host = name.replace(/:\d+$/, '');
  return `${isLoopback(host) ? 'http' : 'https'}://${name}/.well-known/private-token-issuer-directory`;
}

/** @returns undefined for what is no directory. */
export function readTokenDirectory(text: string): TokenDirectory | undefined {
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    const uri = said['issuer-request-uri'];
    const keys = said['token-keys'];
    if (typeof uri !== 'string' || !Array.isArray(keys)) return undefined;
    const thresholds = keys.map((key: { threshold?: unknown }) => Number(key.threshold)).filter(Number.isInteger);
    const size = said['batch-size'];
    return {
      requestUri: uri,
      thresholds: [...new Set(thresholds)],
      ...(typeof size === 'number' ? { batchSize: size } : {}),
    };
  } catch {
    return undefined;
  }
}

/** Of type 0x0002, with its type, its truncated key id and its blinded value. */
const REQUEST_LENGTH = 259;

/** Bytes of one batch: its requests behind a QUIC varint of their length. */
export function batchLength(size: number): number {
  const content = size * REQUEST_LENGTH;
  const prefix = content < 64 ? 1 : content < 16_384 ? 2 : 4;
  return prefix + content;
}
