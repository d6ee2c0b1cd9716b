import { createServer } from 'node:http';
import { node } from '@bauta/sdk/gate/node';
import { answerCarelessly } from './careless.ts';
import { describeDoor } from './describe-door.ts';
import { listen } from './listen.ts';
import { openGate } from './open-gate.ts';

describeDoor(
  'node:http',
  async (issuer) => {
    const { gate, wait } = await openGate(issuer);
    return { ...(await listen(createServer(node(gate)(answerCarelessly)))), wait, readsRaw: true };
  },
  { '/broken': 500, '/flat': 200, '/old': 200, '/moved': 302, '/unchanged': 304, '/stream': 200 },
);
