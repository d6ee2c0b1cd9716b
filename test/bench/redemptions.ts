import { type HeldToken, present } from '@bauta/sdk/client';
import { MODE } from '@bauta/sdk/protocol';
import { createKeyDirectory, createVerifier, type Presentation, type Verifier } from '@bauta/sdk/verifier';
import { createTestIssuer, type TestIssuer } from '../unit/gate/issuer.ts';
import { ORIGIN, optionsFor } from '../unit/gate/site.ts';
import { inLanes } from './lanes.ts';
import { type Cost, costOf } from './statistics.ts';
import { type OpenedStores, openStores } from './stores.ts';

const REDEEM_URL = `${ORIGIN}/_age/redeem`;

/** A presentation, and the form that a wallet would post. */
export interface Presented extends Presentation {
  readonly form: string;
}

/** Redemptions in this process, without HTTP. */
export interface Redemptions {
  readonly issuer: TestIssuer;
  /** Makes presentations, which every store that knows none of them takes once. */
  prepare(count: number): Promise<readonly Presented[]>;
  /** What each of them takes. */
  redeemAll(presented: readonly Presented[], stores: OpenedStores, atOnce: number): Promise<Cost>;
}

/** @param now Unix seconds, of all of it. */
export async function createRedemptions(now: number): Promise<Redemptions> {
  const issuer = await createTestIssuer('issuer.example', now);
  // As a gate has it: finding the key is part of a redemption.
  const keys = createKeyDirectory({ issuer: issuer.name, fetch: issuer.fetch });
  await keys.refresh(now);

  function verifierOn({ spent, sessions }: OpenedStores): Verifier {
    const { secrets } = optionsFor(issuer, { now });
    const rest = { issuer: issuer.name, threshold: 18, redeemUrl: REDEEM_URL, spent, codes: sessions, keys };
    return createVerifier({ ...rest, secrets: [secrets[0] as (typeof secrets)[0]] });
  }

  return {
    issuer,
    async prepare(count) {
      const verifier = verifierOn(await openStores('memory', () => now));
      const held: HeldToken[] = [];
      while (held.length < count) held.push(...(await issuer.mint()));
      const presented: Presented[] = [];
      for (const token of held.slice(0, count)) {
        const challenge = await verifier.challenge(MODE.form, now);
        const fields = await present(token, { redeem: REDEEM_URL, challenge });
        presented.push({
          token: fields.token,
          proof: fields.dpop,
          form: new URLSearchParams({ ...fields }).toString(),
        });
      }
      return presented;
    },
    redeemAll(presented, stores, atOnce) {
      const verifier = verifierOn(stores);
      return costOf(presented.length, () =>
        inLanes(presented.length, atOnce, (i) => verifier.redeem(presented[i] as Presented, MODE.form, now)),
      );
    },
  };
}
