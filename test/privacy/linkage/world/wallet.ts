import { stockTime, usableTokens } from '@bauta/sdk/client';
import { type Epoch, epochAt } from '@bauta/sdk/protocol';
import { dueSlots } from '@bauta/services/wallet/pages/stock/due-slots';
import { isLow, nextBatch } from '@bauta/services/wallet/pages/stock/second-batch';
import type { Chance } from '../../../figures/chance.ts';
import type { Policy, Stocked } from './ports.ts';
import type { Rooms } from './rooms.ts';

/** One person's wallet: the real rules of when to ask and which token to take, over a stock in memory. */
export interface Wallet {
  /** Asks for what is due. @param why the person wants one more batch of this week; 'always' is a mutant's, who asks whatever there is */
  topUp(why?: 'reminded' | 'more' | 'always'): Promise<void>;
  /** Takes a token out of the stock. @param isPressed the person uses it though it is fresh */
  take(isPressed: boolean): Stocked | undefined;
  /** True when the wallet offers more visits of this week. */
  offersMore(): boolean;
  /** Tokens that could be shown now. */
  usable(): number;
}

/** What a wallet needs of the world around it. */
export interface WalletGiven {
  readonly person: number;
  readonly now: () => number;
  readonly rooms: Pick<Rooms, 'open' | 'fetch'>;
  readonly policy: Policy;
  readonly chance: Chance;
}

export function openWallet({ person, now, rooms, policy, chance }: WalletGiven): Wallet {
  let stock: Stocked[] = [];
  let until: Epoch | undefined;

  function current(): Stocked[] {
    if (policy.usesStockRule) return usableTokens(stock, 18, stockTime(now(), now()));
    const epochs = [...new Set(stock.map(({ epoch }) => epoch))];
    return epochs.flatMap((epoch) =>
      usableTokens(
        stock.filter((one) => one.epoch === epoch),
        18,
        now(),
      ),
    );
  }

  return {
    async topUp(why = 'reminded') {
      const open = rooms.open(person);
      const more = why === 'more' ? epochAt(now()) : undefined;
      const slots =
        why === 'always'
          ? open.filter(({ epoch }) => epoch === epochAt(now()))
          : dueSlots(open, { tokens: stock, pending: [], until, more, now: now() });
      if (slots.length === 0) return;
      for (const { epoch, threshold, tokens } of await rooms.fetch(person, slots)) {
        const place = { epoch, threshold, minted: now() };
        stock.push(...tokens.map((token) => ({ ...place, ...token, id: crypto.getRandomValues(new Uint8Array(16)) })));
        if (until === undefined || epoch > until) until = epoch;
      }
    },
    take(isPressed) {
      const all = current();
      const rested = all.filter(({ minted }) => now() - minted >= policy.rest);
      const usable = rested.length > 0 || !isPressed ? rested : all;
      if (usable.length === 0) return undefined;
      const chosen = policy.choose(usable, (below) => chance.below(below));
      stock = stock.filter((one) => one !== chosen);
      return chosen;
    },
    offersMore: () => isLow(stock, now()) && nextBatch(stock, epochAt(now())) !== 'none',
    usable: () => current().length,
  };
}
