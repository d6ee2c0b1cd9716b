import {
  type Bytes,
  MODE,
  parseHex,
  readBatchRequest,
  readToken,
  readTokenKey,
  TOKEN_TYPE,
  verifySignature,
  writeBatchResponse,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createVerifier } from '@bauta/sdk/verifier';
import { openRawRsaKey, rawRsaSign } from '@bauta/services/keys/raw-rsa-signer';
import type { Question, WorkerdAct } from './question.ts';

/** Prepares an act outside of what counts. @returns what is done once for each number below the count. */
type Prepare = (question: Question) => Promise<(i: number) => Promise<unknown>>;

const cyclic = <T>(items: readonly T[], i: number): T => items[i % items.length] as T;

const PREPARE: Readonly<Record<WorkerdAct, Prepare>> = {
  async 'token check'({ spki, tokens }) {
    const key = await readTokenKey(parseHex(spki));
    const read = tokens.map((token) => readToken(parseHex(token)));
    return async (i) => {
      const token = cyclic(read, i);
      if (!(await verifySignature(key, writeTokenInput(token), token.authenticator))) throw new Error('not a token');
    };
  },
  async redeem({ spki, now, issuer, epoch, redeemUrl, secret, presentations }) {
    const listed = { threshold: 18, epoch, generation: 0, key: await readTokenKey(parseHex(spki)) };
    const keys = { find: () => listed };
    const open = () =>
      createVerifier({
        ...{ issuer, redeemUrl, keys, threshold: 18, secrets: [parseHex(secret)] },
        ...{ spent: memorySpentSet({ now: () => now }), codes: memorySessions({ now: () => now }) },
      });
    let verifier = open();
    return (i) => {
      // Every round at a site that knows none of them yet.
      if (i % presentations.length === 0) verifier = open();
      return verifier.redeem(cyclic(presentations, i), MODE.form, now);
    };
  },
  async 'blind sign'({ pkcs8, spki, batch }) {
    const key = openRawRsaKey(parseHex(pkcs8), parseHex(spki));
    const messages = blindedOf(parseHex(batch));
    await key.privateKey;
    return (i) => rawRsaSign(key, cyclic(messages, i));
  },
  async 'batch of 30'({ pkcs8, spki, batch }) {
    const key = openRawRsaKey(parseHex(pkcs8), parseHex(spki));
    await key.privateKey;
    const body = parseHex(batch);
    return async () => {
      const signed = await Promise.all(blindedOf(body).map((message) => rawRsaSign(key, message)));
      return writeBatchResponse(signed.map((one) => ({ tokenType: TOKEN_TYPE, body: one })));
    };
  },
};

const blindedOf = (batch: Bytes): Bytes[] => readBatchRequest(batch).map(({ body }) => body.slice(1));

/** Does an act many times over, for whoever measures this process from outside: the clock in here stands still. */
export default {
  async fetch(request: Request): Promise<Response> {
    const question = (await request.json()) as Question;
    const act = await PREPARE[question.act](question);
    if (!question.isEmpty) for (let i = 0; i < question.count; i++) await act(i);
    return new Response('done');
  },
};
