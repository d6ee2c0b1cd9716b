import { type Bytes, formatHex } from '@bauta/sdk/protocol';
import { chanceOf } from '../../figures/chance.ts';
import { openGround } from '../log-ground.ts';
import { openSite, openWallet, type Site, type Wallet } from './clients.ts';
import { type Instance, openInstance } from './issuer.ts';
import { createOracle, emptyBook, labelOf, nameOf, type OracleBook, type OracleKey, THRESHOLDS } from './oracle.ts';
import { type Idle, planYear } from './plan.ts';

/** Something real, and what the oracle says of it. */
export interface WatchedInstance {
  readonly real: Instance;
  readonly names: readonly [Idle, Idle];
  book: OracleBook;
}

export interface WatchedSite {
  readonly real: Site;
  /** By its own clock. */
  readAt: number;
  keys: ReadonlySet<OracleKey>;
}

const NAMES: readonly (readonly [Idle, Idle])[] = [
  ['first', 'first from log'],
  ['second', 'second from log'],
];

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A log, two witnesses, two instances of an issuer on one file, sites and wallets, each with its own clock. */
export async function openWorld(seed: number, isWhole: boolean) {
  const plan = planYear(seed, isWhole);
  const ground = openGround();
  await ground.open();
  const logDoor = ground.doors.get('log.example');
  const { skews } = plan;
  const instances = NAMES.map((names, i): WatchedInstance => {
    const options = { skew: skews.instances[i] ?? 0, draws: `${seed} ${i}`, thresholds: THRESHOLDS };
    return { names, real: openInstance(ground, options), book: emptyBook() };
  });
  const sites: WatchedSite[] = [];
  for (const skew of skews.sites) {
    sites.push({ real: await openSite(ground, skew), readAt: Number.NEGATIVE_INFINITY, keys: new Set() });
  }
  const wallets: Wallet[] = [];
  for (const skew of skews.wallets) wallets.push(await openWallet(ground, skew));
  const oracle = createOracle();
  const ids = new Map<OracleKey, Bytes>();
  const byId = new Map<string, OracleKey>();
  const found = new WeakMap<Bytes, OracleKey>();

  return {
    seed,
    plan,
    ground,
    instances,
    sites,
    wallets,
    oracle,
    chance: chanceOf(seed + 1),
    /** Ids of the keys that the oracle knows of. */
    ids,
    isIdle: (who: Idle): boolean =>
      plan.spells.some((one) => one.who === who && ground.clock.time >= one.from && ground.clock.time < one.to),
    /** Has the log, and the instances' ways to it, be there or away as the plan says for now. */
    connect(isLogUp: boolean): void {
      if (isLogUp && logDoor) ground.doors.set('log.example', logDoor);
      else ground.doors.delete('log.example');
    },
    async learnIds(): Promise<void> {
      for (const key of oracle.keys) {
        if (ids.has(key)) continue;
        const slot = await (instances[0] as WatchedInstance).real.vault.slot(
          key.threshold,
          labelOf(key.week),
          key.generation,
        );
        if (!slot) continue;
        ids.set(key, slot.keyId);
        byId.set(formatHex(slot.keyId), key);
      }
    },
    /** @throws Error with all that is needed to see it again. */
    must(isSo: boolean, otherwise: () => string): void {
      if (isSo) return;
      const at = new Date(ground.clock.time * 1000).toISOString();
      throw new Error(`seed ${seed}, ${at}: ${otherwise()}`);
    },
    keyOf(keyId: Bytes): OracleKey | undefined {
      const key = found.get(keyId) ?? byId.get(formatHex(keyId));
      if (key) found.set(keyId, key);
      return key;
    },
    names: (keys: readonly OracleKey[]): string => keys.map(nameOf).sort().join(', '),
  };
}
