import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { testIssuer } from '@bauta/sdk/test-issuer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NAVIGATION } from '../../door/admit.ts';
import { ask } from '../../door/raw-ask.ts';
import { secretOf } from '../gate/site.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  const gate = ageGate({
    origin: 'http://localhost:24401',
    issuer: 'issuer.example',
    wallet: 'https://wallet.example',
    secrets: [secretOf(1)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    testIssuer: testIssuer('pass', {}),
    now,
  });
  await gate.refresh();
  server = createServer(node(gate)((_, response) => response.end('open')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

it.each([
  ['localhost:24401', 200],
  ['site.example', 404],
])('under node:http the page of the test issuer asked for at %s answers %i', async (host, status) => {
  const headers = [`Host: ${host}`, ...NAVIGATION, `Cookie: __Host-age-pre=${'A'.repeat(43)}`];
  const answer = await ask(port, { line: 'GET /_age/test', headers });
  expect(answer.status).toBe(status);
  expect(answer.body.toString().includes('name="token"')).toBe(status === 200);
});
