import { AgeError } from '../../protocol/errors.ts';
import type { RedisCommands } from './client.ts';
import { askInTime } from './in-time.ts';
import type { SpendCall } from './spend-script.ts';

interface Waiting {
  readonly spend: SpendCall;
  /** Milliseconds of the monotonic clock: whoever has waited so long has been told that nobody knows. */
  readonly deadline: number;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * Spends that count only when `replicas` other nodes have them too.
 *
 * WAIT speaks of what was written over the very connection it is sent on: on a fresh one it says yes at once. So the
 * spends and their WAIT are one pipeline, which node-redis writes to one connection or not at all. WAIT also holds up
 * everything else on that connection: one pipeline is under way at a time, and what comes meanwhile makes up the next
 * one. In a Cluster that is so for each shard, since the keys of a pipeline must lie on one node.
 *
 * A spend that is in the master but not in the replicas stays spent: its token is lost, and opens no second door.
 */
export function acknowledgedSpends(
  client: RedisCommands,
  replicas: number,
  timeoutMs: number,
): (spend: SpendCall) => Promise<unknown> {
  const ask = askInTime(client, timeoutMs);
  const lanes = new Map<string, Waiting[]>();

  async function drain(lane: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0).filter(({ deadline }) => deadline > performance.now());
      if (group.length > 0) await send(group);
    }
    lanes.delete(lane);
  }

  async function send(group: readonly Waiting[]): Promise<void> {
    try {
      const answers = await ask(() => {
        const pipeline = client.multi();
        for (const { spend } of group) pipeline.eval(spend.script, spend.call);
        return pipeline.wait(replicas, Math.ceil(timeoutMs / 2)).execAsPipeline();
      });
      settle(group, answers);
    } catch (fault) {
      for (const { reject } of group) reject(fault);
      rediscover(group);
    }
  }

  function settle(group: readonly Waiting[], answers: unknown): void {
    if (!Array.isArray(answers) || answers.length !== group.length + 1) throw new AgeError('ERR_STORE_UNAVAILABLE');
    const isAcknowledged = Number(answers[group.length]) >= replicas;
    for (const [i, { resolve, reject }] of group.entries()) {
      // A no needs no witness.
      if (isAcknowledged || Number(answers[i]) === 0) resolve(answers[i]);
      else reject(new AgeError('ERR_STORE_UNAVAILABLE', 'Redis: too few replicas acknowledged the spend'));
    }
  }

  /** A pipeline is told that its shard has moved but does not look where to; a single command does. */
  function rediscover(group: readonly Waiting[]): void {
    const shard = group[0]?.spend.shard;
    if (client.slots === undefined || shard === undefined) return;
    client.eval('return 0', { keys: [shard], arguments: [] }).catch(() => {});
  }

  return (spend) =>
    new Promise((resolve, reject) => {
      const lane = client.slots === undefined ? '' : spend.shard;
      const waiting = lanes.get(lane);
      const entry = { spend, deadline: performance.now() + timeoutMs, resolve, reject };
      if (waiting) {
        waiting.push(entry);
        return;
      }
      const own = [entry];
      lanes.set(lane, own);
      // The rest of this turn's spends go with the first one.
      queueMicrotask(() => void drain(lane, own));
    });
}
