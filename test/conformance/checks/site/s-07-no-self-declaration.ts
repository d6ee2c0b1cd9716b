import type { EvidenceView } from '../../evidence/view.ts';
import { holdsContent, readContentSigns } from '../../reading/content-signs.ts';
import { type GatedContent, readGatedContent } from '../../reading/gated-content.ts';
import { nameSome } from '../../reading/name-some.ts';
import { asksAge, reachOf } from '../../reading/reach.ts';
import { type SeenAnswer, seeAnswers, seeGate } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

export const noSelfDeclaration: Check = {
  id: 'S-07',
  plan: 'site',
  title: {
    en: 'Saying that one is of age is not enough',
    fr: 'Se dire majeur ne suffit pas',
  },
  prose: {
    en: 'The suite presses whatever on the gate sounds like “I am 18” or “Enter”, ticks boxes, and fills in a date of birth that nobody checks. It also asks for pages with the flags by which sites often remember such a click, in the address and in cookies. A gate that opens to any of these asks for a word and not for a proof.',
    fr: 'La suite actionne tout ce qui, sur le contrôle, ressemble à «\u00a0J’ai 18 ans\u00a0» ou à «\u00a0Entrer\u00a0», coche les cases et saisit une date de naissance que personne ne vérifie. Elle demande aussi des pages avec les indicateurs par lesquels des sites retiennent souvent un tel clic, dans l’adresse et dans des cookies. Un contrôle qui cède à l’un de ces gestes demande une parole et non une preuve.',
  },
  probes: ['declaration', 'self-declared', 'home', 'admitted'],
  judge(view) {
    const declared = view.probe('declaration');
    const flagged = view.probe('self-declared');
    if (declared.state !== 'done' && flagged.state !== 'done') {
      return untested(declared.reason ?? flagged.reason ?? 'fault');
    }
    const content = readGatedContent(view);
    const labels = pressedOf(view);
    const pressed = labels.flatMap(({ name, label }) => {
      const before = { fact: 'reached-declared-none', page: 'after-declared-none' };
      const reach = reachOf(view, declared, before, { fact: `reached-${name}`, page: `after-${name}` }, content);
      return reach === undefined ? [] : [{ label, reach }];
    });
    const answers = seeAnswers(view, 'self-declared', 'flag');
    const findings = [...findPressed(view, pressed), ...findFlagged(view, answers, content)];
    const unsure = pressed.filter(({ reach }) => reach.isGateGone && !reach.isContent);
    const notes = notesOf(view, pressed.length, answers.length, unsure.length);
    const isGate = asksAge(view, declared, 'after-declared-none') || (seeGate(view)?.signs.isRefusal ?? false);
    const isWhole = declared.state === 'done' && flagged.state === 'done';
    return judged(findings, isGate && isWhole && unsure.length === 0 ? passed(...notes) : cannotTell(...notes));
  },
};

interface Pressed {
  readonly label: string;
  readonly reach: NonNullable<ReturnType<typeof reachOf>>;
}

function pressedOf(view: EvidenceView): readonly { readonly name: string; readonly label: string }[] {
  return view
    .probe('declaration')
    .facts()
    .filter(({ label }) => /^declared-\d+$/.test(label))
    .map(({ label, value }) => ({ name: label, label: String((value as { label?: string } | null)?.label ?? '') }));
}

function notesOf(view: EvidenceView, pressed: number, flags: number, unsure: number): readonly Text[] {
  const notes: Text[] = [];
  const isPressed = view.probe('declaration').state === 'done';
  if (!isPressed) notes.push(NOT_PRESSED);
  else if (pressed === 0) notes.push(NOTHING_TO_PRESS);
  else {
    notes.push({
      en: `${pressed} controls pressed that sound like a declaration.`,
      fr: `${pressed} commandes actionnées qui ressemblent à une déclaration.`,
    });
  }
  notes.push({
    en: `${flags} requests sent with flags in the address or in cookies.`,
    fr: `${flags} requêtes envoyées avec des indicateurs dans l’adresse ou dans des cookies.`,
  });
  if (unsure > 0) {
    notes.push({
      en: `After ${unsure} of them the question for the age was gone, yet nothing that this suite can tell as content came instead.`,
      fr: `Après ${unsure} d’entre elles la question de l’âge avait disparu, sans que rien que cette suite sache reconnaître comme du contenu ne la remplace.`,
    });
  }
  return notes;
}

const NOT_PRESSED: Text = {
  en: 'The controls of the gate were not pressed.',
  fr: 'Les commandes du contrôle n’ont pas été actionnées.',
};
const NOTHING_TO_PRESS: Text = {
  en: 'The gate has no control that sounds like a declaration of age.',
  fr: 'Le contrôle ne comporte aucune commande qui ressemble à une déclaration d’âge.',
};

const EXPECTED: Text = {
  en: 'Only a proof of age opens the site; what a visitor says of themselves does not.',
  fr: 'Seule une preuve d’âge ouvre le site\u00a0; ce qu’un visiteur dit de lui-même ne l’ouvre pas.',
};
const WHY: Text = {
  en: 'A child can press the same button. A declaration does not establish anybody’s age.',
  fr: 'Un enfant peut actionner le même bouton. Une déclaration n’établit l’âge de personne.',
};

function findPressed(view: EvidenceView, pressed: readonly Pressed[]): readonly Finding[] {
  const opened = pressed.filter(({ reach }) => reach.isContent);
  const [first] = opened;
  if (first === undefined) return [];
  const [plain] = view.probe('declaration').pages('after-declared-none');
  const names = opened.map(({ label }) => label).filter(Boolean);
  const most = (list: (one: Pressed) => number) => Math.max(...opened.map(list));
  const films = most(({ reach }) => reach.films.length);
  const pictures = most(({ reach }) => reach.pictures.length);
  const passages = most(({ reach }) => reach.passages);
  return [
    {
      rule: 'opened-by-declaration',
      severity: 'high',
      expected: EXPECTED,
      observed: {
        en: `Pressing “${names.join('”, “')}” showed ${films} films, ${pictures} pictures and ${passages} pieces of text that were not in view before.`,
        fr: `Actionner «\u00a0${names.join('\u00a0», «\u00a0')}\u00a0» a fait apparaître ${films} films, ${pictures} images et ${passages} passages de texte qui ne se voyaient pas avant.`,
      },
      why: WHY,
      fix: {
        en: 'Take the declaration away, or let it lead to a choice of ways to prove one’s age.',
        fr: 'Retirez la déclaration, ou faites-la mener à un choix de moyens de prouver son âge.',
      },
      reproduce: `1. Open ${plain?.url ?? view.target} in a private window.\n2. Fill in any date of birth, tick any box.\n3. Press “${first.label}”.`,
      evidence: [...(plain === undefined ? [] : [plain.id]), ...opened.flatMap(({ reach }) => reach.evidence)],
    },
  ];
}

function findFlagged(
  view: EvidenceView,
  answers: readonly SeenAnswer[],
  content: GatedContent | undefined,
): readonly Finding[] {
  const plains = seeAnswers(view, 'self-declared', 'plain');
  const isOpen = (answer: SeenAnswer) => {
    const plain = plains.find(({ url }) => path(url) === path(answer.url));
    // Where the plain page gives content away, a flag changes nothing: that is another check's finding.
    if (answer.status !== 200 || plain === undefined || holdsContent(readContentSigns(plain, content))) return false;
    return holdsContent(readContentSigns(answer, content)) || isPageForRefusal(plain, answer);
  };
  const opened = answers.filter(isOpen);
  const [first] = opened;
  if (first === undefined) return [];
  const where = nameSome(opened.map(({ url }) => url));
  return [
    {
      rule: 'opened-by-flag',
      severity: 'high',
      expected: EXPECTED,
      observed: {
        en: `${opened.length} of ${answers.length} requests that only said “of age” were served what a plain request is refused: ${where.en}.`,
        fr: `${opened.length} requêtes sur ${answers.length}, qui disaient seulement «\u00a0majeur\u00a0», ont reçu ce qu’une requête ordinaire se voit refuser\u00a0: ${where.fr}.`,
      },
      why: WHY,
      fix: {
        en: 'Keep on the server who has shown a proof; never read it from an address or from a cookie that anyone can write.',
        fr: 'Retenez sur le serveur qui a présenté une preuve\u00a0; ne le lisez jamais dans une adresse ni dans un cookie que chacun peut écrire.',
      },
      reproduce: reproduceFlag(first),
      evidence: [...plains.map(({ exchange }) => exchange.id), ...opened.map(({ exchange }) => exchange.id)].slice(
        0,
        12,
      ),
    },
  ];
}

const path = (url: string): string => new URL(url).origin + new URL(url).pathname;

/** A whole page that asks for no age, where a refusal did. */
function isPageForRefusal(plain: SeenAnswer, { signs, page }: SeenAnswer): boolean {
  const isWithheld = signs.isRefusal || signs.asksAge || signs.speaksOurProtocol;
  return plain.signs.isRefusal && plain.signs.asksAge && !isWithheld && page !== undefined && page.links.length >= 3;
}

/** Cookies are recorded by digest: their names are what matters. */
function reproduceFlag({ exchange }: SeenAnswer): string {
  const cookie = exchange.request.headers.find(([name]) => name === 'cookie')?.[1];
  const names = cookie?.split(';').map((pair) => pair.split('=', 1)[0]?.trim()) ?? [];
  const sent = names.length === 0 ? '' : ` -H 'cookie: ${names.map((name) => `${name}=1`).join('; ')}'`;
  return `curl -sS -i${sent} '${exchange.request.url.replaceAll("'", '%27')}'`;
}
