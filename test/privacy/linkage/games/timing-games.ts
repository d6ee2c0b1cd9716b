import type { Chance } from '../../../figures/chance.ts';
import { type AgeRule, learnAges, weighAge } from '../matchers/ages.ts';
import type { Recorded } from '../world/transcripts.ts';
import { type Outcome, type Tally, tallyOf } from './tally.ts';

/** How often the likeliest was right, and how often it would be by lot among as many; plain JSON. */
export interface TimingTally {
  readonly tally: Tally;
  /** From 0 to 1: the mean of one in so many. */
  readonly byLot: number;
}

/** Which visits are asked about. */
export type Asked = 'all' | 'first';

/** A batch of a person, as attester and issuer know it together. */
interface Batch {
  readonly at: number;
  readonly person: number;
}

/**
 * Attester, issuer and sites together, by times alone: of all accounts that had drawn visits of a token's week before,
 * which one is it? @param most visits that are asked about, by lot
 */
export function playAccountByTime(
  { transcripts, truth }: Recorded,
  rule: AgeRule,
  chance: Chance,
  { asked = 'all', most = 20_000 }: { readonly asked?: Asked; readonly most?: number } = {},
): TimingTally {
  const batches = batchesByWeek({ transcripts, truth });
  const subjects = subjectsOf({ transcripts, truth }, asked);
  const share = Math.min(1, most / subjects.length);
  const outcomes: Outcome[] = [];
  let byLot = 0;
  for (const visit of subjects) {
    if (share < 1 && chance.unit() >= share) continue;
    const { at, epoch } = transcripts.sites[visit] as { at: number; epoch: string };
    const scores = new Map<number, number>();
    for (const batch of batches.get(epoch) ?? []) {
      if (batch.at > at) break;
      const said = weighAge(rule, at - batch.at);
      if (said > (scores.get(batch.person) ?? Number.NEGATIVE_INFINITY)) scores.set(batch.person, said);
    }
    const person = truth.sites[visit] as number;
    byLot += 1 / scores.size;
    outcomes.push({ person, isRight: likeliest(scores, chance) === person });
  }
  return { tally: tallyOf(outcomes), byLot: byLot / outcomes.length };
}

/** Learns from a world of its own how old batches are when they are used. */
export function learnAgeRule({ transcripts, truth }: Recorded, chance: Chance, asked: Asked = 'all'): AgeRule {
  const batches = batchesByWeek({ transcripts, truth });
  const [own, others]: [number[], number[]] = [[], []];
  for (const visit of subjectsOf({ transcripts, truth }, asked)) {
    const { at, epoch } = transcripts.sites[visit] as { at: number; epoch: string };
    own.push(at - (transcripts.issuer[truth.origins[visit]?.mint ?? 0]?.at ?? 0));
    const possible = batches.get(epoch) ?? [];
    for (let i = 0; i < 20; i++) {
      const other = chance.pick(possible);
      if (other.at <= at && other.person !== truth.sites[visit]) others.push(at - other.at);
    }
  }
  return learnAges(own, others);
}

/** Seconds between visits that are compared: for so long one stock of tokens, and its week, tends to serve. */
const NEAR = 2 * 24 * 3600;

/**
 * Sites together, by the week of the token alone: of two visits at about one time, which is by the person who made a
 * third one not long before or after? With the current week's tokens first, all show the same.
 */
export function playVisitByWeek({ transcripts, truth }: Recorded, chance: Chance): TimingTally {
  const { sites } = transcripts;
  const own = new Map<number, number[]>();
  for (const [visit, person] of truth.sites.entries()) own.set(person, [...(own.get(person) ?? []), visit]);
  const outcomes = sites.flatMap(({ at, epoch }, subject): Outcome[] => {
    const person = truth.sites[subject] as number;
    const isNear = (visit: number): boolean => Math.abs((sites[visit]?.at ?? 0) - at) <= NEAR;
    const partners = (own.get(person) ?? []).filter((visit) => visit !== subject && isNear(visit));
    if (partners.length === 0) return [];
    const partner = chance.pick(partners);
    const beside = besideOf(truth.sites, partner, person, chance);
    if (beside === undefined) return [];
    const [yes, no] = [partner, beside].map((visit) => (sites[visit]?.epoch === epoch ? 1 : 0)) as [number, number];
    return [
      { person, beside: truth.sites[beside] as number, isRight: yes > no || (yes === no && chance.unit() < 0.5) },
    ];
  });
  return { tally: tallyOf(outcomes), byLot: 0.5 };
}

/** A visit by somebody else, about when this one was: transcripts are in order of time. */
function besideOf(people: readonly number[], visit: number, person: number, chance: Chance): number | undefined {
  for (let reach = 5; reach < 80; reach += 5) {
    const other = visit - reach + chance.below(2 * reach + 1);
    if (people[other] !== undefined && people[other] !== person) return other;
  }
  return undefined;
}

function subjectsOf({ transcripts, truth }: Recorded, asked: Asked): number[] {
  const seen = new Set<number>();
  return transcripts.sites.flatMap((_, visit) => {
    const person = truth.sites[visit] as number;
    const isFirst = !seen.has(person);
    seen.add(person);
    return asked === 'all' || isFirst ? [visit] : [];
  });
}

function batchesByWeek({ transcripts, truth }: Recorded): Map<string, Batch[]> {
  const weeks = new Map<string, Batch[]>();
  for (const [i, { at, epoch }] of transcripts.issuer.entries()) {
    const all = weeks.get(epoch) ?? [];
    all.push({ at, person: truth.issuer[i] as number });
    weeks.set(epoch, all);
  }
  return weeks;
}

function likeliest(scores: ReadonlyMap<number, number>, chance: Chance): number {
  let [most, ties, chosen] = [Number.NEGATIVE_INFINITY, 0, -1];
  for (const [person, said] of scores) {
    if (said > most) [most, ties, chosen] = [said, 1, person];
    else if (said === most && chance.unit() < 1 / ++ties) chosen = person;
  }
  return chosen;
}
