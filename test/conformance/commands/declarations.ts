import { readFileSync } from 'node:fs';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Declarations } from '../catalogue/coverage.ts';
import { QuestionnaireError, readQuestionnaire } from '../catalogue/questionnaire.ts';
import { ConfigurationFault } from '../exit-codes.ts';

/** The answers of `--declarations FILE`. @throws ConfigurationFault */
export function readDeclarations(path: string, catalogue: Catalogue): Declarations {
  try {
    return readQuestionnaire(readText('--declarations', path), catalogue);
  } catch (error) {
    if (error instanceof ConfigurationFault) throw error;
    const why = error instanceof QuestionnaireError ? error.text : { en: String(error), fr: String(error) };
    throw new ConfigurationFault({ en: `--declarations: ${why.en}`, fr: `--declarations\u00a0: ${why.fr}` });
  }
}

/** @throws ConfigurationFault naming the flag */
function readText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationFault({
      en: `${flag}: ${path} cannot be read`,
      fr: `${flag}\u00a0: ${path} est illisible`,
    });
  }
}
