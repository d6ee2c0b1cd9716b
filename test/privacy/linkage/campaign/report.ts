import { plotLines } from '../../../figures/plot.ts';
import { plotIntervals } from '../../../figures/plot-intervals.ts';
import type { Bound, Result, Section } from '../../../figures/result.ts';
import { deviationsFor, type Estimate, estimateOf } from '../games/tally.ts';
import type { TimingTally } from '../games/timing-games.ts';
import type { GameTally } from '../games/value-games.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import type { TimingFigures } from './timing-campaign.ts';
import type { ValueFigures } from './value-campaign.ts';

/** How far above guessing: of two options twice what is beyond a half, of more what is beyond one in so many. */
function advantageOf({ tally, options }: GameTally, z: number): Estimate {
  const { share, low, high } = estimateOf(tally, z);
  const scale = options === 2 ? 2 : 1;
  const above = (value: number): number => scale * (value - 1 / options);
  return { share: above(share), low: above(low), high: above(high) };
}

const aboveLot = ({ tally, byLot }: TimingTally, z: number): Estimate => {
  const { share, low, high } = estimateOf(tally, z);
  return { share: share - byLot, low: low - byLot, high: high - byLot };
};

const figure = (value: number): string => value.toFixed(4).replace('-', '−');
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const interval = ({ share, low, high }: Estimate): string => `${figure(share)} (${figure(low)} to ${figure(high)})`;
const count = (value: number): string => value.toLocaleString('en-GB');

/** The bound on an advantage, and where so few trials could not show it, what their own interval allows. */
const LEAST = 0.01;
const allowed = (isQuick: boolean, { share, high }: Estimate): number =>
  isQuick ? Math.max(LEAST, 2 * (high - share)) : LEAST;

/** What simulations gave when the protocol was decided, without saying of how many people. */
const PUBLISHED: Readonly<Record<string, string>> = {
  'as it is': 'about 0',
  'on-demand minting': '58 %',
  'refill when empty': '19 %',
};

/** Everything that was measured, judged. */
export function reportPrivacy(
  values: ValueFigures,
  times: TimingFigures,
  isQuick: boolean,
): Result & { readonly data: object } {
  const tests = values.games.length + 1;
  const z = deviationsFor(tests);
  const honest = times.policies.find(({ name }) => name === 'as it is');
  if (!honest) throw new TypeError('the policy as it is was not played');
  const worst = worstOfEach(values.games, z);
  const bounds: Bound[] = [
    ...worst.map((game) => boundOf(game, z, isQuick)),
    timingBound(honest.account, z, isQuick),
    ...values.mutants.map(({ name, games }) => caughtByValues(name, games)),
    ...times.policies.filter((one) => one !== honest).map((one) => caughtByTimes(one, honest)),
  ];
  return {
    title: 'The linkage game: who can tell where somebody goes?',
    intro: [
      'Simulated people enrol at two attesters, draw visits and open three sites over some weeks of a virtual clock, through the real attester, issuer, wallet rules and verifier. An adversary is given everything that the parties of a set store and see, and must say which of several answers is right.',
      `Advantage 0 is guessing. Intervals hold for all ${tests} games at once with 95 % (Bonferroni), and count each person as one draw where that is wider.`,
    ],
    bounds,
    sections: [valueSection(values, z), mutantSection(values, times), ...residueSections(times), policySection(times)],
    data: { values, times },
  };
}

/** Of each game, the set and matcher that came farthest. */
function worstOfEach(games: readonly GameTally[], z: number): GameTally[] {
  const worst = new Map<string, GameTally>();
  for (const game of games) {
    const key = `${game.title} ${game.options}`;
    const before = worst.get(key);
    if (!before || advantageOf(game, z).high > advantageOf(before, z).high) worst.set(key, game);
  }
  return [...worst.values()].sort((a, b) => a.options - b.options);
}

function boundOf(game: GameTally, z: number, isQuick: boolean): Bound {
  const advantage = advantageOf(game, z);
  const most = allowed(isQuick, advantage);
  return {
    what: `(${game.game}) ${game.title}, ${game.options === 2 ? 'two-way' : `among ${game.options}`}: worst of its sets`,
    measured: `${interval(advantage)}, N = ${count(game.tally.trials)}`,
    bound: `upper end < ${figure(most)}`,
    isHeld: advantage.high < most,
  };
}

function timingBound(account: TimingTally, z: number, isQuick: boolean): Bound {
  const above = aboveLot(account, z);
  const most = allowed(isQuick, above);
  return {
    what: 'link a visit to an account by times alone, default policy',
    measured: `${interval(above)} above lot, N = ${count(account.tally.trials)}`,
    bound: `upper end < ${figure(most)}`,
    isHeld: above.high < most,
  };
}

function caughtByValues(name: string, games: readonly GameTally[]): Bound {
  const z = deviationsFor(games.length);
  const best = games.reduce((most, game) => (advantageOf(game, z).share > advantageOf(most, z).share ? game : most));
  const advantage = advantageOf(best, z);
  return {
    what: `mutant: ${name}`,
    measured: `${interval(advantage)} in (${best.game}), ${best.set}, ${best.matcher}`,
    bound: 'advantage > 0.9',
    isHeld: advantage.share > 0.9,
  };
}

type Policy = TimingFigures['policies'][number];

function caughtByTimes(mutant: Policy, honest: Policy): Bound {
  const z = deviationsFor(2);
  const [account, week] = (['account', 'week'] as const).map((game) => ({
    game: game === 'account' ? 'link to an account by times' : 'link two visits by their week',
    above: aboveLot(mutant[game], z),
    usual: aboveLot(honest[game], z),
  })) as [Compared, Compared];
  const best = account.above.low - account.usual.high > week.above.low - week.usual.high ? account : week;
  return {
    what: `mutant: ${mutant.name}`,
    measured: `${interval(best.above)} above lot: ${best.game}`,
    bound: `above ${figure(best.usual.high)}, the policy as it is`,
    isHeld: best.above.low > best.usual.high,
  };
}

interface Compared {
  readonly game: string;
  readonly above: Estimate;
  readonly usual: Estimate;
}

function valueSection({ games, people }: ValueFigures, z: number): Section {
  const rows = games.map((game) => ({ game, advantage: advantageOf(game, z) }));
  const reach = Math.max(0.012, ...rows.map(({ advantage }) => Math.max(advantage.high, -advantage.low)));
  const draw = (title: string, of: typeof rows) =>
    plotIntervals({
      ...{ title, axis: 'advantage', from: -reach, to: reach, format: (value) => value.toFixed(3) },
      bound: { at: LEAST, name: '0.01' },
      rows: of.map(({ game, advantage: { share, low, high } }) => ({
        name: `(${game.game}) ${game.set}, ${game.matcher}`,
        ...{ value: share, low, high },
      })),
    });
  return {
    title: 'What values give away',
    text: [
      `${count(people)} people whose wallets are real and whose every token is used, so that there is as much to look at as there can be. The exact matcher looks for any eight bytes in common, and for what either shares with a third party; the learned one weighs likenesses of every field (logistic regression), or every bit (naive Bayes), learned on a world of its own whose truth it was told. Nobody is shown a time.`,
    ],
    figures: [
      draw(
        'Two answers, one is right',
        rows.filter(({ game }) => game.options === 2),
      ),
      draw(
        'One right answer among many',
        rows.filter(({ game }) => game.options > 2),
      ),
    ],
    table: {
      head: ['Game', 'Together', 'Matcher', 'Among', 'Trials', 'Right', 'Advantage (interval)'],
      rows: rows.map(({ game: { game, title, set, matcher, options, tally }, advantage }) => [
        ...[`(${game}) ${title}`, set, matcher, String(options), count(tally.trials)],
        ...[percent(tally.right / tally.trials), interval(advantage)],
      ]),
    },
  };
}

function mutantSection({ mutants }: ValueFigures, { policies }: TimingFigures): Section {
  const rows = mutants.flatMap(({ name, games }) => {
    const best = (game: string): string => {
      const own = games.filter((one) => one.game === game);
      return figure(Math.max(...own.map((one) => advantageOf(one, 1.96).share)));
    };
    return [[name, aboutOf(name), ...['a', 'b', 'c', 'd', 'e'].map(best)]];
  });
  const byTimes = policies
    .filter(({ name }) => name !== 'as it is')
    .map(({ name, account, week }) => [
      ...[name, aboutOf(name), `${figure(aboveLot(account, 1.96).share)} by times`],
      ...['', `${figure(2 * (estimateOf(week.tally, 1.96).share - 0.5))} by week`, '', ''],
    ]);
  return {
    title: 'Faults that we built in to be caught',
    text: ['The best advantage of any set and matcher in each game. A game that never catches anybody shows nothing.'],
    table: { head: ['Fault', 'What it is', '(a)', '(b)', '(c)', '(d)', '(e)'], rows: [...rows, ...byTimes] },
  };
}

const aboutOf = (name: string): string => MUTANTS.find((mutant) => mutant.name === name)?.about ?? '';

function residueSections({ byWait, byCrowd }: TimingFigures): Section[] {
  const point = (x: number, { tally }: TimingTally) => {
    const { share, low, high } = estimateOf(tally, 1.96);
    return { x, y: share, low, high };
  };
  const people = byWait[0]?.account.tally.trials ?? 0;
  return [
    {
      title: 'What is left: a first visit soon after enrolment',
      text: [
        `${count(people)} people enrol within two days, and each opens a first site some time later. Attester, issuer and site together, who are told that it is a first visit, pick the likeliest account by time. The wallet advises to wait an hour; whoever insists is as easy to find as the left end shows.`,
      ],
      figures: [
        plotLines({
          title: 'First visits linked to the right account, by waiting time',
          x: { name: 'time from enrolment to the first visit', scale: 'log', from: 60, to: 604_800, format: duration },
          y: { name: 'share that was linked', scale: 'linear', from: 0, to: 1 },
          lines: [
            { name: 'linked', points: byWait.map(({ wait, account }) => point(wait, account)) },
            {
              name: 'by lot',
              isBound: true,
              points: byWait.map(({ wait, account }) => ({ x: wait, y: account.byLot })),
            },
          ],
        }),
      ],
      table: {
        head: ['Waits about', 'Linked', 'Interval', 'By lot'],
        rows: byWait.map(({ wait, account }) => timingRow(duration(wait), account)),
      },
    },
    {
      title: 'What is left: a small crowd',
      text: [
        'The same after about an hour, and for all visits of usual people over two weeks, by how many people there are.',
      ],
      figures: [
        plotLines({
          title: 'Visits linked to the right account, by the size of the crowd',
          x: { name: 'people', scale: 'log' },
          y: { name: 'share that was linked', scale: 'linear', from: 0, to: 1 },
          lines: [
            { name: 'first visit after an hour', points: byCrowd.map(({ crowd, first }) => point(crowd, first)) },
            { name: 'any visit', points: byCrowd.map(({ crowd, all }) => point(crowd, all)) },
            { name: 'by lot', isBound: true, points: byCrowd.map(({ crowd, all }) => ({ x: crowd, y: all.byLot })) },
          ],
        }),
      ],
      table: {
        head: ['People', 'First visits linked', 'Interval', 'By lot', 'Any visit linked', 'Interval', 'By lot'],
        rows: byCrowd.map(({ crowd, first, all }) => [
          ...timingRow(count(crowd), first),
          ...timingRow('', all).slice(1),
        ]),
      },
    },
  ];
}

function policySection({ policies }: TimingFigures): Section {
  return {
    title: 'When visits are fetched',
    text: [
      'Attester, issuer and sites together, by times alone, among all accounts that had drawn visits of the token’s week. Beside it the figures that were published with the protocol; the crowd and habits behind those are not known, so they are no bound for ours but for the first.',
      'The last column is the sites’ own game, in a crowd of which some visit twice a week and some forty times: by how much they do better than a coin in telling which of two visits goes with a third one less than two days off, by the week of the token alone. As it is, a token of the week before tells that none of this week’s was left, which befalls those who visit most: that little is left.',
    ],
    table: {
      head: ['Policy', 'Linked', 'Interval', 'By lot', 'Published', 'Two visits, by week'],
      rows: policies.map(({ name, account, week }) => [
        ...[...timingRow(name, account), PUBLISHED[name] ?? ''],
        interval(aboveLot(week, 1.96)),
      ]),
    },
  };
}

function timingRow(name: string, { tally, byLot }: TimingTally): string[] {
  const { share, low, high } = estimateOf(tally, 1.96);
  return [name, percent(share), `${percent(low)} to ${percent(high)}`, percent(byLot)];
}

function duration(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}
