import { AgeError } from '@bauta/sdk/protocol';
import type { Attest } from '@bauta/services/attester/attest';
import { evidenceRoutes } from '@bauta/services/attester/evidence-routes';
import { createRoom } from '@bauta/services/http/room';
import { expect, it } from 'vitest';

const WALLET = 'https://wallet.example';

it('whoever comes while a provider is asked as often as may be is told when to come again', async () => {
  const busy = { methods: [], begin: () => Promise.reject(new AgeError('ERR_BUSY')) } as unknown as Attest;
  const room = createRoom({
    name: 'attester',
    routes: evidenceRoutes(busy, WALLET),
    healthy: () => true,
    clock: { now: () => 0, onJump: () => {} },
    log: () => {},
    walletOrigin: WALLET,
  });
  const begin = async (): Promise<readonly (number | string | null)[]> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await room.request('/evidence/oidc-bank', { method: 'POST', headers, body: '{}' });
    expect(await answer.json()).toMatchObject({ code: 'ERR_BUSY' });
    return [answer.status, answer.headers.get('retry-after')];
  };
  expect([await begin(), await begin()]).toEqual([
    [503, '1'],
    [503, '2'],
  ]);
});
