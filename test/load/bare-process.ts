// One core's worth of the calls that nothing can do without, in a loop with nothing around them.
import { createPublicKey, randomBytes } from 'node:crypto';
import { blindSign, signingKeyOf } from '@bauta/services/keys/blind-sign';
import { createBareRedemption } from '../bench/acts/bare-calls.ts';
import { createLocalIssuer } from '../bench/tokens.ts';
import { answerParent } from '../programs/child.ts';
import type { Visits } from './visits-process.ts';

const { privateKey } = await createLocalIssuer(Date.UTC(2026, 10, 18, 12) / 1000);
const signing = signingKeyOf(privateKey);
let visits: Visits | undefined;

/** Blind signatures with their fault check, on one key, for so long. @returns how many a second */
function sign(seconds: number): number {
  const message = new Uint8Array(randomBytes(256));
  message[0] = 0;
  return loop(seconds, () => blindSign(signing, message));
}

function learn(given: Visits): void {
  visits = given;
}

/** Redemptions of the visits it has learnt. @returns how many a second */
function redeem(seconds: number): number {
  const { spki, secret, redeemUrl, presentations } = visits as Visits;
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const redeemOne = createBareRedemption(key, secret, redeemUrl);
  let next = 0;
  return loop(seconds, () => {
    const one = presentations[next++ % presentations.length];
    if (one) redeemOne(one);
  });
}

function loop(seconds: number, act: () => unknown): number {
  const began = performance.now();
  let done = 0;
  let passed = 0;
  while (passed < seconds) {
    for (let i = 0; i < 16; i++) act();
    done += 16;
    passed = (performance.now() - began) / 1000;
  }
  return done / passed;
}

const methods = { sign, learn, redeem };
export type BareProcess = typeof methods;
answerParent(methods, () => {});
