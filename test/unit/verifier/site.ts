import { type Bytes, formatDirectory, originOf, type PublishedKey, parseHex } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createKeyDirectory, createVerifier, type Sessions, type SpentSet, type Verifier } from '@bauta/sdk/verifier';
import { NOW, SITE } from '../../generate/vectors/world.ts';

/** What a site of the vectors is configured with. */
export type SiteSetting = typeof SITE;

/** A site in this process. */
export interface TestSite {
  readonly verifier: Verifier;
  readonly spent: SpentSet;
  readonly codes: Sessions;
  /** The clock of its stores. */
  readonly clock: { now: number };
  /** Reads the issuer's directory as of `now`. */
  refresh(now: number): Promise<void>;
  /** How often the directory was asked for. */
  readonly asked: () => number;
}

/** Composes a site, with parts of its own where they are given. */
export function createTestSite(
  setting: SiteSetting = SITE,
  parts: { readonly spent?: SpentSet; readonly codes?: Sessions } = {},
): TestSite {
  const { issuer, threshold, redeemUrl } = setting;
  const clock = { now: NOW };
  const published: PublishedKey[] = setting.keys.map(({ spki, ...slot }) => ({ ...slot, spki: parseHex(spki) }));
  let asked = 0;
  const keys = createKeyDirectory({
    issuer,
    async fetch() {
      asked++;
      const requestUrl = `${originOf(issuer)}/token-request`;
      return new Response(formatDirectory({ requestUrl, keys: published, now: clock.now }));
    },
  });
  const now = () => clock.now;
  const { spent = memorySpentSet({ now }), codes = memorySessions({ now }) } = parts;
  const secrets = setting.secrets.map(parseHex) as [Bytes, ...Bytes[]];
  return {
    verifier: createVerifier({ issuer, threshold, redeemUrl, secrets, keys, spent, codes }),
    spent,
    codes,
    clock,
    refresh: (at) => keys.refresh(at),
    asked: () => asked,
  };
}

/** The same, with the directory read. */
export async function openTestSite(...settings: Parameters<typeof createTestSite>): Promise<TestSite> {
  const site = createTestSite(...settings);
  await site.refresh(NOW);
  return site;
}
