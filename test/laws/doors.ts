import { type Sources, stripWords } from './sources.ts';

type Outside = 'process' | 'clock';

/** How a file that reaches outside gives itself away. */
const SIGNS: Readonly<Record<Outside, RegExp>> = {
  process: /(?<![.\w$])process\b(?!\s*[:=(])|\bglobalThis\s*\.\s*process\b|\bimport\.meta\.env\b/,
  clock: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(\(\s*\)|(?!\s*\()[;,)\s])|(?<!new\s)(?<![.\w$])Date\s*\(/,
};

interface Door {
  readonly path: RegExp;
  readonly may: readonly Outside[];
  readonly reason: string;
}

/** The files that may know the process, its environment, or the time of the machine. Everything else is handed them. */
const DOORS: readonly Door[] = [
  { path: /^services\/node\.ts$/, may: ['process', 'clock'], reason: 'composes the rooms on Node' },
  { path: /^services\/start\.mjs$/, may: ['process', 'clock'], reason: 'starts the processes' },
  {
    path: /^(services|demo-site)\/(.+\/)?worker\.ts$/,
    may: ['process', 'clock'],
    reason: 'composes a room on Workers',
  },
  { path: /^services\/wallet\/(build\.mjs|write-build\.ts)$/, may: ['process'], reason: 'is a command' },
  { path: /^services\/gateway\/(build\.mjs|dev-nginx\.ts)$/, may: ['process'], reason: 'is a command' },
  {
    path: /^services\/(gateway\/cli|admin\/admin-cli|keys\/note-key-cli|trusted-list\/trusted-list-cli|log\/(monitor\/monitor|releases\/check-wallet|releases\/add-digest)-cli)\.ts$/,
    may: ['process', 'clock'],
    reason: 'is a command',
  },
  { path: /^services\/workers\/dev\//, may: ['process', 'clock'], reason: 'starts the rooms in workerd' },
  {
    path: /^services\/workers\/deploy\/(check-cli|deploy-cli|this-machine|run-wrangler|wallet-files)\.ts$/,
    may: ['process'],
    reason: 'is a command, and starts others',
  },
  { path: /^services\/(machine-)?clock\.ts$/, may: ['clock'], reason: 'is the clock' },
  {
    path: /^(services\/[a-z]+|sdk\/gate)\/pages?\//,
    may: ['clock'],
    reason: 'runs in a browser, where nobody can hand it the time',
  },
  {
    path: /^sdk\/test-issuer\/production\.ts$/,
    may: ['process'],
    reason: 'refuses production, where nobody is to have to tell it',
  },
  {
    path: /^sdk\/config\/config-sources\.ts$/,
    may: ['process'],
    reason: 'reads files for a command, whose modes mean nothing on Windows',
  },
  { path: /^sdk\/cli\.ts$/, may: ['process', 'clock'], reason: 'is a command' },
  { path: /^sdk\/gate\/mounting\.ts$/, may: ['process'], reason: 'warns the operator, whom no option names' },
  { path: /^sdk\/gate\/next\.ts$/, may: ['process'], reason: 'is told by Next where it runs' },
  {
    path: /^sdk\/stores\/durable-object\/(age-store|durable-sql)\.ts$/,
    may: ['clock'],
    reason: 'is built by the platform, which hands it no time, and sets alarms by that of the platform',
  },
  { path: /^sdk\/gate\/options\.ts$/, may: ['clock'], reason: "holds the defaults of the site's door" },
];

/** A line for each file that reaches outside without being a door. */
export function findBackDoors(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, text]) => {
    const may = DOORS.filter(({ path }) => path.test(file)).flatMap((door) => door.may);
    const code = stripWords(text);
    return (Object.keys(SIGNS) as Outside[])
      .filter((outside) => !may.includes(outside) && (SIGNS[outside].test(code) || importsIt(outside, text)))
      .map((outside) => `${file}: knows the ${outside}, and is no door`);
  });
}

function importsIt(outside: Outside, text: string): boolean {
  return outside === 'process' && /from\s+['"](node:)?process['"]/.test(text);
}
