import { isAsking, isSigning, labelOf, THRESHOLDS, weekAt } from './oracle.ts';
import type { World } from './world.ts';

/** Wallets fetch what they have not yet, as soon as they may. */
export async function topUp(world: World): Promise<void> {
  const { wallets, instances, oracle, chance, ground, keyOf } = world;
  for (const wallet of wallets) {
    const now = ground.clock.time + wallet.skew;
    for (const week of [weekAt(now), weekAt(now) + 1]) {
      for (const threshold of THRESHOLDS) {
        const key = oracle.lastOf(threshold, week);
        if (!key || !isAsking(key, now)) continue;
        const stocked = wallet.stock.some(({ keyId }) => keyOf(keyId) === key);
        if (stocked) continue;
        const [from, by] = [chance.pick(instances), chance.pick(instances)];
        const isReady = [from, by].every(({ real, book }) => !oracle.isOld(book, real.now())) && !world.isIdle('log');
        const isListed = [from, by].every(({ book }) => book.listed.includes(key));
        const isRight = isReady && isListed && isSigning(key, by.real.now());
        const answer = await wallet.mint({ threshold, week }, from.real, by.real, now);
        world.must((answer === 'minted') === isRight, () => `a wallet was answered ${answer}`);
        const isNew = [from, by].every(({ book }) => book.isNew);
        world.must(isRight || !isReady || !isNew || key.isRetired || key.isLate, () => `no token of ${labelOf(week)}`);
      }
    }
  }
}
