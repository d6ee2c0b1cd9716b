import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_CATALOGUE, findCatalogue, listCatalogues } from '../catalogue/published.ts';
import { openEvidence } from '../evidence/open-evidence.ts';
import { RefusedEvidence } from '../evidence/refused-evidence.ts';
import { ConfigurationFault, EXIT } from '../exit-codes.ts';
import { PLANS } from '../plans.ts';
import { writeReport } from '../report/write-report.ts';
import { judge } from '../verdict/judge.ts';
import type { Command } from './command.ts';
import { readDeclarations } from './declarations.ts';
import { EXIT_OF } from './run-target.ts';
import { summarise } from './summary.ts';

/** `replay EVIDENCE --out DIR`: judges kept evidence again, offline, by the checks and catalogues of this version. */
export const replay: Command = async ({ args, language, print }) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'replay' },
      catalogue: { type: 'string', default: DEFAULT_CATALOGUE },
      declarations: { type: 'string' },
      strict: { type: 'boolean', default: false },
      lang: { type: 'string' },
    },
  });
  const [path] = positionals;
  if (path === undefined) throw new ConfigurationFault('replay: name the evidence, a folder or a .zip');
  if (existsSync(values.out))
    throw new ConfigurationFault(`--out: ${values.out} is there already; name another folder`);
  const catalogue = findCatalogue(values.catalogue);
  if (catalogue === undefined) {
    throw new ConfigurationFault(
      `--catalogue: one of ${listCatalogues()
        .map(({ id }) => id)
        .join(', ')}`,
    );
  }
  const declarations = values.declarations === undefined ? {} : readDeclarations(values.declarations, catalogue);
  try {
    const opened = openEvidence(path);
    const faults = opened.verify();
    for (const fault of faults) print(`${fault.path}: ${fault.kind}`);
    if (faults.length > 0) return EXIT.breach;
    const { view, digest, evidence } = opened;
    const { checks } = PLANS[evidence.plan];
    const report = judge({ view, evidence: digest, checks, catalogue, declarations, isStrict: values.strict });
    writeReport(values.out, report, view);
    for (const line of summarise(report, values.out, language)) print(line);
    return EXIT_OF[report.verdict];
  } catch (error) {
    if (error instanceof RefusedEvidence) throw new ConfigurationFault(`replay: ${error.message}`);
    throw error;
  }
};
