import { createServer } from 'node:http';
import { startEnvironment } from '../workerd/start-environment.ts';
import { answerCarelessly } from './careless.ts';
import { describeDoor } from './describe-door.ts';
import { listen } from './listen.ts';
import { ORIGIN } from './open-gate.ts';
import { PUBLIC_PATHS } from './paths.ts';
import { relayTo } from './relay-to.ts';

describeDoor(
  'the gateway on Workers, before a careless server',
  async (issuer) => {
    const behind = await listen(createServer(answerCarelessly));
    const gateway = await startEnvironment('gateway', {
      origin: ORIGIN,
      issuer: issuer.name,
      wallet: 'https://wallet.example',
      public_paths: PUBLIC_PATHS,
      secrets_env: 'AGE_SECRET',
      AGE_SECRET: '01'.repeat(32),
      upstream: `http://127.0.0.1:${behind.port}`,
    });
    await gateway.schedule();
    const relay = await relayTo(gateway.port);
    return {
      port: relay.port,
      async close() {
        await relay.close();
        await gateway.stop();
        await behind.close();
      },
    };
  },
  { '/broken': 500, '/flat': 200, '/moved': 302, '/unchanged': 304, '/stream': 200 },
);
