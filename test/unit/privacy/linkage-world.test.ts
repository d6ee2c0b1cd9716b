import { beforeAll, expect, it } from 'vitest';
import { runWorld, SITES } from '../../privacy/linkage/world/run-world.ts';
import type { Recorded } from '../../privacy/linkage/world/transcripts.ts';

let world: Recorded;

beforeAll(async () => {
  world = await runWorld({ seed: 7, people: 3, weeks: 1 });
}, 120_000);

it('has every party see what it sees, and the truth say who it was', () => {
  const { transcripts, truth } = world;
  expect(transcripts.issuer.length).toBeGreaterThan(0);
  expect(transcripts.sites.length).toBeGreaterThan(0);
  for (const party of ['attester', 'issuer', 'sites'] as const) {
    expect(truth[party]).toHaveLength(transcripts[party].length);
  }
  for (const [i, { account }] of transcripts.attester.entries()) {
    expect(truth.people[truth.attester[i] as number]?.account).toBe(account);
  }
});

it('shows a token only where it was minted for the same person before', () => {
  const { transcripts, truth } = world;
  for (const [i, { at, site }] of transcripts.sites.entries()) {
    const mint = truth.mintOfVisit[i] as number;
    expect(truth.issuer[mint]).toBe(truth.sites[i]);
    expect(transcripts.issuer[mint]?.at).toBeLessThanOrEqual(at);
    expect(SITES).toContain(site);
  }
});

it('sends bodies and presentations of one size', () => {
  const { issuer, sites } = world.transcripts;
  expect(new Set(issuer.map(({ sent, answered }) => `${sent.length} ${answered.length}`))).toEqual(
    new Set(['7772 7772']),
  );
  expect(new Set(sites.map(({ token }) => token.length))).toEqual(new Set([354]));
});
