import {
  challengeForMints,
  fetchGrantNonce,
  requestGrants,
  slotsToAsk,
  stockTime,
  usableTokens,
} from '@bauta/sdk/client';
import type { Bytes, Directory } from '@bauta/sdk/protocol';
import { epochAt } from '@bauta/sdk/protocol';
import { dueSlots } from '@bauta/services/wallet/pages/stock/due-slots';
import { isLow, nextBatch } from '@bauta/services/wallet/pages/stock/second-batch';
import type { SoftwarePasskey } from '../../../flow/software-passkey.ts';
import type { Chance } from './chance.ts';
import type { Stocked, WorldPorts } from './ports.ts';

/** What a wallet needs of the world around it. */
export interface WalletGiven {
  readonly person: number;
  readonly passkey: SoftwarePasskey;
  readonly names: { readonly attester: string; readonly issuer: string };
  readonly directories: () => Promise<{ readonly attester: Directory; readonly issuer: Directory }>;
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly ports: WorldPorts;
  readonly chance: Chance;
  /** The place that the issuer's next entry was given. */
  readonly lastMint: () => number;
}

/** One person's wallet: the real rules of when to ask and which token to take, over a stock in memory. */
export interface Wallet {
  /** Asks for what is due. @param isMore the person wants one more batch of this week. @returns batches fetched */
  topUp(isMore?: boolean): Promise<number>;
  /** Takes a token out of the stock. @param isPressed the person uses it though it is fresh */
  take(isPressed: boolean): Stocked | undefined;
  /** True when the wallet offers more visits of this week. */
  offersMore(): boolean;
  /** Tokens that could be shown now. */
  usable(): number;
}

export function openWallet(given: WalletGiven): Wallet {
  const { person, passkey, names, now, fetch, ports, chance } = given;
  let stock: Stocked[] = [];
  let until: string | undefined;

  const current = (): Stocked[] =>
    ports.usesStockRule
      ? usableTokens(stock, 18, stockTime(now(), now()))
      : stock.filter(
          ({ epoch }) =>
            usableTokens(
              stock.filter((one) => one.epoch === epoch),
              18,
              now(),
            ).length > 0,
        );

  return {
    async topUp(isMore = false) {
      const { attester, issuer } = await given.directories();
      const more = isMore ? epochAt(now()) : undefined;
      const open = slotsToAsk(attester, issuer, now()).filter(({ threshold }) => threshold === 18);
      const slots = dueSlots(open, { tokens: stock, pending: [], until, more, now: now() });
      if (slots.length === 0) return 0;
      const pending = await Promise.all(
        slots.map(async ({ tokenKey, grantKey }) =>
          ports.prepare({ ...names, tokenKey: await ports.keyFor(tokenKey, person), grantKey }, person, now()),
        ),
      );
      const nonce = await fetchGrantNonce(attester.requestUrl, (url, init) => fetch(url, init));
      const assertion = passkey.assert(await challengeForMints(nonce, pending));
      const send = (url: string, init?: RequestInit): Promise<Response> => fetch(url, init);
      const outcomes = await requestGrants({ directory: attester, nonce, assertion, pending, fetch: send });
      let fetched = 0;
      for (const [i, outcome] of outcomes.entries()) {
        const one = pending[i];
        if (!one || !('grant' in outcome)) continue;
        const grant: Bytes = outcome.grant;
        const held = await ports.issue({ directory: issuer, pending: one, grant, fetch }, person);
        const place = { epoch: one.epoch, threshold: one.threshold, minted: now(), mint: given.lastMint() };
        stock.push(...held.map((token) => ({ ...place, id: crypto.getRandomValues(new Uint8Array(16)), held: token })));
        if (until === undefined || one.epoch > until) until = one.epoch;
        fetched++;
      }
      return fetched;
    },
    take(isPressed) {
      const all = current();
      const rested = all.filter(({ minted }) => now() - minted >= ports.rest);
      const usable = rested.length > 0 || !isPressed ? rested : all;
      if (usable.length === 0) return undefined;
      const chosen = ports.choose(usable, (below) => chance.below(below));
      stock = stock.filter((one) => one !== chosen);
      return chosen;
    },
    offersMore: () => isLow(stock, now()) && nextBatch(stock, epochAt(now())) !== 'none',
    usable: () => current().length,
  };
}
