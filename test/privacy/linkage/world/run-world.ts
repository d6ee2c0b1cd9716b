import { loadDirectory } from '@bauta/sdk/client';
import { type Bytes, epochAfter, epochAt, nameOf, startOf } from '@bauta/sdk/protocol';
import { WEDNESDAY_NOON } from '../../../rooms/house.ts';
import { fakeProvider } from '../../../unit/oidc/fake-provider.ts';
import { openEvidenceHouse } from '../../evidence-house.ts';
import { enrolBy } from '../../people.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { drawHabits, drawWishes, type Habits, type Wish } from './person.ts';
import { HONEST, type WorldPorts } from './ports.ts';
import { openSite, type Site } from './site.ts';
import type { GrantSighting, Recorded, Sighting, VisitSighting } from './transcripts.ts';
import { openWallet, type Wallet } from './wallet.ts';

/** The relying parties of every world. */
export const SITES: readonly string[] = ['red.example', 'green.example', 'blue.example'];

export interface WorldSettings {
  readonly seed: number;
  readonly people: number;
  readonly weeks: number;
  readonly ports?: WorldPorts;
  readonly onProgress?: (share: number) => void;
}

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;
/** On Sundays, as the wallet's reminder has it. */
const REMINDER_BEFORE_MONDAY = 7 * HOUR;

type Event =
  | { readonly at: number; readonly act: 'enrol' | 'remind' | 'more'; readonly person: number }
  | ({ readonly act: 'visit' } & Wish);

/**
 * People who enrol, fetch and visit over some weeks, through the real attester and issuer (their doors are called in
 * this process, without sockets), the real client code and the real verifier.
 */
export async function runWorld(settings: WorldSettings): Promise<Recorded> {
  const { seed, people, weeks, ports = HONEST, onProgress = () => {} } = settings;
  const chance = chanceFrom(seed);
  let drawn = 0;
  const provider = fakeProvider({
    claims: {
      get sub() {
        return `sub-${++drawn}`;
      },
    },
  });
  const house = await openEvidenceHouse({ provider });
  try {
    const [attester, issuer] = [nameOf(house.origins.attester), nameOf(house.origins.issuer)];
    const [grants, mints, visits]: [GrantSighting[], Sighting[], VisitSighting[]] = [[], [], []];
    const [byGrant, byMint, byVisit, mintOfVisit]: [number[], number[], number[], number[]] = [[], [], [], []];
    const took = { minting: 0, redeeming: 0 };
    let at = WEDNESDAY_NOON;
    const now = (): number => at;
    let actor = -1;

    const watched: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      const path = new URL(request.url).pathname;
      const isMint = request.headers.has('authorization');
      const isGrant = path.endsWith('/grants');
      if (!isMint && !isGrant) return house.fetch(request);
      const sent = new Uint8Array(await request.clone().arrayBuffer());
      const response = await house.fetch(request);
      const answered = new Uint8Array(await response.clone().arrayBuffer());
      if (isMint) {
        mints.push({ at: now(), sent, answered });
        byMint.push(actor);
      } else {
        const { assertion } = JSON.parse(new TextDecoder().decode(sent));
        grants.push({ at: now(), account: assertion.id, sent, answered });
        byGrant.push(actor);
      }
      return response;
    };

    /** What a faulty issuer of a mutant signed beside the real room, as the real one would have seen it. */
    const stand: typeof ports.issue = async (options, person) => {
      const before = mints.length;
      const held = await ports.issue(options, person);
      if (mints.length === before) {
        mints.push({ at: now(), sent: options.pending.body, answered: new Uint8Array() as Bytes });
        byMint.push(actor);
      }
      return held;
    };

    const given = { issuer, now, fetch: (url: string) => house.fetch(url), ...ports };
    const sites = new Map<string, Site>(SITES.map((name) => [name, openSite(name, given)]));
    const habits: Habits[] = Array.from({ length: people }, (_, i) => drawHabits(chance, SITES, i));
    const wallets: Wallet[] = [];
    const accounts: string[] = [];
    let directories: { attester: Awaited<ReturnType<typeof loadDirectory>>; issuer: typeof directories.attester };
    let day = -1;

    /** Rooms make and destroy keys, and sites read directories, when the time is set; between that it stands. */
    async function goTo(to: number): Promise<void> {
      at = to;
      if (Math.floor(to / HOUR) !== day) {
        day = Math.floor(to / HOUR);
        await house.clock.set(to);
        const read = async (name: string) => loadDirectory(name, house.fetch);
        directories = { attester: await read(attester), issuer: await read(issuer) };
        for (const site of sites.values()) await site.refresh();
      } else {
        await house.jump(to);
      }
    }

    async function topUp(person: number, isMore = false): Promise<void> {
      const start = performance.now();
      await wallets[person]?.topUp(isMore);
      took.minting += (performance.now() - start) / 1000;
    }

    async function visit({ person, site: name }: Wish, chance: Chance): Promise<'fetch' | undefined> {
      const wallet = wallets[person];
      const site = sites.get(name);
      const { isImpatient, takesMore } = habits[person] as Habits;
      if (!wallet || !site) return undefined;
      if (ports.fetchesForVisit(wallet.usable())) await topUp(person, true);
      const taken = wallet.take(isImpatient);
      if (!taken) return takesMore && wallet.offersMore() ? 'fetch' : undefined;
      const start = performance.now();
      const asked = { redeem: site.redeemUrl, challenge: await site.challenge() };
      visits.push(await site.redeem(await ports.present(taken.held, asked, person)));
      took.redeeming += (performance.now() - start) / 1000;
      byVisit.push(person);
      mintOfVisit.push(taken.mint);
      return takesMore && wallet.offersMore() && chance.unit() < 0.5 ? 'fetch' : undefined;
    }

    const end = WEDNESDAY_NOON + weeks * WEEK;
    const events: Event[] = planOf(chance, habits, end, ports);
    let done = 0;
    while (events.length > 0) {
      const event = events.shift() as Event;
      if (event.at >= end) break;
      await goTo(event.at);
      actor = event.person;
      if (event.act === 'enrol') {
        const passkey = await enrolBy(house, (habits[event.person] as Habits).method, provider);
        accounts[event.person] = passkey.assert(new Uint8Array(32)).id;
        wallets[event.person] = openWallet({
          ...{ person: event.person, passkey, now, ports: { ...ports, issue: stand }, chance, fetch: watched },
          names: { attester, issuer },
          directories: async () => directories,
          lastMint: () => mints.length - 1,
        });
        if (ports.fetchesAhead) await topUp(event.person);
      } else if (event.act === 'visit') {
        if ((await visit(event, chance)) === 'fetch' && ports.fetchesAhead) {
          const later = {
            at: event.at + 60 + Math.floor(chance.wait(600)),
            act: 'more',
            person: event.person,
          } as const;
          events.push(later);
          events.sort(byTime);
        }
      } else {
        await topUp(event.person, event.act === 'more');
      }
      onProgress(++done / (done + events.length));
    }
    const known = habits.map(({ method, favourite }, i) => ({ account: accounts[i] ?? '', method, favourite }));
    return {
      transcripts: { attester: grants, issuer: mints, sites: visits },
      truth: { attester: byGrant, issuer: byMint, sites: byVisit, mintOfVisit, people: known },
      took,
    };
  } finally {
    await house.close();
  }
}

const byTime = (a: Event, b: Event): number => a.at - b.at;

/** When each person enrols, is reminded, and would like to visit. */
function planOf(chance: Chance, habits: readonly Habits[], end: number, { fetchesAhead }: WorldPorts): Event[] {
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
  return events.sort(byTime);
}
