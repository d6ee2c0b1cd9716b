import type { Chance } from '../../../figures/chance.ts';
import type { Recorded, VisitSighting } from '../world/transcripts.ts';

/** One question to an adversary: which of these belongs to the subject? */
export interface Trial {
  /** A visit, by its place. */
  readonly subject: number;
  /** Whose it is. */
  readonly person: number;
  /** People, or visits, by the game; one of them is right, at a place by lot. */
  readonly options: readonly number[];
  readonly right: number;
  /** Whose the wrong one of two is. Among more, none of the others counts for much. */
  readonly beside?: number;
}

/** How trials of a world are drawn. */
export interface Draw {
  readonly chance: Chance;
  /** How many there are to choose from. */
  readonly options: number;
  /** Of all visits, how many are a subject: 0 to 1. */
  readonly share: number;
}

/**
 * Which account? The wrong options are people who visited in the token's week too, each as probable as they visit
 * often: who visits much must not look like an answer.
 */
export function drawAccounts({ transcripts, truth }: Recorded, draw: Draw): Trial[] {
  const visitors = new Map<string, number[]>();
  for (const [i, { epoch }] of transcripts.sites.entries()) push(visitors, epoch, truth.sites[i] as number);
  return drawFor(transcripts.sites, draw, (subject, { epoch }) => {
    const person = truth.sites[subject] as number;
    return { person, right: person, others: visitors.get(epoch) ?? [], whose: (other) => other };
  });
}

/** Which other visit is by the same person? @param isElsewhere at another site, or at the same one again */
export function drawVisits({ transcripts, truth }: Recorded, draw: Draw, isElsewhere: boolean): Trial[] {
  const { sites } = transcripts;
  const pools = new Map<string, number[]>();
  const own = new Map<string, number[]>();
  for (const [i, { epoch, site }] of sites.entries()) {
    push(pools, `${epoch} ${site}`, i);
    push(own, `${truth.sites[i]} ${epoch}`, i);
  }
  return drawFor(sites, draw, (subject, { epoch, site }) => {
    const person = truth.sites[subject] as number;
    const partners = (own.get(`${person} ${epoch}`) ?? []).filter(
      (other) => other !== subject && (sites[other]?.site !== site) === isElsewhere,
    );
    if (partners.length === 0) return undefined;
    const right = draw.chance.pick(partners);
    const others = pools.get(`${epoch} ${sites[right]?.site}`) ?? [];
    return { person, right, others, whose: (other) => truth.sites[other] as number };
  });
}

/** What may stand beside a subject: whatever is not its person's. */
interface Choice {
  readonly person: number;
  readonly right: number;
  readonly others: readonly number[];
  readonly whose: (other: number) => number;
}

function drawFor(
  visits: readonly VisitSighting[],
  { chance, options: count, share }: Draw,
  choose: (subject: number, visit: VisitSighting) => Choice | undefined,
): Trial[] {
  const trials: Trial[] = [];
  for (const [subject, visit] of visits.entries()) {
    if (share < 1 && chance.unit() >= share) continue;
    const choice = choose(subject, visit);
    if (!choice) continue;
    const wrong = drawOthers(chance, choice, count - 1);
    if (wrong.length < count - 1) continue;
    const place = chance.below(count);
    const options = [...wrong.slice(0, place), choice.right, ...wrong.slice(place)];
    const beside = count === 2 ? { beside: choice.whose(wrong[0] as number) } : {};
    trials.push({ subject, person: choice.person, options, right: place, ...beside });
  }
  return trials;
}

/** So many different wrong options, or fewer when there are not so many. */
function drawOthers(chance: Chance, { person, others, whose }: Choice, count: number): number[] {
  const drawn = new Set<number>();
  for (let tries = 0; drawn.size < count && tries < 60 * count; tries++) {
    const other = others[chance.below(Math.max(1, others.length))];
    if (other !== undefined && whose(other) !== person) drawn.add(other);
  }
  return [...drawn];
}

function push(into: Map<string, number[]>, key: string, value: number): void {
  const all = into.get(key);
  if (all) all.push(value);
  else into.set(key, [value]);
}
