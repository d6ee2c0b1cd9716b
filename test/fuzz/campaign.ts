import { availableParallelism } from 'node:os';
import type { Command, Run } from '../figures/command.ts';
import type { Result, Section } from '../figures/result.ts';
import type { Door, DoorKind } from './door.ts';
import type { JobFigures } from './raw/job.ts';
import { openLane } from './raw/lane.ts';
import { type Share, shareOut } from './raw/share-out.ts';

/** How many inputs a campaign owes. */
interface Dues {
  /** For each reader of bytes at least, and for all of them together. */
  readonly reader: number;
  readonly readers: number;
  /** For each door of another kind. */
  readonly others: Readonly<Record<DoorKind, number>>;
  /** Inputs of each door that are watched for what they reach. */
  readonly guided: number;
}

const FULL: Dues = {
  ...{ reader: 20_000, readers: 10_000_000, guided: 5000 },
  others: { http: 100_000, xml: 100_000, framing: 100_000 },
};
const QUICK: Dues = { reader: 1000, readers: 200_000, guided: 200, others: { http: 500, xml: 500, framing: 200 } };

/** Times longer for four times the bytes, as a power, from which on a reader is not linear, and how long is long. */
const STEEP = { exponent: 1.6, micros: 100_000 };
const LANES = Math.min(2, availableParallelism());

/** `fuzz` without a door: all of them, with the figures. */
export function campaignOf(doors: Readonly<Record<string, Door>>): Command {
  return { name: 'fuzz', measure: (run) => campaign(run, doors) };
}

async function campaign(run: Run, doors: Readonly<Record<string, Door>>): Promise<Result> {
  const dues = run.isQuick ? QUICK : FULL;
  const names = Object.keys(doors);
  const kindOf = (name: string): DoorKind | undefined => doors[name]?.kind;
  const owed = (name: string): number => {
    const kind = kindOf(name);
    return kind === undefined ? dues.reader : dues.others[kind];
  };
  const first = await doAll(
    run,
    names.map((name) => ({ door: name, runs: owed(name) })),
    true,
    dues.guided,
  );
  const readers = first.filter(({ door }) => kindOf(door) === undefined);
  const left = dues.readers - readers.reduce((sum, { runs }) => sum + runs, 0);
  const rest = await doAll(run, shareOut(left, readers), false, 0);
  const all = first.map((one) => ({ first: one, rest: rest.find(({ door }) => door === one.door) }));
  return resultOf(all.map(joined), kindOf, dues);
}

async function doAll(run: Run, shares: readonly Share[], isFirst: boolean, guided: number): Promise<JobFigures[]> {
  const total = shares.reduce((sum, { runs }) => sum + runs, 0);
  const done = new Map<string, number>();
  const waiting = [...shares];
  const figures = new Map<string, JobFigures>();
  async function work(): Promise<void> {
    const lane = openLane();
    try {
      for (let share = waiting.shift(); share; share = waiting.shift()) {
        const { door, runs } = share;
        const job = { door, runs, isFirst, seed: run.seed, guidedRuns: Math.min(guided, Math.ceil(runs / 5)) };
        const part = `${door}, ${isFirst ? 'first' : 'rest'}`;
        const said = (count: number): void => {
          done.set(door, count);
          run.progress(
            isFirst ? 'the first inputs of each door' : 'the rest',
            [...done.values()].reduce((sum, one) => sum + one, 0) / total,
          );
        };
        figures.set(door, await run.part(part, () => lane.do(job, said)));
        done.set(door, runs);
      }
    } finally {
      lane.close();
    }
  }
  await Promise.all(Array.from({ length: LANES }, work));
  return shares.flatMap(({ door }) => figures.get(door) ?? []);
}

/** Both pieces of a door as one. */
function joined({ first, rest }: { readonly first: JobFigures; readonly rest: JobFigures | undefined }): JobFigures {
  if (!rest) return first;
  const outcomes = { ...first.outcomes };
  for (const [how, count] of Object.entries(rest.outcomes)) outcomes[how] = (outcomes[how] ?? 0) + count;
  const slowest = [first.slowest, rest.slowest].sort((a, b) => (b?.micros ?? 0) - (a?.micros ?? 0))[0];
  return {
    ...first,
    runs: first.runs + rest.runs,
    seconds: first.seconds + rest.seconds,
    outcomes,
    findings: [...first.findings, ...rest.findings],
    ...(slowest && { slowest }),
  };
}

const KINDS: Readonly<Record<DoorKind, string>> = { http: 'HTTP', xml: 'XML', framing: 'HTTP framing, over a socket' };
const inAll = (doors: readonly JobFigures[]): number => doors.reduce((sum, { runs }) => sum + runs, 0);
const grouped = (count: number): string => Math.round(count).toLocaleString('en');

function resultOf(doors: readonly JobFigures[], kindOf: (name: string) => DoorKind | undefined, dues: Dues): Result {
  const readers = doors.filter(({ door }) => kindOf(door) === undefined);
  const findings = doors.flatMap(({ door, findings }) => findings.map((one) => ({ door, ...one })));
  const steep = readers.filter(
    ({ growth }) => growth && growth.exponent > STEEP.exponent && growth.micros > STEEP.micros,
  );
  const ofKind = (kind: DoorKind): readonly JobFigures[] => doors.filter(({ door }) => kindOf(door) === kind);
  const kinds = (Object.keys(KINDS) as DoorKind[]).filter((kind) => ofKind(kind).length > 0);
  return {
    title: 'What comes in at the doors',
    intro: [
      `Changed messages, thrown at ${doors.length} doors at which bytes of others come in. Each begins with true messages, changes their bytes and fields, and keeps what reaches further into the code.`,
      'A door may refuse, in the ways that it documents. It may never throw anything else, take what was altered, answer with a fault, repeat what it was sent, or take long.',
    ],
    bounds: [
      {
        what: 'Inputs at the readers',
        measured: grouped(inAll(readers)),
        bound: `at least ${grouped(dues.readers)}`,
        isHeld: inAll(readers) >= dues.readers,
      },
      ...kinds.map((kind) => {
        const least = Math.min(...ofKind(kind).map(({ runs }) => runs));
        return {
          what: `Inputs at each door: ${KINDS[kind]}`,
          measured: grouped(least),
          bound: `at least ${grouped(dues.others[kind])}`,
          isHeld: least >= dues.others[kind],
        };
      }),
      { what: 'Promises broken', measured: String(findings.length), bound: '0', isHeld: findings.length === 0 },
      {
        what: 'Readers whose time outgrows the length',
        measured: steep.map(({ door }) => door).join(', ') || '0',
        bound: '0',
        isHeld: steep.length === 0,
      },
    ],
    sections: [
      ...(findings.length > 0 ? [sectionOfFindings(findings)] : []),
      sectionOfDoors(doors),
      sectionOfTimes(doors),
      sectionOfOutcomes(doors),
    ],
    data: { doors },
  };
}

function sectionOfFindings(findings: readonly { door: string; input: string; error: string }[]): Section {
  return {
    title: 'Broken promises',
    text: ['Each is to be put into test/fuzz/found once it is mended.'],
    table: {
      head: ['Door', 'What', 'Input'],
      rows: findings.map(({ door, error, input }) => [door, error, input.slice(0, 2000)]),
    },
  };
}

function sectionOfDoors(doors: readonly JobFigures[]): Section {
  return {
    title: 'Doors',
    text: [
      'Blocks: of the product, as V8 counts them, reached by the inputs that were watched. Watched are the first ones only, since watching slows a door down; the last column says how much.',
    ],
    table: {
      head: ['Door', 'Inputs', 'A second', 'Ways it ended', 'Blocks', 'Kept inputs', 'A second, watched'],
      rows: doors.map(({ door, runs, seconds, outcomes, guided }) => [
        door,
        grouped(runs),
        grouped(runs / seconds),
        String(Object.keys(outcomes).length),
        guided ? grouped(guided.blocks) : '',
        guided ? grouped(guided.kept) : '',
        guided && guided.runs > 0 ? grouped(guided.runs / guided.seconds) : '',
      ]),
    },
  };
}

function sectionOfTimes(doors: readonly JobFigures[]): Section {
  return {
    title: 'The slowest inputs',
    text: [
      'The slowest of all inputs thrown, as the least of four tries. Drawn out: a true message made 64 KiB longer by a piece of its own or of its format, the slowest of 60 shapes; the exponent says how its time grows with its length, 1 being as the length.',
    ],
    table: {
      head: ['Door', 'Slowest, µs', 'Bytes', 'µs for a byte', 'Drawn out, µs', 'Exponent'],
      rows: doors.map(({ door, slowest, growth }) => [
        door,
        slowest ? grouped(slowest.micros) : '',
        slowest ? grouped(slowest.bytes) : '',
        slowest ? (slowest.micros / Math.max(1, slowest.bytes)).toFixed(2) : '',
        growth ? grouped(growth.micros) : '',
        growth ? growth.exponent.toFixed(2) : '',
      ]),
    },
  };
}

function sectionOfOutcomes(doors: readonly JobFigures[]): Section {
  const most = 6;
  return {
    title: 'How they ended',
    table: {
      head: ['Door', 'The most frequent ends'],
      rows: doors.map(({ door, outcomes }) => [
        door,
        Object.entries(outcomes)
          .sort((a, b) => b[1] - a[1])
          .slice(0, most)
          .map(([how, count]) => `${grouped(count)} ${how}`)
          .join('; '),
      ]),
    },
  };
}
