import { AgeError } from '../../protocol/errors.ts';
import type { SpentSet } from '../../verifier/spent-set.ts';
import { checkSpend } from '../spend-arguments.ts';
import { acknowledgedSpends } from './acknowledged-spends.ts';
import type { RedisCommands } from './client.ts';
import { askInTime } from './in-time.ts';
import { readPrefix, readReplicas, readTimeout } from './read-options.ts';
import { type SpendCall, spendCall } from './spend-script.ts';

/** What a site decides of its spent set in Redis. */
export interface RedisSpentSetOptions {
  /** Whole Unix seconds. */
  readonly now: () => number;
  /**
   * What all keys begin with; default `bauta:`. Sites of one operator that give the same prefix on the same Redis share
   * the set: a token then opens one of their doors.
   */
  readonly prefix?: string;
  /** Milliseconds after which a spend is refused since nobody knows; default 1,000. What was sent may still be done. */
  readonly timeoutMs?: number;
  /**
   * How many replicas must have a spend before it is answered; default 0.
   *
   * With 0, a master that dies takes with it the spends that no replica had yet, a few milliseconds' worth: those
   * tokens open a door once more. With 1, the death of any one node loses none. With as many as there are replicas, a
   * network that falls apart loses none either, and the loss of any node shuts the door. WAIT holds up the connection:
   * give the spent set a client of its own.
   */
  readonly replicas?: number;
}

/**
 * A spent set in Redis, shared by all processes that reach it. Its answers are as durable as that Redis is: see
 * `checkRedisDurability`.
 *
 * A past `until` is answered `false`, by the given clock; a bucket once dropped stays shut when that clock is set back.
 * @param client connected, of the package `redis`; one that reads and writes at masters alone.
 * @throws TypeError on options that could never be right.
 *   `spend` throws AgeError ERR_STORE_UNAVAILABLE on any fault, when it takes too long, and without a connection.
 */
export function redisSpentSet(client: RedisCommands, options: RedisSpentSetOptions): SpentSet {
  const { now } = options;
  const prefix = readPrefix(options.prefix);
  const replicas = readReplicas(options.replicas);
  const timeoutMs = readTimeout(options.timeoutMs);
  const ask = askInTime(client, timeoutMs);
  const send =
    replicas === 0
      ? ({ script, call }: SpendCall) => client.eval(script, call)
      : acknowledgedSpends(client, replicas, timeoutMs);

  return {
    async spend(nullifier, until) {
      checkSpend(nullifier, until);
      const at = now();
      if (until <= at) return false;
      const spend = spendCall(prefix, nullifier, until, at);
      const answer = Number(await ask(() => send(spend)));
      if (answer !== 0 && answer !== 1) throw new AgeError('ERR_STORE_UNAVAILABLE', 'Redis: an answer that is none');
      return answer === 1;
    },
  };
}
