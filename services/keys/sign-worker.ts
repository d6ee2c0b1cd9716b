import type { KeyObject } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { AgeError, type Bytes, type ErrorCode } from '@bauta/sdk/protocol';
import { blindSign, type SigningKey, signingKeyOf } from './blind-sign.ts';

/** What the pool tells a thread. */
export type Order =
  | { readonly kind: 'learn'; readonly key: number; readonly privateKey: KeyObject }
  | { readonly kind: 'forget'; readonly key: number }
  | { readonly kind: 'sign'; readonly job: number; readonly key: number; readonly blinded: Bytes };

/** What a thread answers to `sign`, in the order it was asked. */
export type Answer =
  | { readonly job: number; readonly signature: Bytes }
  | { readonly job: number; readonly refusal: ErrorCode; readonly cause: string };

const keys = new Map<number, SigningKey>();

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'learn') keys.set(order.key, signingKeyOf(order.privateKey));
  else if (order.kind === 'forget') keys.delete(order.key);
  else parentPort?.postMessage(answer(order.job, order.key, order.blinded));
});

function answer(job: number, key: number, blinded: Bytes): Answer {
  try {
    const signingKey = keys.get(key);
    if (!signingKey) throw new AgeError('ERR_FAULT', 'the key was forgotten');
    return { job, signature: blindSign(signingKey, blinded) };
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    return { job, refusal: error.code, cause: String(error.cause) };
  }
}
