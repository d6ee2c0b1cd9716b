import { existsSync } from 'node:fs';
import { DEFAULT_CATALOGUE } from '../catalogue/published.ts';
import { openEvidence } from '../evidence/open-evidence.ts';
import { RefusedEvidence } from '../evidence/refused-evidence.ts';
import { ConfigurationFault, EXIT } from '../exit-codes.ts';
import { PLANS } from '../plans.ts';
import { writeReport } from '../report/write-report.ts';
import { judge } from '../verdict/judge.ts';
import type { Command } from './command.ts';
import { readDeclarations } from './declarations.ts';
import { FILE_FAULTS } from './file-faults.ts';
import { isThere } from './is-there.ts';
import { namedCatalogue } from './named-catalogue.ts';
import { readFlags } from './read-flags.ts';
import { findEvidence } from './replay-paths.ts';
import { EXIT_OF } from './run-target.ts';
import { summarise } from './summary.ts';

/** `replay EVIDENCE --out DIR`: judges kept evidence again, offline, by the checks and catalogues of this version. */
export const replay: Command = async ({ args, language, print }) => {
  const { values, positionals } = readFlags('replay', args, {
    out: { type: 'string', default: 'replay' },
    catalogue: { type: 'string', default: DEFAULT_CATALOGUE },
    declarations: { type: 'string' },
    strict: { type: 'boolean', default: false },
    lang: { type: 'string' },
  });
  const [path] = positionals;
  if (path === undefined) {
    throw new ConfigurationFault({
      en: 'replay: name the evidence, a folder or a .zip',
      fr: 'replay\u00a0: nommez les preuves, un dossier ou un .zip',
    });
  }
  if (existsSync(values.out)) throw new ConfigurationFault(isThere(values.out, 'folder'));
  const catalogue = namedCatalogue('--catalogue', values.catalogue);
  const declarations = values.declarations === undefined ? {} : readDeclarations(values.declarations, catalogue);
  try {
    const opened = openEvidence(findEvidence(path));
    const faults = opened.verify();
    for (const { path: file, kind } of faults) print(FILE_FAULTS[kind](file)[language]);
    if (faults.length > 0) {
      print(NOT_JUDGED[language]);
      return EXIT.breach;
    }
    const { view, digest, evidence } = opened;
    const { checks } = PLANS[evidence.plan];
    const report = judge({ view, evidence: digest, checks, catalogue, declarations, isStrict: values.strict });
    writeReport(values.out, report, view);
    for (const line of summarise(report, values.out, language)) print(line);
    return EXIT_OF[report.verdict];
  } catch (error) {
    if (error instanceof RefusedEvidence) {
      throw new ConfigurationFault({ en: `replay: ${error.text.en}`, fr: `replay\u00a0: ${error.text.fr}` });
    }
    throw error;
  }
};

const NOT_JUDGED = { en: 'Nothing was judged.', fr: 'Rien n’a été jugé.' } as const;
