import { headersOf } from '../../evidence/view.ts';
import { type SeenAnswer, seeAnswers } from '../../reading/seen-pages.ts';
import { type Check, cannotTell, passed, untested } from '../check.ts';

const RTA = /RTA-5042-1996-1400-1577-RTA/i;
const ADULT = /^\s*(adult|mature|restricted)\b/i;

const labelsOf = ({ exchange, page }: SeenAnswer): readonly string[] => [
  ...headersOf(exchange.response?.headers ?? [], 'rating'),
  ...(page?.metas.filter(({ name }) => name === 'rating').map(({ content }) => content) ?? []),
];

export const adultLabelSent: Check = {
  id: 'S-19',
  plan: 'site',
  title: {
    en: 'A label tells parental controls that the site is for adults',
    fr: 'Une étiquette signale le site aux contrôles parentaux',
  },
  prose: {
    en: 'A site may say in a form that filters read (the RTA label, or a rating) that it is for adults, so that parental controls can act before anybody asks. The first page is read for it, headers and text. This is an offer to publishers and no duty: its absence is noted and never a failure.',
    fr: 'Un site peut dire, sous une forme que les filtres lisent (l’étiquette RTA ou une classification), qu’il est destiné aux adultes, pour que les contrôles parentaux agissent avant toute question. La première page est lue à cette fin, en-têtes et texte. C’est une faculté et non une obligation : son absence est notée, jamais comptée comme un échec.',
  },
  probes: ['home'],
  judge(view) {
    const answers = seeAnswers(view, 'home').filter(({ page }) => page !== undefined);
    if (answers.length === 0) return untested(view.probe('home').reason ?? 'no-answer');
    const count = (pattern: RegExp) =>
      answers.filter((answer) => labelsOf(answer).some((label) => pattern.test(label))).length;
    const rta = count(RTA);
    const adult = count(ADULT);
    if (rta > 0) {
      return passed({
        en: `${rta} of ${answers.length} pages carry the RTA label.`,
        fr: `${rta} des ${answers.length} pages portent l’étiquette RTA.`,
      });
    }
    if (adult > 0) {
      return passed({
        en: `${adult} of ${answers.length} pages carry an adult rating, not the RTA label.`,
        fr: `${adult} des ${answers.length} pages portent une classification pour adultes, sans l’étiquette RTA.`,
      });
    }
    return cannotTell({
      en: `None of ${answers.length} pages carries a label. A site may do without; filters then have to know it by its name.`,
      fr: `Aucune des ${answers.length} pages ne porte d’étiquette. Un site peut s’en passer ; les filtres doivent alors le connaître par son nom.`,
    });
  },
};
