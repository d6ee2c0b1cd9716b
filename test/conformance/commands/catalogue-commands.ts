import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_CATALOGUE, findCatalogue, listCatalogues } from '../catalogue/published.ts';
import { writeQuestionnaire } from '../catalogue/questionnaire.ts';
import { ConfigurationFault, EXIT } from '../exit-codes.ts';
import { ALL_CHECKS } from '../plans.ts';
import type { Command } from './command.ts';
import { explain as explainOne } from './explain.ts';
import { listAll } from './list.ts';

/** `list`: every catalogue and every check. */
export const list: Command = async ({ language, print }) => {
  print(listAll(listCatalogues(), ALL_CHECKS, language));
  return EXIT.held;
};

/** `explain ARCOM-R20`, `explain S-10`. */
export const explain: Command = async ({ args, language, print }) => {
  const id = args.find((arg, at) => !arg.startsWith('--') && args[at - 1] !== '--lang') ?? '';
  const { isKnown, text } = explainOne(id, listCatalogues(), ALL_CHECKS, language);
  if (!isKnown) throw new ConfigurationFault(text);
  print(text);
  return EXIT.held;
};

/** `questions [CATALOGUE] --out FILE`: the form that `--declarations` reads. */
export const questions: Command = async ({ args, language, print }) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, lang: { type: 'string' } },
  });
  const catalogue = findCatalogue(positionals[0] ?? DEFAULT_CATALOGUE);
  if (catalogue === undefined) {
    throw new ConfigurationFault(
      `questions: one of ${listCatalogues()
        .map(({ id }) => id)
        .join(', ')}`,
    );
  }
  const form = writeQuestionnaire(catalogue, language);
  if (values.out === undefined) print(form.trimEnd());
  else if (existsSync(values.out))
    throw new ConfigurationFault(`--out: ${values.out} is there already; name another file`);
  else writeFileSync(values.out, form);
  return EXIT.held;
};
