import { formatHex, type Mode, parseHex } from '@bauta/sdk/protocol';
import {
  createKeyDirectory,
  createVerifier,
  type Presentation,
  type Sessions,
  type SpentSet,
} from '@bauta/sdk/verifier';

/** What an instance of the site is configured with. */
export interface Site {
  readonly issuer: string;
  readonly directory: string;
  readonly redeemUrl: string;
  readonly secret: string;
  readonly now: number;
}

/** What it is to redeem, all at once. */
export interface Errand {
  readonly mode: Mode;
  readonly presentations: readonly Presentation[];
}

/** How each presentation ended: the code where there is one, `let in` without one, or why not. */
export type RunErrand = (errand: Errand) => Promise<string[]>;

/** An instance of a site on stores that all instances share. */
export async function openSiteInstance(
  { issuer, directory, redeemUrl, secret, now }: Site,
  stores: { readonly spent: SpentSet; readonly codes: Sessions },
): Promise<RunErrand> {
  const keys = createKeyDirectory({ issuer, fetch: async () => new Response(directory) });
  await keys.refresh(now);
  const verifier = createVerifier({ issuer, threshold: 18, redeemUrl, secrets: [parseHex(secret)], keys, ...stores });

  async function redeem(presentation: Presentation, mode: Mode): Promise<string> {
    try {
      const { code } = await verifier.redeem(presentation, mode, now);
      return code ? formatHex(code) : 'let in';
    } catch (error) {
      return String((error as { code?: unknown }).code);
    }
  }

  return ({ mode, presentations }) => Promise.all(presentations.map((one) => redeem(one, mode)));
}
