import { existsSync, writeFileSync } from 'node:fs';
import { DEFAULT_CATALOGUE, listCatalogues } from '../catalogue/published.ts';
import { writeQuestionnaire } from '../catalogue/questionnaire.ts';
import { ConfigurationFault, EXIT } from '../exit-codes.ts';
import { ALL_CHECKS } from '../plans.ts';
import type { Command } from './command.ts';
import { explain as explainOne } from './explain.ts';
import { isThere } from './is-there.ts';
import { listAll } from './list.ts';
import { namedCatalogue } from './named-catalogue.ts';
import { readFlags } from './read-flags.ts';

/** `list`: every catalogue and every check. */
export const list: Command = async ({ language, print }) => {
  print(listAll(listCatalogues(), ALL_CHECKS, language));
  return EXIT.held;
};

/** `explain ARCOM-R20`, `explain S-10`. */
export const explain: Command = async ({ args, language, print }) => {
  const id = args.find((arg, at) => !arg.startsWith('--') && args[at - 1] !== '--lang') ?? '';
  const { isKnown, text } = explainOne(id, listCatalogues(), ALL_CHECKS, language);
  if (!isKnown) throw new ConfigurationFault(text.trimEnd());
  print(text);
  return EXIT.held;
};

/** `questions [CATALOGUE] --out FILE`: the form that `--declarations` reads. */
export const questions: Command = async ({ args, language, print }) => {
  const { values, positionals } = readFlags('questions', args, { out: { type: 'string' }, lang: { type: 'string' } });
  const catalogue = namedCatalogue('questions', positionals[0] ?? DEFAULT_CATALOGUE);
  const form = writeQuestionnaire(catalogue, language);
  if (values.out === undefined) print(form.trimEnd());
  else if (existsSync(values.out)) throw new ConfigurationFault(isThere(values.out, 'file'));
  else writeFileSync(values.out, form);
  return EXIT.held;
};
