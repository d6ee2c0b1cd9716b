import { type ContentSigns, isGate, PLENTY, readContentSigns } from '../../reading/content-signs.ts';
import { curlLine } from '../../reading/curl.ts';
import { readGatedContent } from '../../reading/gated-content.ts';
import { nameSome } from '../../reading/name-some.ts';
import { type SeenAnswer, seeAnswers, seeGate } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

/** A gate of so many characters is no gate alone: what else stands there cannot be told apart by a machine. */
const LONG_TEXT = 4000;

interface Seen {
  readonly answer: SeenAnswer;
  readonly signs: ContentSigns;
}

interface Rule extends Pick<Finding, 'rule' | 'severity' | 'expected' | 'why' | 'fix'> {
  readonly count: (signs: ContentSigns) => number;
  readonly least: number;
  readonly observed: (count: number, where: Text) => Text;
}

const WHY: Text = {
  en: 'The rule protects minors from the display of the first page on: nothing may be shown, or sent hidden, before a proof of age.',
  fr: 'La règle protège les mineurs dès l’affichage de la première page : rien ne doit être montré, ni envoyé caché, avant une preuve d’âge.',
};
const FIX: Text = {
  en: 'Answer with the gate alone, on the server. Take films, pictures, titles and structured data out of it, hidden parts included.',
  fr: 'Répondez, côté serveur, par la seule page de contrôle. Retirez-en films, images, titres et données structurées, parties cachées comprises.',
};

const RULES: readonly Rule[] = [
  {
    rule: 'media-in-first-page',
    severity: 'high',
    count: ({ films, filmPictures, gatedMedia }) => Math.max(gatedMedia, films + filmPictures),
    least: 1,
    expected: {
      en: 'Before any proof of age, the first page names no film and no picture of a film.',
      fr: 'Avant toute preuve d’âge, la première page ne désigne aucun film ni aucune image de film.',
    },
    observed: (count, where) => ({
      en: `${count} ${count === 1 ? 'address of a film or of its picture stands' : 'addresses of films or of their pictures stand'} in ${where.en}.`,
      fr: `${count} ${count === 1 ? 'adresse de film ou d’image de film figure' : 'adresses de films ou d’images de films figurent'} dans ${where.fr}.`,
    }),
    why: WHY,
    fix: FIX,
  },
  {
    rule: 'text-in-first-page',
    severity: 'high',
    count: ({ passages, titles }) => Math.max(passages, titles * 2),
    least: 2,
    expected: {
      en: 'Before any proof of age, the first page holds no title and no text of the content.',
      fr: 'Avant toute preuve d’âge, la première page ne contient ni titre ni texte du contenu.',
    },
    observed: (_, where) => ({
      en: `Titles or passages of the content stand in ${where.en}: in the page, its structured data or its hidden parts.`,
      fr: `Des titres ou des passages du contenu figurent dans ${where.fr} : dans la page, ses données structurées ou ses parties cachées.`,
    }),
    why: WHY,
    fix: FIX,
  },
  {
    rule: 'catalogue-in-first-page',
    severity: 'high',
    count: ({ pictures }) => pictures,
    least: PLENTY,
    expected: {
      en: 'Before any proof of age, the first page is no catalogue.',
      fr: 'Avant toute preuve d’âge, la première page n’est pas un catalogue.',
    },
    observed: (count, where) => ({
      en: `${count} pictures that are no mark of the site stand in ${where.en}.`,
      fr: `${count} images qui ne sont pas des marques du site figurent dans ${where.fr}.`,
    }),
    why: WHY,
    fix: FIX,
  },
];

export const firstPageHoldsNoContent: Check = {
  id: 'S-01',
  plan: 'site',
  title: { en: 'The first page holds no gated content', fr: 'La première page ne contient aucun contenu réservé' },
  prose: {
    en: 'The first page is asked for as a stranger from France, in French and in English, and as a program. What comes back is read whole: text, hidden parts, images named for social networks, structured data, data inside scripts. Where the suite was admitted with a proof of age, what it was shown then is compared with what a stranger gets. A film, a picture of a film or a title in that page means that content left the server before any proof.',
    fr: 'La première page est demandée comme par un inconnu en France, en français et en anglais, et comme par un programme. La réponse est lue en entier : texte, parties cachées, images destinées aux réseaux sociaux, données structurées, données des scripts. Lorsque la suite a été admise avec une preuve d’âge, ce qu’elle a alors vu est comparé à ce que reçoit un inconnu. Un film, une image de film ou un titre dans cette page signifie qu’un contenu a quitté le serveur avant toute preuve.',
  },
  probes: ['home', 'admitted'],
  judge(view) {
    const answers = seeAnswers(view, 'home');
    if (answers.length === 0) return untested(view.probe('home').reason ?? 'fault');
    const content = readGatedContent(view);
    const seen = answers.map((answer) => ({ answer, signs: readContentSigns(answer, content) }));
    const compared: Text =
      content === undefined
        ? {
            en: 'Nobody was admitted, so there was nothing to compare with.',
            fr: 'Personne n’a été admis : il n’y avait donc rien à quoi comparer.',
          }
        : {
            en: `Compared with ${content.passages.size} passages and ${content.media.size} media addresses of ${content.pages} pages that an admitted visitor is shown.`,
            fr: `Comparé à ${content.passages.size} passages et ${content.media.size} adresses de médias de ${content.pages} pages montrées à un visiteur admis.`,
          };
    const looked: Text = {
      en: `${answers.length} answers read. ${compared.en}`,
      fr: `${answers.length} réponses lues. ${compared.fr}`,
    };
    const findings = RULES.flatMap((rule) => toFinding(rule, seen));
    return judged(findings, otherwise(seeGate(view), seen, content !== undefined, looked));
  },
};

function toFinding(rule: Rule, seen: readonly Seen[]): readonly Finding[] {
  const { count, least, observed, ...rest } = rule;
  const held = seen.filter(({ signs }) => count(signs) >= least);
  const [first] = held;
  if (first === undefined) return [];
  const where = nameSome(held.map(({ answer }) => answer.url));
  const most = Math.max(...held.map(({ signs }) => count(signs)));
  const evidence = held.map(({ answer }) => answer.exchange.id);
  return [{ ...rest, observed: observed(most, where), reproduce: curlLine(first.answer.url), evidence }];
}

function otherwise(gate: SeenAnswer | undefined, seen: readonly Seen[], isCompared: boolean, looked: Text) {
  const own = seen.find(({ answer }) => answer.exchange.id === gate?.exchange.id);
  if (gate === undefined || own === undefined || !isGate(gate, own.signs)) {
    return cannotTell(looked, {
      en: 'No gate was recognised, and nothing that is surely content either.',
      fr: 'Aucun contrôle d’âge n’a été reconnu, ni rien qui soit sûrement du contenu.',
    });
  }
  const { pictures } = own.signs;
  const length = gate.page?.text.length ?? gate.text.length;
  if (isCompared || (pictures === 0 && length < LONG_TEXT)) return passed(looked);
  return cannotTell(looked, {
    en: `The gate has ${pictures} pictures and ${length} characters of text; what they show, no machine can judge here.`,
    fr: `La page de contrôle comporte ${pictures} images et ${length} caractères de texte ; ce qu’ils montrent, aucune machine ne peut en juger ici.`,
  });
}
