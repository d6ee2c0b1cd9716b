import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

const FLOOD = '203.0.113.201';
const OTHER = '203.0.113.202';
let house: House;

beforeAll(async () => {
  house = await openHouse({ CLIENT_LIMIT: '2', CLIENT_HEADER: 'X-Real-IP' });
});
afterAll(() => house.close());

it.each([
  ['attester', '/evidence/eu-wallet'],
  ['issuer', '/token-request'],
] as const)('the %s sends away who posts too often, nobody else, and writes no address down', async (room, path) => {
  const post = (address: string): Promise<Response> =>
    house.fetch(house.origins[room] + path, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'x-real-ip': address },
    });
  const answers = [await post(FLOOD), await post(FLOOD), await post(FLOOD), await post(OTHER)];
  // Refused for what they send or not, requests are counted.
  expect(answers.map(({ status }) => status === 429)).toEqual([false, false, true, false]);
  expect(await answers[2]?.json()).toMatchObject({ code: 'ERR_RATE_LIMITED' });
  expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  const log = house.logs.get(room)?.join('') ?? '';
  expect(log).toContain('ERR_RATE_LIMITED');
  expect(log).not.toContain('203.0.113');
});
