import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeArchive } from '../evidence/archive.ts';
import { openEvidence } from '../evidence/open-evidence.ts';
import { RefusedEvidence } from '../evidence/refused-evidence.ts';
import { ConfigurationFault, EXIT } from '../exit-codes.ts';
import type { Command } from './command.ts';
import { FILE_FAULTS } from './file-faults.ts';
import { isThere } from './is-there.ts';
import { readFlags } from './read-flags.ts';
import { findEvidence } from './replay-paths.ts';

/** `pack REPORT --out evidence.zip`: evidence as one file, once it is as its manifest says. The same evidence, the same bytes. */
export const pack: Command = async ({ args, language, print }) => {
  const { values, positionals } = readFlags('pack', args, {
    out: { type: 'string', default: 'evidence.zip' },
    lang: { type: 'string' },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new ConfigurationFault({
      en: 'pack: name the evidence, or the folder of the report that it lies in',
      fr: 'pack\u00a0: nommez les preuves, ou le dossier du rapport qui les contient',
    });
  }
  if (existsSync(values.out)) throw new ConfigurationFault(isThere(values.out, 'file'));
  try {
    const opened = openEvidence(findEvidence(path));
    const faults = opened.verify();
    for (const { path: file, kind } of faults) print(FILE_FAULTS[kind](file)[language]);
    if (faults.length > 0) {
      print(NOT_WRITTEN[language]);
      return EXIT.breach;
    }
    const bytes = writeArchive(opened.files);
    mkdirSync(dirname(values.out), { recursive: true });
    writeFileSync(values.out, bytes, { flag: 'wx' });
    print(`${values.out}  ${sayBytes(bytes.length)[language]}`);
    return EXIT.held;
  } catch (error) {
    if (error instanceof RefusedEvidence) {
      throw new ConfigurationFault({ en: `pack: ${error.text.en}`, fr: `pack\u00a0: ${error.text.fr}` });
    }
    throw error;
  }
};

const NOT_WRITTEN = { en: 'No archive was written.', fr: 'Aucune archive n’a été écrite.' } as const;

const sayBytes = (bytes: number) => ({
  en: `${bytes.toLocaleString('en')} bytes`,
  fr: `${bytes.toLocaleString('fr')} octets`,
});
