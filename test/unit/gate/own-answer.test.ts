import { expect, it } from 'vitest';
import { readResponse } from '../../../sdk/gate/own-answer.ts';
import { createTestIssuer } from './issuer.ts';
import { createTestSite, NOON, ORIGIN } from './site.ts';

const site = await createTestSite(await createTestIssuer('issuer.example', NOON));

it.each([
  ['GET', '/films/3', 'text/html', 403],
  ['HEAD', '/films/3', 'text/html', 403],
  ['GET', '/films/3', '*/*', 401],
  ['GET', '/_age/go', 'text/html', 303],
  ['POST', '/_age/beat', '*/*', 400],
  ['GET', '/_age/gate.css', '*/*', 200],
  ['GET', '/.well-known/age-gate.json', '*/*', 200],
])('%s %s for %s is the same answer with a Response and without', async (method, path, accept, status) => {
  const judged = await site.gate.handle(new Request(ORIGIN + path, { method, headers: { accept } }));
  if (!('response' in judged) || judged.own === undefined) throw new Error('the gate let it pass');
  expect(judged.response).toBe(judged.response);
  const { body, ...head } = await readResponse(judged.response);
  expect({ ...head, body: Buffer.from(body ?? '').toString() }).toEqual({ ...judged.own, body: judged.own.body ?? '' });
  expect([head.status, judged.own.body === null]).toEqual([status, method === 'HEAD' || status === 303]);
});
