import { openGateStore } from '@bauta/sdk/config';
import { expect, it } from 'vitest';
import { startRedis, until, whyNoRedis } from '../programs/redis.ts';

it.skipIf(whyNoRedis)(
  `a gate's store whose second connection fails ends the first${whyNoRedis ? `: ${whyNoRedis}` : ''}`,
  { timeout: 60_000 },
  async () => {
    const redis = await startRedis({ settings: ['maxclients 1'] });
    try {
      // The server is still putting away the connection that it was tried with.
      await until('its one place is free', async () => (await redis.ask('PING')) === 'PONG');
      const options = { now: () => Math.floor(Date.now() / 1000), folder: '.', replicas: 1 };
      const opening = openGateStore({ kind: 'redis', url: redis.url }, options);
      await expect(opening).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
      // Whoever still held the one place would keep everyone else out, and would try again each time it is lost.
      await until('its one place is free again', async () => (await redis.ask('PING')) === 'PONG');
    } finally {
      await redis.remove();
    }
  },
);
