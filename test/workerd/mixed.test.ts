import { describe, expect, it } from 'vitest';
import { runFlow } from '../flow/flow.ts';
import { startOnWorkers } from '../flow/start-on-workers.ts';

/** The main job, whoever runs where. */
const STEPS = ['evidence', 'account', 'grant', 'mint', 'redeem', 'replay'];

describe('a mixed deployment does the main job', () => {
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
      } finally {
        await target.stop();
      }
    },
    300_000,
  );
});
