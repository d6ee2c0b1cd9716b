import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RefusedEvidence } from '../evidence/refused-evidence.ts';
import {
  arrayOf,
  constant,
  count,
  digest,
  flag,
  instant,
  object,
  oneOf,
  optional,
  readShape,
  recordOf,
  type Shape,
  text,
} from '../evidence/shape.ts';
import { ConfigurationFault } from '../exit-codes.ts';
import type { SiteRun } from './site-run.ts';

const HISTORY_FILE = 'history.json';
const SCHEMA = 'urn:bauta:schema:conformance-history:1';

/** Every run on every site, in the order in which they ended. Rows are added; none is changed or taken away. */
export interface History {
  runs(): readonly SiteRun[];
  lastOf(site: string): SiteRun | undefined;
  /** It is in the file when this returns. */
  add(run: SiteRun): void;
}

const FINDING = object({ check: text, rule: text, weight: oneOf('breach', 'would-breach', 'outside') });
const COVERAGE = object({ total: count, automatic: count, partial: count, declaration: count, untested: count });
const OUTCOME = oneOf('passed', 'failed', 'cannot-tell', 'inapplicable', 'untested');
const VERDICT = oneOf('breach', 'no-breach', 'inconclusive', 'unreachable', 'fault');
const MEASURE = object({ catalogue: text, sha256: digest, suite: text, isStrict: flag });
const origin: Shape = (value, at) =>
  typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value
    ? undefined
    : `${at} is not an origin`;
/** A link in the overview leads there. */
const folder: Shape = (value, at) =>
  typeof value === 'string' && /^[\w.-]+\/[\w.-]+$/.test(value) && !/(^|\/)\.+(\/|$)/.test(value)
    ? undefined
    : `${at} is not a folder of a run`;
const RUN = object({
  site: origin,
  at: instant,
  verdict: VERDICT,
  exit: count,
  breaches: count,
  wouldBreach: count,
  findings: arrayOf(FINDING),
  standing: arrayOf(FINDING),
  outcomes: recordOf(OUTCOME),
  coverage: optional(COVERAGE),
  measure: optional(MEASURE),
  report: optional(folder),
});
const HISTORY = object({ schema: constant(SCHEMA), runs: arrayOf(RUN) });

/** @param dir its folder. @throws ConfigurationFault where the file is not one that was written here: it is left as it is */
export function openHistory(dir: string): History {
  const path = join(dir, HISTORY_FILE);
  const runs: SiteRun[] = existsSync(path) ? read(path) : [];
  return {
    runs: () => runs,
    lastOf: (site) => runs.findLast((run) => run.site === site),
    add(run) {
      replaceFile(path, format([...runs, run]));
      runs.push(run);
    },
  };
}

/** One row a line, so that two histories can be compared by eye. */
const format = (runs: readonly SiteRun[]): string =>
  `{"schema":${JSON.stringify(SCHEMA)},"runs":[\n${runs.map((run) => JSON.stringify(run)).join(',\n')}\n]}\n`;

function read(path: string): SiteRun[] {
  try {
    return [...readShape<{ readonly runs: readonly SiteRun[] }>(HISTORY, readFileSync(path), path).runs];
  } catch (error) {
    if (error instanceof RefusedEvidence)
      throw new ConfigurationFault({ en: `--out: ${error.text.en}`, fr: `--out\u00a0: ${error.text.fr}` });
    throw error;
  }
}

/** Whole or not at all: whoever is ended in the midst of it leaves the file as it was. */
export function replaceFile(path: string, content: string): void {
  const draft = `${path}.draft`;
  const file = openSync(draft, 'w');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
