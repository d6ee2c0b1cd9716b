import { retire } from '../../../services/keys/retire.ts';
import { entriesOf, watchLog } from './log.ts';
import { lookAtInstance, lookAtSecrets, lookAtSite, type Visits, visit } from './look.ts';
import { emptyBook, labelOf } from './oracle.ts';
import { HOUR, MINUTE } from './plan.ts';
import { topUp } from './top-up.ts';
import { openWorld, type WatchedInstance, type WatchedSite, type World } from './world.ts';

/** What a year came to. */
export interface Year extends Visits {
  /** The log's, and what it should be. */
  readonly entries: readonly string[];
  readonly expected: readonly string[];
}

/**
 * Lives a year on the virtual clock, looking at every instant whether exactly the right keys sign and are accepted.
 * @param isWhole at every edge of every week. @throws Error with the seed, the instant and what was wrong then
 */
export async function liveYear(seed: number, isWhole: boolean): Promise<Year> {
  const world = await openWorld(seed, isWhole);
  const { plan, ground, instances, sites, wallets, oracle } = world;
  const visits: Visits = { opened: 0, shut: 0, early: 0, retired: { taken: 0, refused: 0 } };
  const watch = watchLog(world);
  for (const instant of plan.instants) {
    await retireWhenDue(world, instant);
    await prepare(world, instant);
    ground.clock.time = instant;
    world.connect(!world.isIdle('log'));
    for (const instance of instances) await lookAtInstance(world, instance);
    for (const site of sites) lookAtSite(world, site);
    await topUp(world);
    for (const wallet of wallets) for (const site of sites) visit(world, wallet, site, visits);
    await watch();
  }
  return { ...visits, entries: await entriesOf(ground), expected: oracle.entries };
}

async function retireWhenDue({ plan, ground, oracle, ...world }: World, instant: number): Promise<void> {
  const { at, week } = plan.retirement;
  if (instant <= at || oracle.lastOf(18, week)?.generation !== 0) return;
  ground.clock.time = Math.max(ground.clock.time, at);
  const { real } = world.chance.pick(world.instances);
  await retire(real.vault, { threshold: 18, epoch: labelOf(week), generation: 0 });
  oracle.retire(18, week);
  await world.learnIds();
}

/** What went on before the instant: runs, and readings of the directory. */
async function prepare(world: World, instant: number): Promise<void> {
  const { ground, instances, sites, oracle, chance } = world;
  const due = instances.filter(({ real, book }) => real.now() + instant - ground.clock.time - book.readAt > 9 * MINUTE);
  const isLast = world.plan.spells.some(({ from }) => from - 1 === instant);
  const late = sites.filter((site) => {
    const age = instant - (site.readAt - site.real.skew);
    return age > 20 * HOUR || (age > 80 * MINUTE && (isLast || chance.once(10)));
  });
  if (due.length === 0 && late.length === 0 && !chance.once(30)) return;
  ground.clock.time = Math.max(ground.clock.time, instant - chance.between(1, 50));
  const isLogUp = !world.isIdle('log');
  world.connect(isLogUp);
  if (isLogUp) await ground.published();
  const running = (due.length > 0 ? due : instances).filter(({ names }) => !world.isIdle(names[0]));
  for (const one of running) if (chance.once(40)) restart(one);
  for (const one of instances) one.real.isLogNear = isLogUp && !world.isIdle(one.names[1]);
  const runs = running.map((one) => () => run(world, one));
  if (chance.once(3)) await Promise.all(runs.map((act) => act()));
  else for (const act of runs) await act();
  for (const { real, book } of running) oracle.run(book, real.now(), ground.clock.time, real.isLogNear);
  await world.learnIds();
  for (const one of running) if (one.real.isLogNear) await lookAtSecrets(world, one);
  for (const site of late) await read(world, site);
}

async function run(world: World, { real }: WatchedInstance): Promise<void> {
  const isSeen = await real.book.refresh(real.now());
  world.must(isSeen === real.isLogNear, () => `a run ${isSeen ? 'reached' : 'did not reach'} the log`);
}

function restart(instance: WatchedInstance): void {
  instance.real.restart();
  instance.book = emptyBook();
}

async function read(world: World, site: WatchedSite): Promise<void> {
  const { sites, instances, ground, chance, oracle } = world;
  if (site === sites.at(-1) && world.isIdle('site')) return;
  const first = chance.between(0, 1);
  for (const { real, book } of [instances[first], instances[1 - first]] as WatchedInstance[]) {
    const now = ground.clock.time + site.real.skew;
    const isRead = await site.real.refresh(real, now);
    const isRight = !oracle.isOld(book, real.now()) && !world.isIdle('log');
    world.must(isRead === isRight, () => `a site ${isRead ? 'could' : 'could not'} read the directory`);
    if (!isRead) continue;
    site.readAt = now;
    site.keys = new Set(book.listed.filter(({ endedAt }) => endedAt === undefined));
    return;
  }
}
