import { type Bytes, calendarOf, epochAfter, epochAt, isWithin } from '@bauta/sdk/protocol';
import { WEDNESDAY_NOON } from '../../../rooms/house.ts';
import type { Habits } from './person.ts';
import type { Policy } from './ports.ts';
import { ATTESTERS, type Rooms } from './rooms.ts';
import type { GrantSighting, MintSighting, VisitSighting } from './transcripts.ts';

const NOTHING = new Uint8Array() as Bytes;

/**
 * Rooms that only write down when something happened: times do not depend on what is in the bytes, so a game about
 * times alone can be played with many more people. That both kinds of rooms note the same times a test holds.
 */
export function openWeightlessRooms({ batchesAWeek, batchSize }: Pick<Policy, 'batchesAWeek' | 'batchSize'>): Rooms {
  let at = WEDNESDAY_NOON;
  const grants: GrantSighting[] = [];
  const mints: MintSighting[] = [];
  const visits: VisitSighting[] = [];
  const truth = { attester: [] as number[], issuer: [] as number[], sites: [] as number[] };
  const origins: { mint: number; index: number }[] = [];
  const people: { account: string; method: string; attester: number; enrolled: number }[] = [];
  const drawn = new Map<string, number>();

  return {
    async goTo(to) {
      at = to;
    },
    async enrol(person, { method, attester }: Habits) {
      people[person] = { account: `account ${person}`, method, attester: attester % ATTESTERS, enrolled: at };
    },
    open: () =>
      [epochAt(at), epochAfter(epochAt(at))]
        .filter((epoch) => isWithin(at, calendarOf(epoch).asks))
        .map((epoch) => ({ threshold: 18, epoch })),
    async fetch(person, slots) {
      grants.push({ at, account: people[person]?.account ?? '', sent: NOTHING, answered: NOTHING });
      truth.attester.push(person);
      const granted = slots.filter(({ epoch }) => {
        const count = (drawn.get(`${person} ${epoch}`) ?? 0) + 1;
        drawn.set(`${person} ${epoch}`, count);
        return count <= batchesAWeek;
      });
      return granted.map((slot) => {
        const mint = mints.length;
        mints.push({ at, epoch: slot.epoch, keyId: NOTHING, sent: NOTHING, answered: NOTHING });
        truth.issuer.push(person);
        return { ...slot, tokens: Array.from({ length: batchSize }, (_, index) => ({ held: undefined, mint, index })) };
      });
    },
    async visit(person, { epoch, mint, index }, site) {
      visits.push({ at, site, epoch, size: 0, sent: NOTHING, answered: NOTHING });
      truth.sites.push(person);
      origins.push({ mint, index });
    },
    recorded: () => ({
      transcripts: { attester: grants, issuer: mints, sites: visits },
      truth: { ...truth, origins, people },
    }),
    async close() {},
  };
}
