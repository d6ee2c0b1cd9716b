// `npm run bench`: each act beside its limit from the same run. Ratios are judged, never times.
import { EXIT } from '@bauta/services/exit-codes';
import { drawsOf } from '../figures/chance.ts';
import { whyNoRedis } from '../programs/redis.ts';
import type { Setting } from './act.ts';
import { ACTS } from './acts.ts';
import { type Choices, readChoices, USAGE } from './choices.ts';
import { createCurveAct } from './curve/act.ts';
import { START } from './curve/curves.ts';
import { keepCurves } from './curve/keep.ts';
import { keepRun, openParts } from './keep-run.ts';
import { type Part, runActs } from './run.ts';
import { formatTable, isHeld } from './table.ts';

// What was started beside ends with this process, however that ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(EXIT.inconclusive));

const names = ACTS.map(({ name }) => name);
const choices = read();
const setting: Setting = {
  isQuick: choices.isQuick,
  rounds: choices.isQuick ? 2 : 5,
  count: choices.isQuick ? 90 : 300,
  // A Wednesday noon: the figures must not depend on the day they are taken.
  now: Date.UTC(2026, 10, 18, 12) / 1000,
  from: START,
  to: choices.to,
  tell: (line) => process.stderr.write(`${line}\n`),
};
const curve = createCurveAct(choices.stores);
const { only } = choices;
const acts = choices.isCurve ? [curve] : ACTS.filter(({ name }) => only === undefined || only.includes(name));

const { seed, part } = open();
if (!choices.isCurve) setting.tell(`bench: seed ${seed}; --resume goes on with it if it is broken off`);

const { rows, samples, notes } = await runActs(acts, setting, { ...(part ? { part } : {}), draw: drawsOf(seed) });

process.stdout.write(`\n${formatTable(rows)}\n`);
for (const note of notes) process.stdout.write(`${note}\n`);
if (whyNoRedis !== undefined) process.stdout.write(`Redis: not measured, ${whyNoRedis}\n`);
process.stdout.write(
  `Medians of ${setting.rounds} interleaved rounds. µs of CPU; in a browser, and where it says time, µs of the clock.\n`,
);
if (choices.isCurve) keepCurves(import.meta.dirname, curve.curves());
else keepRun(choices, { rows, samples, notes }, { rounds: setting.rounds, seed });
process.exit(rows.every(isHeld) ? EXIT.held : EXIT.didNotHold);

function read(): Choices {
  try {
    return readChoices(process.argv.slice(2), names);
  } catch (error) {
    return refuse(error);
  }
}

function open(): { readonly seed: number; readonly part?: Part } {
  try {
    return choices.isCurve ? choices : openParts(choices);
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(EXIT.configuration);
}
