import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { findBrowser, thisMachine } from '../collect/browser/find-browser.ts';
import { createFolderStore, writeEvidence } from '../evidence/evidence-folder.ts';
import { formatEvidence, parseEvidence } from '../evidence/evidence-json.ts';
import type { Evidence, Plan, Probe } from '../evidence/observation.ts';
import { openEvidence } from '../evidence/open-evidence.ts';
import { examine } from '../examine.ts';
import { ConfigurationFault, EXIT, type ExitCode } from '../exit-codes.ts';
import { PLANS } from '../plans.ts';
import { writeReport } from '../report/write-report.ts';
import { openTokenFile } from '../robot/enrol/token-file.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/report.ts';
import type { Command, CommandGiven } from './command.ts';
import { readDeclarations } from './declarations.ts';
import { namedCatalogue } from './named-catalogue.ts';
import { showProgress } from './progress-lines.ts';
import { type RunOptions, readRunOptions } from './run-options.ts';
import { readKey, signFolder } from './sign-folder.ts';
import { summarise } from './summary.ts';

/** What of a run is there before it has ended. */
const UNFINISHED = 'unfinished.json';

export const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  'no-breach': EXIT.held,
  breach: EXIT.breach,
  inconclusive: EXIT.inconclusive,
};

/** `site`, `issuer`, `wallet`: collect, judge, write the report, sign it. */
export const runTarget = (plan: Plan): Command => {
  return async (given) => {
    const options = readRunOptions(plan, given.args);
    const prepared = prepare(options);
    const evidence = await collect(plan, options, prepared.before, given);
    writeEvidence(join(options.out, 'evidence'), evidence);
    const { view, digest } = openEvidence(join(options.out, 'evidence'));
    const { catalogue, declarations } = prepared;
    const { isStrict } = options;
    const report = judge({ view, evidence: digest, checks: PLANS[plan].checks, catalogue, declarations, isStrict });
    writeReport(options.out, report, view);
    rmSync(join(options.out, UNFINISHED), { force: true });
    if (options.sign !== undefined) await signFolder(options.out, options.sign, options.timestamp, report);
    for (const line of summarise(report, options.out, given.language)) given.print(line);
    return EXIT_OF[report.verdict];
  };
};

interface Prepared {
  readonly catalogue: Catalogue;
  readonly declarations: Readonly<Record<string, string>>;
  readonly before: readonly Probe[];
}

/** Everything that can be wrong here is found before the target hears anything. */
function prepare(options: RunOptions): Prepared {
  const catalogue = namedCatalogue('--catalogue', options.catalogue);
  const declarations = options.declarations === undefined ? {} : readDeclarations(options.declarations, catalogue);
  if (options.sign !== undefined) readKey(options.sign);
  const isThere = existsSync(join(options.out, 'report.json'));
  if (isThere && !options.isResumed) {
    throw new ConfigurationFault({
      en: `--out: ${options.out} holds a report already; name another folder`,
      fr: `--out\u00a0: ${options.out} contient déjà un rapport\u00a0; nommez un autre dossier`,
    });
  }
  return { catalogue, declarations, before: options.isResumed ? readUnfinished(options) : [] };
}

function readUnfinished({ out, target }: RunOptions): readonly Probe[] {
  const path = join(out, UNFINISHED);
  if (!existsSync(path)) {
    throw new ConfigurationFault({
      en: `--resume: ${out} holds no run that was broken off`,
      fr: `--resume\u00a0: ${out} ne contient aucun essai interrompu`,
    });
  }
  const evidence = parseEvidence(readFileSync(path));
  if (evidence.target !== target.origin) {
    throw new ConfigurationFault({
      en: `--resume: ${out} is of ${evidence.target}`,
      fr: `--resume\u00a0: ${out} concerne ${evidence.target}`,
    });
  }
  return evidence.probes.filter(({ reason }) => reason !== 'fault');
}

async function collect(
  plan: Plan,
  options: RunOptions,
  before: readonly Probe[],
  given: CommandGiven,
): Promise<Evidence> {
  const browser = options.hasBrowser ? findBrowser(thisMachine(), options.browser) : undefined;
  if (options.browser !== undefined && browser === undefined) {
    throw new ConfigurationFault({
      en: `--browser: ${options.browser} is no program that can be started`,
      fr: `--browser\u00a0: ${options.browser} n’est pas un programme qui peut être lancé`,
    });
  }
  const folder = join(options.out, 'evidence');
  mkdirSync(folder, { recursive: true });
  const unfinished = join(options.out, UNFINISHED);
  return examine({
    plan,
    target: options.target,
    blobs: createFolderStore(folder),
    before,
    ...(browser === undefined ? {} : { browser }),
    ...(options.tokens === undefined ? {} : { tokens: openTokenFile(options.tokens) }),
    ...(options.operator === undefined ? {} : { operator: options.operator }),
    isAuthorised: options.isAuthorised,
    isLong: options.isLong,
    cap: options.cap,
    perSecond: options.perSecond,
    now: given.now,
    tell: showProgress(given),
    keep: (evidence) => writeFileSync(unfinished, formatEvidence(evidence)),
  });
}
