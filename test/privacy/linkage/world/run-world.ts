import { AgeError, epochAfter, epochAt, startOf } from '@bauta/sdk/protocol';
import { type Chance, chanceOf } from '../../../figures/chance.ts';
import { WEDNESDAY_NOON } from '../../../rooms/house.ts';
import { drawHabits, drawWishes, type Habits, USUAL_WAYS, type Ways, type Wish } from './person.ts';
import { HONEST, type Policy, type WorldPorts } from './ports.ts';
import { openRealRooms } from './real-rooms.ts';
import { ATTESTERS, SITES } from './rooms.ts';
import type { Recorded } from './transcripts.ts';
import { openWallet, type Wallet } from './wallet.ts';
import { openWeightlessRooms } from './weightless-rooms.ts';

export interface WorldSettings {
  readonly seed: number;
  readonly people: number;
  readonly weeks: number;
  readonly ways?: Partial<Ways>;
  readonly ports?: WorldPorts;
  /** Notes times alone: no bytes, no rooms, many more people. */
  readonly isWeightless?: boolean;
  readonly onProgress?: (share: number) => void;
}

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;
/** On Sundays, as the wallet's reminder has it. */
const REMINDER_BEFORE_MONDAY = 7 * HOUR;

type Event =
  | { readonly at: number; readonly act: 'enrol' | 'remind' | 'more'; readonly person: number }
  | ({ readonly act: 'visit' } & Wish);

/** People who enrol, fetch and visit over some weeks from a Wednesday noon on, with the wallet's own rules. */
export async function runWorld(settings: WorldSettings): Promise<Recorded> {
  const { seed, people, weeks, ports = HONEST, onProgress = () => {} } = settings;
  const ways = { ...USUAL_WAYS, ...settings.ways };
  const [habitsChance, chance] = [chanceOf(seed), chanceOf(seed ^ 0x5bd1e995)];
  const end = WEDNESDAY_NOON + weeks * WEEK;
  const habits = Array.from({ length: people }, (_, index) =>
    drawHabits(habitsChance, ways, { sites: SITES, attesters: ATTESTERS, index }),
  );
  const events = planOf(habitsChance, habits, end, ports.policy);
  const rooms = settings.isWeightless ? openWeightlessRooms(ports.policy) : await openRealRooms(ports.crypto);
  const wallets: Wallet[] = [];
  let now = WEDNESDAY_NOON;

  async function visit({ person, site }: Wish, { isImpatient, takesMore }: Habits): Promise<boolean> {
    const wallet = wallets[person];
    if (!wallet) return false;
    const need = ports.policy.fetchesForVisit(wallet.usable());
    if (need !== 'never') await wallet.topUp(need === 'always' ? 'always' : 'more');
    const token = wallet.take(isImpatient);
    if (token) await showTo(site, person, token);
    const isAsked = takesMore && ports.policy.fetchesAhead && wallet.offersMore();
    return isAsked && (!token || chance.unit() < 0.5);
  }

  async function showTo(site: string, person: number, token: Parameters<typeof rooms.visit>[1]): Promise<void> {
    try {
      await rooms.visit(person, token, site);
    } catch (error) {
      // Only a mutant's tokens are ever refused: the honest world would not be the one that is meant.
      if (!(error instanceof AgeError) || ports === HONEST) throw error;
    }
  }

  try {
    for (let i = 0; i < events.length; i++) {
      const event = events[i] as Event;
      if (event.at >= end) break;
      now = event.at;
      await rooms.goTo(now);
      const { person } = event;
      if (event.act === 'enrol') {
        await rooms.enrol(person, habits[person] as Habits);
        wallets[person] = openWallet({ person, now: () => now, rooms, policy: ports.policy, chance });
        if (ports.policy.fetchesAhead) await wallets[person]?.topUp();
      } else if (event.act !== 'visit') {
        await wallets[person]?.topUp(event.act === 'more' ? 'more' : 'reminded');
      } else if (await visit(event, habits[person] as Habits)) {
        insert(events, { at: now + 60 + Math.floor(chance.wait(600)), act: 'more', person }, i + 1);
      }
      onProgress(i / events.length);
    }
    return rooms.recorded();
  } finally {
    await rooms.close();
  }
}

/** Puts an event where its time is, behind the first `from`. */
function insert(events: Event[], event: Event, from: number): void {
  let [low, high] = [from, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as Event).at <= event.at) low = middle + 1;
    else high = middle;
  }
  events.splice(low, 0, event);
}

/** When each person enrols, is reminded, and would like to visit. */
function planOf(chance: Chance, habits: readonly Habits[], end: number, { fetchesAhead }: Policy): Event[] {
  const events: Event[] = [];
  for (const [person, one] of habits.entries()) {
    const from = WEDNESDAY_NOON + one.enrolsAfter;
    events.push({ at: from, act: 'enrol', person });
    for (const wish of drawWishes(chance, person, one, from, end)) events.push({ act: 'visit', ...wish });
    if (!fetchesAhead) continue;
    for (let week = epochAt(from); startOf(week) < end; week = epochAfter(week)) {
      const rings = startOf(epochAfter(week)) - REMINDER_BEFORE_MONDAY;
      // People follow a reminder within hours, not within the second.
      const at = rings + Math.floor(chance.wait(2 * HOUR));
      if (rings > from && at < end) events.push({ at, act: 'remind', person });
    }
  }
  return events.sort((a, b) => a.at - b.at);
}
