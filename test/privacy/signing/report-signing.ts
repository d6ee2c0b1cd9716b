import type { Bound, Section } from '../../figures/result.ts';
import type { ComparedTimes } from './signing-times.ts';

/** Standard errors, as tests for constant time take them: beyond it chance is out of the question. */
const MOST = 4.5;

export interface SigningFigures {
  readonly asItIs: readonly ComparedTimes[];
  /** Of the mutant. */
  readonly careless: readonly ComparedTimes[];
}

/** What goes into a page beside the rest. */
export interface SigningReport {
  readonly bounds: readonly Bound[];
  readonly section: Section;
  readonly data: SigningFigures;
}

/** What signing tells by its time, judged. */
export function reportSigning({ asItIs, careless }: SigningFigures): SigningReport {
  const worst = (all: readonly ComparedTimes[]): ComparedTimes => all.reduce((a, b) => (a.t > b.t ? a : b));
  const [ours, theirs] = [worst(asItIs), worst(careless)];
  const said = ({ t, chosen, trials }: ComparedTimes): string =>
    `${t.toFixed(1)} standard errors for ${chosen}, N = ${trials.toLocaleString('en-GB')}`;
  const rows = (name: string, all: readonly ComparedTimes[]): string[][] =>
    all.map(({ chosen, trials, t, medians }) => [
      ...[name, chosen, trials.toLocaleString('en-GB')],
      ...[`${medians[0].toFixed(1)} µs`, `${medians[1].toFixed(1)} µs`, t.toFixed(1)],
    ]);
  return {
    bounds: [
      {
        what: 'time of a blind signature, of chosen values beside values by lot: worst kind',
        measured: said(ours),
        bound: `< ${MOST}`,
        isHeld: ours.t < MOST,
      },
      {
        what: 'mutant: signing whose time goes by the value',
        measured: said(theirs),
        bound: `> ${MOST}`,
        isHeld: theirs.t > MOST,
      },
    ],
    section: {
      title: 'What the time of a signature tells',
      text: [
        'A private key that takes longer for some values than for others can be found out by whoever chooses values and holds a clock. The issuer’s own signing is timed from inside, with no network in between, for chosen values and values by lot in turns, and beside it a careless one that must be caught.',
      ],
      table: {
        head: ['Signing', 'Chosen', 'Of each', 'Median, chosen', 'Median, by lot', 'Standard errors'],
        rows: [...rows('as it is', asItIs), ...rows('careless', careless)],
      },
    },
    data: { asItIs, careless },
  };
}
