import { loopbackFetch } from '@bauta/services/loopback';
import { describe, expect, it } from 'vitest';
import { runFlow } from '../flow/flow.ts';
import { startOnWorkers } from '../flow/start-on-workers.ts';
import { whyNoVisits } from '../flow/week-gives-visits.ts';

/** The main job, whoever runs where. */
const STEPS = ['evidence', 'account', 'grant', 'mint', 'redeem', 'replay'];

/** The demonstration's ways of showing an age: each has to begin, also at the simulated bank, which knows the attester. */
const METHODS = ['eu-wallet', 'eudi-wallet', 'oidc-demo-bank'];

/** @returns the methods that an attester lists, and what it answers to whoever begins each */
async function beginEach(attester: string): Promise<readonly (readonly [string, number])[]> {
  const { methods } = (await (await loopbackFetch(`${attester}/evidence`)).json()) as { methods: { name: string }[] };
  const headers = { 'content-type': 'application/json' };
  return Promise.all(
    methods.map(async ({ name }) => {
      const begun = await loopbackFetch(`${attester}/evidence/${name}`, { method: 'POST', headers, body: '{}' });
      return [name, begun.status] as const;
    }),
  );
}

// Workers have no clock but the machine's.
const whyNot = whyNoVisits(120);

describe.skipIf(whyNot)(`a mixed deployment does the main job${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  it.each([
    ['the site on Node, every other room on Workers', ['demo-site'], 25_300],
    ['the issuer on Node, the site on Workers', ['issuer'], 25_400],
  ] as const)(
    'with %s',
    async (_, onNode, portBase) => {
      const target = await startOnWorkers({ PATH: process.env.PATH, PORT_BASE: String(portBase - 50) }, onNode);
      try {
        const report = await runFlow(target.rooms, Math.floor(Date.now() / 1000));
        expect(report).toMatchObject({ ok: true, refusals: [{ name: 'replay', status: 403 }] });
        expect(report.steps.map(({ name }) => name)).toEqual(STEPS);
        expect(report.tokens).toBeGreaterThan(0);
        expect(await beginEach(target.rooms.attester)).toEqual(METHODS.map((name) => [name, 201]));
      } finally {
        await target.stop();
      }
    },
    300_000,
  );
});
