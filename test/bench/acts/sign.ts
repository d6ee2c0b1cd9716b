import { randomBytes } from 'node:crypto';
import { blindSign, signingKeyOf } from '@bauta/services/keys/blind-sign';
import type { Act } from '../act.ts';
import { measureRsa } from '../openssl.ts';
import { cpuMicros } from '../statistics.ts';
import { createLocalIssuer } from '../tokens.ts';

/** One blind signature on this thread, fault check included. */
export const sign: Act = {
  name: 'sign',
  async open({ now, count }) {
    const issuer = await createLocalIssuer(now);
    const key = signingKeyOf(issuer.privateKey);
    return {
      plans: [{ act: 'blind sign', limit: 'openssl RSA-2048 sign', of: ['rsaSign'], bound: { least: 0.85 } }],
      async measure() {
        const messages = Array.from({ length: 3 * count }, drawMessage);
        const { rsaSign } = await measureRsa();
        const ours = await cpuMicros(messages.length, async () => {
          for (const message of messages) blindSign(key, message);
        });
        return { rsaSign, 'blind sign': ours };
      },
      close() {},
    };
  },
};

function drawMessage(): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(randomBytes(256));
  message[0] = 0;
  return message;
}
