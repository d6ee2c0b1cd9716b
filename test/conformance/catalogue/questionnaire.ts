import type { Language, Text } from '../text.ts';
import { LANGUAGES } from '../text.ts';
import type { Catalogue } from './catalogue.ts';
import type { Declarations } from './coverage.ts';

/** A form that cannot be read. Its message names every fault, a line each. */
export class QuestionnaireError extends Error {
  override readonly name = 'QuestionnaireError';
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** Characters of one answer. */
const LONGEST_ANSWER = 10_000;

/** A form to fill in: for each requirement that asks something, its question and an empty answer. JSON. */
export function writeQuestionnaire({ requirements }: Catalogue, language: Language): string {
  const asked = requirements.flatMap(({ id, question }) =>
    question === undefined ? [] : [[id, { question: question[language], answer: '' }] as const],
  );
  return `${JSON.stringify(Object.fromEntries(asked), null, 2)}\n`;
}

/**
 * The answers of a filled form, as they were typed; those left empty are left out. A question that was rewritten is
 * refused: its answer would stand in the report under the catalogue's own words.
 *
 * @throws QuestionnaireError
 */
export function readQuestionnaire(json: string, catalogue: Catalogue): Declarations {
  const form = parse(json);
  const faults: Text[] = [];
  const declarations: Record<string, string> = {};
  for (const [id, entry] of Object.entries(form)) {
    const question = catalogue.requirements.find((one) => one.id === id)?.question;
    if (question === undefined) {
      faults.push({
        en: `${id}: ${catalogue.id} asks nothing under this id`,
        fr: `${id}\u00a0: ${catalogue.id} ne demande rien sous cet identifiant`,
      });
    } else if (!isEntry(entry)) {
      faults.push({
        en: `${id}: must be {"question": "…", "answer": "…"}, with at most ${LONGEST_ANSWER} characters`,
        fr: `${id}\u00a0: doit être {"question": "…", "answer": "…"}, avec ${LONGEST_ANSWER} caractères au plus`,
      });
    } else if (!LANGUAGES.some((language) => question[language] === entry.question)) {
      faults.push({
        en: `${id}: the question was changed; write the form again and copy the answer`,
        fr: `${id}\u00a0: la question a été modifiée\u00a0; refaites le formulaire et recopiez la réponse`,
      });
    } else if (entry.answer.trim() !== '') {
      declarations[id] = entry.answer;
    }
  }
  if (faults.length > 0) {
    const lines = (language: Language): string => faults.map((fault) => fault[language]).join('\n');
    throw new QuestionnaireError({ en: lines('en'), fr: lines('fr') });
  }
  return declarations;
}

function parse(json: string): object {
  let form: unknown;
  try {
    form = JSON.parse(json);
  } catch {
    throw new QuestionnaireError({
      en: 'The form is not JSON: a quotation mark or a comma may be missing.',
      fr: 'Le formulaire n’est pas du JSON\u00a0: un guillemet ou une virgule manque peut-être.',
    });
  }
  if (typeof form !== 'object' || form === null || Array.isArray(form)) {
    throw new QuestionnaireError({
      en: 'The form must be one object: the id of each requirement with question and answer.',
      fr: 'Le formulaire doit être un seul objet\u00a0: l’identifiant de chaque exigence, avec question et réponse.',
    });
  }
  return form;
}

function isEntry(entry: unknown): entry is { readonly question: string; readonly answer: string } {
  if (typeof entry !== 'object' || entry === null) return false;
  const { question, answer, ...rest } = entry as Record<string, unknown>;
  const isText = typeof question === 'string' && typeof answer === 'string' && answer.length <= LONGEST_ANSWER;
  return isText && Object.keys(rest).length === 0;
}
