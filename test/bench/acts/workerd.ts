import { type HeldToken, request } from '@bauta/sdk/client';
import {
  type Bytes,
  formatHex,
  MODE,
  readBatchRequest,
  readToken,
  TOKEN_TYPE,
  verifySignature,
  writeBatchResponse,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createVerifier, type Presentation } from '@bauta/sdk/verifier';
import { blindSign, signingKeyOf } from '@bauta/services/keys/blind-sign';
import { bundleWorker } from '../../workerd/bundle-worker.ts';
import type { Act, Plan } from '../act.ts';
import { measureP256, measureRsa } from '../openssl.ts';
import { cpuMicros } from '../statistics.ts';
import { createLocalIssuer, type LocalIssuer, mintTokens, presentAll } from '../tokens.ts';
import type { Question, WorkerdAct } from '../workerd/question.ts';
import { type ServedWorker, serveWorker, whyNoWorkerd } from '../workerd/serve.ts';

const REDEEM_URL = 'https://site.example/_age/redeem';
const SECRET = new Uint8Array(32).fill(7);

const VERIFY = 'openssl RSA-2048 verify';
const SIGN = 'openssl RSA-2048 sign';

/** Each act with its limit, and how many of it make one measurement of the setting's count. */
const ACTS: Readonly<Record<WorkerdAct, Omit<Plan, 'act'> & { readonly share: number }>> = {
  'token check': { limit: VERIFY, of: ['rsaVerify'], bound: { most: 2 }, share: 20 },
  redeem: { limit: 'openssl RSA verify + P-256 verify', of: ['rsaVerify', 'p256Verify'], share: 5 },
  'blind sign': { limit: SIGN, of: ['rsaSign'], bound: { most: 3 }, share: 1 },
  'batch of 30': { limit: `30 × ${SIGN}`, of: Array.from({ length: 30 }, () => 'rsaSign'), share: 1 / 15 },
};
const NAMES = Object.keys(ACTS) as WorkerdAct[];

/** CPU of the same acts in workerd, as Workers are billed, and on Node; each beside what OpenSSL takes. */
export const workerd: Act = {
  name: 'workerd',
  async open({ now, count, isQuick }) {
    const missing = whyNoWorkerd();
    if (missing !== undefined) return missing;
    const scene = await prepare(now, count);
    const node = await onNode(scene);
    const worker = await serveWorker(await bundleWorker('test/bench/workerd/worker.ts'));
    const many = (act: WorkerdAct) => Math.ceil(count * ACTS[act].share);
    // Code that a site runs all day is compiled.
    for (const act of NAMES) {
      for (let warm = 0; warm < (isQuick ? 2 : 6); warm++) {
        await inWorkerd(worker, scene, act, many(act));
        await node[act](Math.ceil(many(act) / 4));
      }
    }
    return {
      plans: NAMES.flatMap((act): Plan[] => {
        const { share: _, bound, ...plan } = ACTS[act];
        return [
          { act: `${act}, workerd`, ...plan, ...(bound ? { bound } : {}) },
          { act: `${act}, Node`, ...plan },
        ];
      }),
      async measure() {
        const figures: Record<string, number> = { ...(await measureRsa()), ...(await measureP256()) };
        for (const act of NAMES) {
          figures[`${act}, workerd`] = await inWorkerd(worker, scene, act, many(act));
          figures[`${act}, Node`] = await node[act](Math.ceil(many(act) / 4));
        }
        return figures;
      },
      close: () => worker.close(),
    };
  },
};

interface BenchScene {
  readonly issuer: LocalIssuer;
  readonly now: number;
  readonly tokens: readonly HeldToken[];
  readonly presentations: readonly Presentation[];
  readonly batch: Bytes;
}

async function prepare(now: number, count: number): Promise<BenchScene> {
  const issuer = await createLocalIssuer(now);
  const tokens = await mintTokens(issuer, count);
  const presentations = await presentAll(tokens, openVerifier({ issuer, now }), REDEEM_URL, now);
  return { issuer, now, tokens, presentations, batch: (await request(issuer.keys)).body };
}

function openVerifier({ issuer, now }: Pick<BenchScene, 'issuer' | 'now'>) {
  const listed = issuer.keys.tokenKey;
  const keys = { find: () => listed };
  return createVerifier({
    ...{ issuer: issuer.name, redeemUrl: REDEEM_URL, keys, threshold: 18, secrets: [SECRET] },
    ...{ spent: memorySpentSet({ now: () => now }), codes: memorySessions({ now: () => now }) },
  });
}

/** Microseconds of workerd's CPU for one act: what the request itself takes, and the reading of it, is taken off. */
async function inWorkerd(worker: ServedWorker, scene: BenchScene, act: WorkerdAct, count: number): Promise<number> {
  const { issuer, now, tokens, presentations, batch } = scene;
  const { epoch, key } = issuer.keys.tokenKey;
  const question: Omit<Question, 'isEmpty'> = {
    ...{ act, count, now, epoch, presentations, redeemUrl: REDEEM_URL, issuer: issuer.name },
    secret: formatHex(SECRET),
    spki: formatHex(key.spki),
    pkcs8: issuer.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('hex'),
    tokens: tokens.map(({ token }) => formatHex(token)),
    batch: formatHex(batch),
  };
  const cost = async (isEmpty: boolean): Promise<number> => {
    const body = JSON.stringify({ ...question, isEmpty } satisfies Question);
    const before = worker.cpu();
    await worker.ask(body);
    return worker.cpu() - before;
  };
  const [empty, whole] = [await cost(true), await cost(false)];
  return (whole - empty) / count;
}

/** The same acts in this process. Each takes how many, and gives microseconds for one. */
async function onNode(scene: BenchScene): Promise<Readonly<Record<WorkerdAct, (count: number) => Promise<number>>>> {
  const { issuer, tokens, presentations, batch, now } = scene;
  const { key } = issuer.keys.tokenKey;
  const read = tokens.map(({ token }) => readToken(token));
  const signing = signingKeyOf(issuer.privateKey);
  const blinded = (): Bytes[] => readBatchRequest(batch).map(({ body }) => body.slice(1));
  const messages = blinded();
  const timed = (act: (i: number) => unknown) => (count: number) =>
    cpuMicros(count, async () => {
      for (let i = 0; i < count; i++) await act(i);
    });
  let verifier = openVerifier(scene);
  return {
    'token check': timed(async (i) => {
      const token = read[i % read.length] as (typeof read)[number];
      if (!(await verifySignature(key, writeTokenInput(token), token.authenticator))) throw new Error('not a token');
    }),
    redeem: timed((i) => {
      if (i % presentations.length === 0) verifier = openVerifier(scene);
      return verifier.redeem(presentations[i % presentations.length] as Presentation, MODE.form, now);
    }),
    'blind sign': timed((i) => blindSign(signing, messages[i % messages.length] as Bytes)),
    'batch of 30': timed(() =>
      writeBatchResponse(blinded().map((message) => ({ tokenType: TOKEN_TYPE, body: blindSign(signing, message) }))),
    ),
  };
}
