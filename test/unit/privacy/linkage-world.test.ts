import { beforeAll, expect, it } from 'vitest';
import { SITES } from '../../privacy/linkage/world/rooms.ts';
import { runWorld } from '../../privacy/linkage/world/run-world.ts';
import type { Recorded } from '../../privacy/linkage/world/transcripts.ts';

const SETTINGS = { seed: 7, people: 5, weeks: 1, ways: { visitsAWeek: [20, 50] } } as const;
let world: Recorded;

beforeAll(async () => {
  world = await runWorld(SETTINGS);
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

it('shows a token only where it was minted for the same person before, and once', () => {
  const { transcripts, truth } = world;
  for (const [i, { at, site, epoch }] of transcripts.sites.entries()) {
    const { mint } = truth.origins[i] ?? { mint: -1 };
    expect(truth.issuer[mint]).toBe(truth.sites[i]);
    expect(transcripts.issuer[mint]?.at).toBeLessThanOrEqual(at);
    expect(transcripts.issuer[mint]?.epoch).toBe(epoch);
    expect(SITES).toContain(site);
  }
  expect(new Set(truth.origins.map(({ mint, index }) => `${mint} ${index}`)).size).toBe(truth.origins.length);
});

it('sends bodies and presentations of one size', () => {
  const { issuer, sites } = world.transcripts;
  const sizes = issuer.map(({ sent, answered }) => `${sent.length} ${answered.length}`);
  expect(new Set(sizes).size).toBe(1);
  expect(sizes[0]).toMatch(/ 7772$/);
  // The proof names the site, so each has a size of its own.
  expect(new Set(sites.map(({ site, size }) => `${site} ${size}`)).size).toBe(SITES.length);
});

it('has both methods at both attesters', () => {
  const kinds = world.truth.people.map(({ method, attester }) => `${method} ${attester}`);
  expect(new Set(kinds).size).toBe(4);
});

it('notes the same times without weight: a game about times may do without the bytes', async () => {
  const light = await runWorld({ ...SETTINGS, isWeightless: true });
  const timesOf = ({ transcripts, truth }: Recorded) => ({
    grants: transcripts.attester.map(({ at }, i) => [at, truth.attester[i]]),
    mints: transcripts.issuer.map(({ at, epoch }, i) => [at, epoch, truth.issuer[i]]),
    visits: transcripts.sites.map(({ at, site, epoch }, i) => [at, site, epoch, truth.sites[i]]),
  });
  expect(timesOf(light)).toEqual(timesOf(world));
});
