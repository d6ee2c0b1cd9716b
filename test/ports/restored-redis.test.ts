import { openRedis, redisSpentSet } from '@bauta/sdk/stores/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStoreCommand } from '../../sdk/operate/store-command.ts';
import { shutRedisSpentSet } from '../../sdk/stores/redis/restored-spent-set.ts';
import { type RedisServer, startRedis, whyNoRedis } from '../programs/redis.ts';

/** Wednesday 18 November 2026, noon UTC. */
const NOON = Date.UTC(2026, 10, 18, 12) / 1000;
const DAY = 86_400;
const THIS_WEEK = Date.UTC(2026, 10, 16) / 1000 + 15 * DAY;
const NEXT_WEEK = THIS_WEEK + 7 * DAY;

describe.skipIf(whyNoRedis)(`a Redis that was restored${whyNoRedis ? `: ${whyNoRedis}` : ''}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.remove());

  async function run(...args: readonly string[]): Promise<string> {
    let said = '';
    const say = (text: string): void => {
      said += text;
    };
    const code = await runStoreCommand(args, {
      ...{ now: () => NOON, env: {}, print: say, complain: say, modeOf: () => 0o600 },
      readFile: () => {
        throw new Error('no file is read');
      },
    });
    return `${code} ${said}`;
  }

  it('is shut for every token of this week and before, in every shard, and open for those of the next', async () => {
    const client = await openRedis(redis.url);
    const spent = redisSpentSet(client, { now: () => NOON });
    const nullifier = (first: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(1).fill(first, 0, 1);
    expect(await spent.spend(nullifier(3), THIS_WEEK)).toBe(true);
    expect(await run('shut-until', redis.url)).toMatch(/^0 It is open/);

    expect(await run('restored', redis.url, '--json')).toBe(
      '0 {"version":1,"act":"restored","shutUntil":"2026-11-23T00:00:00Z"}\n',
    );
    for (let first = 0; first < 256; first++) {
      expect(await spent.spend(nullifier(first), THIS_WEEK)).toBe(false);
      expect(await spent.spend(nullifier(first), NEXT_WEEK)).toBe(true);
      expect(await spent.spend(nullifier(first), NEXT_WEEK)).toBe(false);
    }
    expect(await run('shut-until', redis.url, '--json')).toContain('2026-11-23T00:00:00Z');
    await client.close();
  });

  it('is shut for what its shards know, by a clock that is behind them', async () => {
    const client = await openRedis(redis.url);
    const prefix = 'behind:';
    const spent = redisSpentSet(client, { now: () => NOON, prefix });
    const nullifier = new Uint8Array(32).fill(6);
    expect(await spent.spend(nullifier, NEXT_WEEK)).toBe(true);
    await shutRedisSpentSet(client, 0, { prefix });
    nullifier.fill(7, 1);
    expect(await spent.spend(nullifier, NEXT_WEEK)).toBe(false);
    expect(await spent.spend(nullifier, NEXT_WEEK + 7 * DAY)).toBe(true);
    await client.close();
  });

  it('is another one under another prefix', async () => {
    const client = await openRedis(redis.url);
    const spent = redisSpentSet(client, { now: () => NOON, prefix: 'other:' });
    expect(await spent.spend(new Uint8Array(32).fill(5), THIS_WEEK)).toBe(true);
    await client.close();
  });
});
