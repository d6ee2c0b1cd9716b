import { randomBytes } from 'node:crypto';
import { blindSign, signingKeyOf } from '@bauta/services/keys/blind-sign';
import { cpuMicros } from '../statistics.ts';
import type { LocalIssuer } from '../tokens.ts';

/** Microseconds of CPU for one blind signature on this thread, fault check included. */
export function measureBlindSign(issuer: LocalIssuer, count: number): Promise<number> {
  const key = signingKeyOf(issuer.privateKey);
  const messages = Array.from({ length: count }, () => {
    const message = new Uint8Array(randomBytes(256));
    message[0] = 0;
    return message;
  });
  return cpuMicros(count, async () => {
    for (const message of messages) blindSign(key, message);
  });
}
