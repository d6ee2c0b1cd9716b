import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { testIssuer } from '@bauta/sdk/test-issuer';
import { secretOf } from '../gate/site.ts';

export interface TestSite {
  readonly origin: URL;
  /** Unix seconds, which a test may move. */
  now: number;
  /** Codes of what was refused. */
  readonly refused: string[];
  close(): Promise<void>;
}

/** A site of our own gate that believes the test issuer, with one film behind it. @param at its clock, as `Date.parse` reads it */
export async function startTestSite(at = '2026-11-18T12:00:00Z'): Promise<TestSite> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = new URL(`http://localhost:${(server.address() as AddressInfo).port}`);
  const site: TestSite = {
    origin,
    now: Math.floor(Date.parse(at) / 1000),
    refused: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const now = (): number => site.now;
  const gate = ageGate({
    origin: origin.origin,
    issuer: 'issuer.example',
    wallet: 'https://wallet.example',
    secrets: [secretOf(1)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    testIssuer: testIssuer('pass', {}),
    canaries: ['/', '/film'],
    onRefused: (code) => void site.refused.push(code),
    now,
  });
  await gate.refresh();
  server.on(
    'request',
    node(gate)((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(request.url === '/film' ? '<h1>Film 3</h1>' : '<h1>Films</h1><a href="/film">Film 3</a>');
    }),
  );
  return site;
}
