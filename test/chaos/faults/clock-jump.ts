import type { Chance } from '../../figures/chance.ts';
import { whyNoFakedClock } from '../campaign/faked-clock.ts';
import type { Ground } from '../campaign/ground.ts';
import type { Fault } from './fault.ts';
import type { Strike } from './strike.ts';

/** The clock jumps and comes back; by lot a process is started while it is wrong, and so believes it from the beginning. */
export const clockJump: Fault = {
  kind: 'clock-jump',
  says: 'the clock jumps by hours, days or weeks, before or behind the windows of keys, and comes back',
  grounds: ['site on SQLite', 'rooms'],
  why: whyNoFakedClock,
  async strike(ground, chance) {
    const { clock, offsets } = ground;
    if (!clock || !offsets) throw new Error('nothing here lives by this clock');
    return jump(ground, chance, chance.pick(offsets()));
  },
};

/** So far ahead that spent tokens and private keys may be destroyed: afterwards nothing may be let in that is not known. */
export const clockFarAhead: Fault = {
  kind: 'clock-far-ahead',
  says: 'the clock jumps beyond the time for which spent tokens, or keys, are kept, with a restart, and comes back',
  grounds: ['site on SQLite', 'rooms'],
  why: whyNoFakedClock,
  async strike(ground, chance) {
    if (!ground.farAhead) throw new Error('nothing here lives by this clock');
    return { ...(await jump(ground, chance, ground.farAhead(), { isFar: true })), isLast: true };
  },
};

async function jump(ground: Ground, chance: Chance, offset: number, { isFar } = { isFar: false }): Promise<Strike> {
  const isRestarted = isFar || chance.once(2);
  ground.clock?.jump(offset);
  ground.timeJumped(isFar);
  const hours = Math.round(offset / 3600);
  if (isRestarted) {
    const { living = ground.processes } = ground;
    await Promise.all(living.map((one) => one.signal('SIGKILL')));
    await Promise.all(living.map((one) => one.start()));
  }
  return {
    what: `by ${hours} h${isRestarted ? ', and a start at that time' : ''}`,
    lasts: chance.between(500, 2000),
    async end() {
      ground.clock?.jump(0);
      ground.timeJumped(isFar);
    },
  };
}
