import { spawnSync } from 'node:child_process';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Bytes, formatHex, parseHex } from '@bauta/sdk/protocol';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { blindSign, signingKeyOf } from '../../../services/keys/blind-sign.ts';
import type { Order } from '../../../services/keys/sign-worker.ts';
import { createSignerPool, startSignWorker } from '../../../services/keys/signer-pool.ts';
import { temporaryFolder } from '../../ports/bodies.ts';
import { upTo } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';
import { loadCases } from '../protocol/vectors.ts';

interface Case {
  privateKeyPem: string;
  tokenRequest: string;
  tokenResponse: string;
}

const cases = loadCases<Case>('rfc9578-type2.json');
const pem = Buffer.from(cases[0]?.privateKeyPem as string, 'hex');
const privateKey = createPrivateKey(pem);
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

const message = (i: number): Bytes => new Uint8Array(256).fill(1 + (i % 100));

/** A pool whose threads, and what they are told, can be looked at. */
function openPool(size: number) {
  const threads: Worker[] = [];
  const orders: Order[] = [];
  const pool = createSignerPool(size, () => {
    const worker = startSignWorker();
    vi.spyOn(worker, 'postMessage').mockImplementation((order: Order) => {
      orders.push(order);
      Worker.prototype.postMessage.call(worker, order);
    });
    threads.push(worker);
    return worker;
  });
  onTestFinished(() => pool.close());
  return { pool, threads, orders };
}

const expected = (key: KeyObject, count: number): string[] => {
  const signingKey = signingKeyOf(key);
  return upTo(count).map((i) => formatHex(blindSign(signingKey, message(i))));
};

describe('the signer pool', () => {
  it('signs RFC 9578 Appendix B.2, each answer to its own request', async () => {
    const { pool } = openPool(2);
    const signatures = await Promise.all(
      cases.map((vector) => pool.sign(privateKey, parseHex(vector.tokenRequest).slice(3))),
    );
    expect(signatures.map(formatHex)).toEqual(cases.map(({ tokenResponse }) => tokenResponse));
  });

  it('teaches each thread a key once, shares the work, and forgets on demand', async () => {
    const { pool, orders } = openPool(2);
    const other = createPrivateKey(pem);
    await Promise.all([privateKey, other].flatMap((key) => upTo(30).map((i) => pool.sign(key, message(i)))));
    const count = (kind: Order['kind']): number => orders.filter((order) => order.kind === kind).length;
    expect([count('learn'), count('sign'), count('forget')]).toEqual([4, 60, 0]);

    pool.forget(privateKey);
    pool.forget(privateKey);
    expect(count('forget')).toBe(2);
    expect(formatHex(await pool.sign(privateKey, message(1)))).toBe(expected(privateKey, 2)[1]);
    expect(count('learn')).toBe(5);
  });

  it('passes refusals on, with code and cause', async () => {
    const { pool } = openPool(1);
    const refusal = await pool.sign(privateKey, new Uint8Array(256)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'AgeError',
      code: 'ERR_REQUEST_MALFORMED',
      cause: 'a blinded message below 2',
    });
  });

  it('answers every request when a thread ends in between, and replaces it', async () => {
    const { pool, threads } = openPool(2);
    await pool.sign(privateKey, message(0));
    const signatures = upTo(60).map((i) => pool.sign(privateKey, message(i)));
    await threads[0]?.terminate();
    expect((await Promise.all(signatures)).map(formatHex)).toEqual(expected(privateKey, 60));
    expect(threads).toHaveLength(3);
  });

  it('refuses when threads keep ending, and stops trying', async () => {
    let started = 0;
    const pool = createSignerPool(1, () => {
      started += 1;
      return new Worker('process.exit(1)', { eval: true });
    });
    expect(await outcome(pool.sign(privateKey, message(0)))).toBe('ERR_FAULT');
    expect(started).toBe(2);
    await pool.close();
  });

  it('refuses what it has not answered when it is closed, and all that comes later', async () => {
    const { pool } = openPool(1);
    const waiting = upTo(200).map((i) => outcome(pool.sign(privateKey, message(i))));
    await pool.close();
    expect(await waiting[199]).toBe('ERR_FAULT');
    expect(await outcome(pool.sign(privateKey, message(0)))).toBe('ERR_FAULT');
    await pool.close();
  });

  it('has at least one thread', () => {
    for (const size of [0, -1, 1.5, Number.NaN]) expect(() => createSignerPool(size)).toThrow(TypeError);
  });
});

describe('the signer pool in a program of its own, which ends by itself', () => {
  const [vector] = cases as [Case];

  const program = (module: string): string => `
    import { createPrivateKey } from 'node:crypto';
    import { createSignerPool } from ${JSON.stringify(module)};
    const pool = createSignerPool(2);
    const key = createPrivateKey(Buffer.from('${vector.privateKeyPem}', 'hex'));
    const blinded = Uint8Array.from(Buffer.from('${vector.tokenRequest}', 'hex').subarray(3));
    const signature = await pool.sign(key, blinded);
    console.log(Buffer.from(signature).toString('hex'));`;

  const run = (file: string, flags: readonly string[], cwd: string): string =>
    spawnSync(process.execPath, [...flags, file], { cwd, encoding: 'utf8', timeout: 20_000 }).stdout.trim();

  it('from source', () => {
    const file = join(temporaryFolder(), 'program.mts');
    writeFileSync(file, program(new URL('../../../services/keys/signer-pool.ts', import.meta.url).href));
    expect(run(file, ['--conditions=bauta-source', '--import', 'tsx'], FOLDER)).toBe(vector.tokenResponse);
  });

  it('compiled', async () => {
    const folder = temporaryFolder();
    const source = (name: string): string => fileURLToPath(new URL(`../../../services/keys/${name}`, import.meta.url));
    await build({
      entryPoints: [source('signer-pool.ts'), source('sign-worker.ts')],
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      conditions: ['bauta-source'],
      logLevel: 'error',
    });
    const file = join(folder, 'program.mjs');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(file, program('./signer-pool.js'));
    expect(run(file, [], folder)).toBe(vector.tokenResponse);
  });
});
