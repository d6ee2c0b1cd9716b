import type { Bytes } from '@bauta/sdk/protocol';
import { concat } from '@bauta/sdk/protocol';
import type { Chance } from '../../../figures/chance.ts';
import { applyRule, learnRule, type Rule } from '../matchers/logistic.ts';
import { type BitRule, compareClasses, learnBits } from '../matchers/naive-bits.ts';
import { figuresOfVisitAndGrant, figuresOfVisitAndMint, figuresOfVisits } from '../matchers/pair-figures.ts';
import type { GrantSighting, MintSighting, VisitSighting } from '../world/transcripts.ts';
import type { Material } from './material.ts';
import { type Outcome, type Tally, tallyOf } from './tally.ts';
import { type Draw, drawAccounts, drawVisits, type Trial } from './trials.ts';

/** Who pools what they have. Sites are always all of them. */
export interface Set {
  readonly name: string;
  readonly isIssuer: boolean;
  readonly isAttester: boolean;
}

const SITES: Set = { name: 'sites', isIssuer: false, isAttester: false };
const WITH_ATTESTER: Set = { name: 'attester + sites', isIssuer: false, isAttester: true };
const WITH_ISSUER: Set = { name: 'issuer + sites', isIssuer: true, isAttester: false };
const ALL: Set = { name: 'attester + issuer + sites', isIssuer: true, isAttester: true };

/** What was learned on worlds of its own; plain JSON. */
export interface Rules {
  readonly visitAndMint: Rule;
  readonly visitAndGrant: Rule;
  readonly visits: Rule;
  readonly methodOfVisit: BitRule;
  readonly attesterOfVisit: BitRule;
  readonly siteOfSlot: BitRule;
}

/** What a matcher makes of one option: the more, the more speaks for it. */
type Score = (material: Material, set: Set, subject: number, option: number, rules: Rules) => number;

/** A game of one right option among several. */
interface PairGame {
  readonly id: 'a' | 'b' | 'c';
  readonly title: string;
  readonly sets: readonly Set[];
  readonly draw: (material: Material, draw: Draw) => Trial[];
  readonly exact: Score;
  readonly learned: Score;
}

const mintsFor = ({ mintsOf, recorded }: Material, person: number, visit: number): readonly number[] => {
  const epoch = recorded.transcripts.sites[visit]?.epoch;
  return (mintsOf[person] ?? []).filter((mint) => recorded.transcripts.issuer[mint]?.epoch === epoch);
};

const best = (of: readonly number[], score: (one: number) => number): number =>
  of.reduce((most, one) => Math.max(most, score(one)), Number.NEGATIVE_INFINITY);

/** Visits that a batch's usual likeness is taken from. */
const REFERENCES = 32;

/** How like a visit is to what issuer and attester have of a person. */
const likeness: Score = (material, { isIssuer, isAttester }, visit, person, rules) => {
  const { attester, issuer, sites } = material.recorded.transcripts;
  const seen = sites[visit] as VisitSighting;
  const byIssuer = isIssuer
    ? best(mintsFor(material, person, visit), (mint) =>
        applyRule(rules.visitAndMint, figuresOfVisitAndMint(seen, issuer[mint] as MintSighting, mint)),
      )
    : 0;
  const byAttester = isAttester
    ? best(material.grantsOf[person] ?? [], (grant) =>
        applyRule(rules.visitAndGrant, figuresOfVisitAndGrant(seen, attester[grant] as GrantSighting)),
      )
    : 0;
  return byIssuer + byAttester;
};

const visitsExact: Score = ({ shared }, set, a, b) => shared.visits(a, b) + shared.bridged(a, b, set);
const visitsLearned: Score = ({ recorded: { transcripts } }, _, a, b, rules) =>
  applyRule(
    rules.visits,
    figuresOfVisits(transcripts.sites[a] as VisitSighting, transcripts.sites[b] as VisitSighting),
  );

const PAIR_GAMES: readonly PairGame[] = [
  {
    id: 'a',
    title: 'link a redemption to an account',
    sets: [WITH_ATTESTER, WITH_ISSUER, ALL],
    draw: ({ recorded }, draw) => drawAccounts(recorded, draw),
    exact(material, { isIssuer, isAttester }, visit, person) {
      const { shared, grantsOf } = material;
      const byIssuer = isIssuer
        ? best(mintsFor(material, person, visit), (mint) => shared.visitAndMint(visit, mint))
        : 0;
      const byAttester = isAttester ? best(grantsOf[person] ?? [], (grant) => shared.visitAndGrant(visit, grant)) : 0;
      return byIssuer + byAttester;
    },
    learned: (material, set, visit, person, rules) => {
      const { epoch } = material.recorded.transcripts.sites[visit] as VisitSighting;
      // What a batch looks like by itself says nothing: only what sets this visit apart from others of its week does.
      const usual = material.remember(`${set.name} ${epoch} ${person}`, () => {
        const others = material.visitsOf(epoch, REFERENCES);
        return others.reduce((sum, other) => sum + likeness(material, set, other, person, rules), 0) / others.length;
      });
      return likeness(material, set, visit, person, rules) - usual;
    },
  },
  {
    id: 'b',
    title: 'link two visits at two sites',
    sets: [SITES, WITH_ISSUER, ALL],
    draw: ({ recorded }, draw) => drawVisits(recorded, draw, true),
    exact: visitsExact,
    learned: visitsLearned,
  },
  {
    id: 'c',
    title: 'recognise a returning visitor at one site',
    sets: [SITES, WITH_ISSUER, ALL],
    draw: ({ recorded }, draw) => drawVisits(recorded, draw, false),
    exact: visitsExact,
    learned: visitsLearned,
  },
];

/** A game about a class: of two messages of different classes, which is of which? */
interface ClassGame {
  readonly id: 'd' | 'e';
  readonly title: string;
  readonly set: string;
  readonly rule: keyof Pick<Rules, 'methodOfVisit' | 'attesterOfVisit' | 'siteOfSlot'>;
  readonly message: (material: Material, visit: number) => Bytes;
  readonly classOf: (material: Material, visit: number) => string;
}

const personOf = ({ recorded: { truth } }: Material, visit: number) => truth.people[truth.sites[visit] as number];
const visitBytes = ({ recorded }: Material, visit: number): Bytes => recorded.transcripts.sites[visit]?.sent as Bytes;

/** What the issuer has of one token, which it is told stands at this place of that batch: more than it ever knows. */
function slotBytes({ recorded: { transcripts, truth } }: Material, visit: number): Bytes {
  const { mint, index } = truth.origins[visit] as { mint: number; index: number };
  const { sent, answered, keyId } = transcripts.issuer[mint] as MintSighting;
  const at = 2 + 259 * index;
  return concat(sent.slice(at, at + 259), answered.slice(at, at + 259), keyId, sent.slice(7772));
}

/** The same with the request for the grant, which attester and issuer join by time. */
function slotAndGrantBytes(material: Material, visit: number): Bytes {
  const { transcripts, truth } = material.recorded;
  const { mint } = truth.origins[visit] as { mint: number };
  const { at } = transcripts.issuer[mint] as MintSighting;
  const own = material.grantsOf[truth.sites[visit] as number] ?? [];
  const grant = own.find((one) => transcripts.attester[one]?.at === at);
  const { sent = new Uint8Array(), answered = new Uint8Array() } = transcripts.attester[grant ?? -1] ?? {};
  return concat(slotBytes(material, visit), sent, answered);
}

const CLASS_GAMES: readonly ClassGame[] = [
  {
    ...{ id: 'd', title: 'tell the method of proof from a visit', set: SITES.name, rule: 'methodOfVisit' },
    message: visitBytes,
    classOf: (material, visit) => personOf(material, visit)?.method ?? '',
  },
  {
    ...{ id: 'd', title: 'tell the attester from a visit', set: SITES.name, rule: 'attesterOfVisit' },
    message: visitBytes,
    classOf: (material, visit) => String(personOf(material, visit)?.attester),
  },
  {
    ...{ id: 'e', title: 'tell the site from a token’s issuance', set: 'issuer', rule: 'siteOfSlot' },
    message: slotBytes,
    classOf: ({ recorded }, visit) => recorded.transcripts.sites[visit]?.site ?? '',
  },
  {
    ...{ id: 'e', title: 'tell the site from a token’s issuance', set: 'attester + issuer', rule: 'siteOfSlot' },
    message: slotAndGrantBytes,
    classOf: ({ recorded }, visit) => recorded.transcripts.sites[visit]?.site ?? '',
  },
];

/** The outcome of one game for one set and matcher; plain JSON. */
export interface GameTally {
  readonly game: string;
  readonly title: string;
  readonly set: string;
  readonly matcher: 'exact' | 'learned';
  /** Among how many. */
  readonly options: number;
  readonly tally: Tally;
}

/** Plays every value game on a world. @param draws how many options, and of how many visits */
export function playValueGames(
  material: Material,
  rules: Rules,
  chance: Chance,
  draws: readonly Omit<Draw, 'chance'>[],
): GameTally[] {
  const pairs = PAIR_GAMES.flatMap((game) =>
    draws.flatMap((draw) => {
      const trials = game.draw(material, { ...draw, chance });
      return game.sets.flatMap((set) =>
        (['exact', 'learned'] as const).map((matcher) => ({
          ...{ game: game.id, title: game.title, set: set.name, matcher, options: draw.options },
          tally: tallyOf(
            trials.map((trial) =>
              judge(trial, chance, (option) => game[matcher](material, set, trial.subject, option, rules)),
            ),
          ),
        })),
      );
    }),
  );
  return [...pairs, ...CLASS_GAMES.map((game) => playClassGame(game, material, rules, chance))];
}

/** The option with the highest score; among equals by lot. */
function judge(
  { options, right, person, beside = person }: Trial,
  chance: Chance,
  score: (option: number) => number,
): Outcome {
  let [most, ties, chosen] = [Number.NEGATIVE_INFINITY, 0, -1];
  for (const [place, option] of options.entries()) {
    const said = score(option);
    if (said > most) [most, ties, chosen] = [said, 1, place];
    else if (said === most && chance.unit() < 1 / ++ties) chosen = place;
  }
  return { person, beside, isRight: chosen === right };
}

function playClassGame(game: ClassGame, material: Material, rules: Rules, chance: Chance): GameTally {
  const { recorded } = material;
  const byClass = new Map<string, number[]>();
  const classes = recorded.transcripts.sites.map((_, visit) => game.classOf(material, visit));
  for (const [visit, one] of classes.entries()) {
    const all = byClass.get(one);
    if (all) all.push(visit);
    else byClass.set(one, [visit]);
  }
  const names = [...byClass.keys()];
  const outcomes = classes.flatMap((one, visit): Outcome[] => {
    const others = names.filter((name) => name !== one);
    if (others.length === 0) return [];
    const other = chance.pick(others);
    const beside = chance.pick(byClass.get(other) as number[]);
    const said =
      compareClasses(rules[game.rule], game.message(material, visit), one, other) -
      compareClasses(rules[game.rule], game.message(material, beside), one, other);
    const isRight = said > 0 || (said === 0 && chance.unit() < 0.5);
    const whose = recorded.truth.sites;
    return [{ person: whose[visit] as number, beside: whose[beside] as number, isRight }];
  });
  const { id, title, set } = game;
  return { game: id, title, set, matcher: 'learned', options: 2, tally: tallyOf(outcomes) };
}

/** Learns every rule from a world of its own, whose truth it is told. */
export function learnRules(material: Material, chance: Chance, most = 6000): Rules {
  const { recorded } = material;
  const { attester, issuer, sites } = recorded.transcripts;
  const share = Math.min(1, most / sites.length);
  const accounts = drawAccounts(recorded, { chance, options: 2, share });
  const visits = [false, true].flatMap((isElsewhere) =>
    drawVisits(recorded, { chance, options: 2, share: share / 2 }, isElsewhere),
  );
  const examplesOf = <T>(
    trials: readonly Trial[],
    entries: (trial: Trial, option: number) => readonly T[],
    figures: (trial: Trial, entry: T) => Float64Array,
  ): Rule => {
    const rows: Float64Array[] = [];
    const isYes: boolean[] = [];
    for (const trial of trials) {
      for (const [place, option] of trial.options.entries()) {
        for (const entry of entries(trial, option)) {
          rows.push(figures(trial, entry));
          isYes.push(place === trial.right);
        }
      }
    }
    return learnRule(rows, isYes);
  };
  const bitsOf = (game: ClassGame): BitRule => {
    const chosen = sites.map((_, visit) => visit).filter(() => chance.unit() < share);
    return learnBits(
      chosen.map((visit) => ({
        row: game.message(material, visit),
        className: game.classOf(material, visit),
        person: recorded.truth.sites[visit] as number,
      })),
    );
  };
  const [method, byAttester, , site] = CLASS_GAMES as readonly [ClassGame, ClassGame, ClassGame, ClassGame];
  const seen = (visit: number): VisitSighting => sites[visit] as VisitSighting;
  return {
    visitAndMint: examplesOf(
      accounts,
      ({ subject, options, right }, option) =>
        // Of the right account only the batch that it was: the others are no example of anything.
        option === options[right]
          ? [recorded.truth.origins[subject]?.mint as number]
          : mintsFor(material, option, subject).slice(0, 1),
      ({ subject }, mint) => figuresOfVisitAndMint(seen(subject), issuer[mint] as MintSighting, mint),
    ),
    visitAndGrant: examplesOf(
      accounts,
      (_, option) => (material.grantsOf[option] ?? []).slice(0, 1),
      ({ subject }, grant) => figuresOfVisitAndGrant(seen(subject), attester[grant] as GrantSighting),
    ),
    visits: examplesOf(
      visits,
      (_, option) => [option],
      ({ subject }, other) => figuresOfVisits(seen(subject), seen(other)),
    ),
    methodOfVisit: bitsOf(method),
    attesterOfVisit: bitsOf(byAttester),
    siteOfSlot: bitsOf(site),
  };
}
