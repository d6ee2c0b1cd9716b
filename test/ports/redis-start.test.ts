import { checkRedisDurability, openRedis } from '@bauta/sdk/stores/redis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startRedis, whyNoRedis } from '../programs/redis.ts';
import { outcome } from './refusals.ts';

const SHUT = 'ERR_STORE_UNAVAILABLE';
const SOON = { connectTimeoutMs: 1500 };

describe.skipIf(whyNoRedis)(`a Redis at the start${whyNoRedis ? ` (skipped: ${whyNoRedis})` : ''}`, () => {
  async function open(...settings: string[]) {
    const server = await startRedis({ settings });
    onTestFinished(server.remove);
    const client = await openRedis(server.url);
    onTestFinished(() => void client.destroy());
    return client;
  }

  it('tells how durable it is, and the lines to change', async () => {
    const durable = await open('appendonly yes', 'appendfsync always');
    const { nodes, faults, notes } = await checkRedisDurability(durable);
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({ role: 'master', appendonly: 'yes', appendfsync: 'always', minReplicasToWrite: 0 });
    expect(nodes[0]?.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect([faults, notes]).toEqual([[], []]);

    const careless = await checkRedisDurability(await open('appendonly no', 'maxmemory-policy allkeys-lru'));
    expect(careless.faults.map((line) => line.split(':')[0])).toEqual([
      'maxmemory-policy noeviction',
      'appendonly yes',
    ]);
    expect(careless.notes).toEqual([]);
    const everysec = await checkRedisDurability(await open('appendonly yes', 'appendfsync everysec'));
    expect(everysec.faults).toEqual([]);
    expect(everysec.notes.map((line) => line.split(':')[0])).toEqual(['appendfsync always']);
    await durable.close();
    expect(await outcome<unknown>(checkRedisDurability(durable))).toBe(SHUT);
  }, 60_000);

  it('is not opened where nobody listens', async () => {
    const gone = await startRedis();
    await gone.remove();
    expect(await outcome<unknown>(openRedis(gone.url, SOON))).toBe(SHUT);
    expect(await outcome<unknown>(openRedis(`redis+cluster://127.0.0.1:${gone.port}`, SOON))).toBe(SHUT);
    expect(await outcome<unknown>(openRedis(`redis+sentinel://127.0.0.1:${gone.port}/name`, SOON))).toBe(SHUT);
  }, 40_000);
});
