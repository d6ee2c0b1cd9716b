import type { EvidenceView } from '../../evidence/view.ts';
import { holdsContent, readContentSigns } from '../../reading/content-signs.ts';
import { type GatedContent, readGatedContent } from '../../reading/gated-content.ts';
import { nameSome } from '../../reading/name-some.ts';
import { asksAge, type Reach, reachOf } from '../../reading/reach.ts';
import { type SeenAnswer, seeAnswers } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

/** Kinds of attack, each with its way to show the same. Several attacks of a probe may be of one kind. */
interface Kind {
  readonly rule: string;
  readonly attack: RegExp;
  readonly what: Text;
  readonly steps: string;
}

const KINDS: readonly Kind[] = [
  {
    rule: 'opened-by-blocking-scripts',
    attack: /^scripts-blocked$/,
    what: { en: 'with the gate’s scripts blocked', fr: 'une fois les scripts du contrôle bloqués' },
    steps: "2. In the browser's tools, under Network, block the requests that end in .js.\n3. Load the page again.",
  },
  {
    rule: 'opened-by-replacing-the-script',
    attack: /^script-swapped$/,
    what: {
      en: 'with the gate’s script replaced by one that says yes',
      fr: 'une fois le script du contrôle remplacé par un autre qui répond oui',
    },
    steps:
      "2. In the browser's tools, under Sources, override the gate's script by one that calls the page's success callback.\n3. Load the page again.",
  },
  {
    rule: 'opened-by-removing-the-overlay',
    attack: /^overlay-removed$/,
    what: { en: 'with what lay over the page removed', fr: 'une fois retiré ce qui recouvrait la page' },
    steps:
      "2. In the browser's tools, under Elements, delete the overlay and any `filter: blur` or `overflow: hidden`.",
  },
  {
    rule: 'opened-by-forging-success',
    attack: /^success-forged$/,
    what: {
      en: 'after the page was told that the check had succeeded',
      fr: 'après qu’on a dit à la page que la vérification avait réussi',
    },
    steps:
      "2. In the browser's console, call the page's success callback, or dispatch the event or message that it waits for.",
  },
  {
    rule: 'opened-by-setting-flags',
    attack: /^flags-set-/,
    what: {
      en: 'after cookies and browser storage were set to say that the visitor had passed',
      fr: 'après que cookies et stockage du navigateur ont été réglés pour dire que le visiteur avait réussi',
    },
    steps:
      "2. In the browser's tools, under Application, set the names that the gate's script reads to `true` or `1`.\n3. Load the page again.",
  },
  {
    rule: 'opened-by-rewriting-answers',
    attack: /^answers-rewritten$/,
    what: {
      en: 'after a server’s “no” was changed to “yes” in the browser',
      fr: 'après qu’un «\u00a0non\u00a0» du serveur a été changé en «\u00a0oui\u00a0» dans le navigateur',
    },
    steps:
      "2. In the browser's tools, override the answer to the verification request so that its flags are true.\n3. Load the page again.",
  },
];

export const scriptSwapOpensNothing: Check = {
  id: 'S-05',
  plan: 'site',
  title: {
    en: 'Stopping, replacing or lying to the gate’s scripts, or forging its callback, opens nothing',
    fr: 'Arrêter, remplacer ou tromper les scripts du contrôle, ou contrefaire sa réponse, n’ouvre rien',
  },
  prose: {
    en: 'The suite does to the gate what freely available add-ons do: it blocks its scripts, puts another in their place, removes what lies over the page, tells the page that the check succeeded, sets the flags that the gate remembers, and forges the answer of the age check to the site’s server. Each attempt is made in a fresh browser and compared with the same page left alone. Whatever can be seen only after an attempt was protected by the browser alone, which obeys its user.',
    fr: 'La suite fait au contrôle ce que font des extensions librement disponibles\u00a0: elle bloque ses scripts, en met un autre à leur place, retire ce qui recouvre la page, dit à la page que la vérification a réussi, règle les indicateurs que le contrôle garde en mémoire, et contrefait la réponse de la vérification au serveur du site. Chaque tentative part d’un navigateur vierge et se compare à la même page laissée en paix. Ce qui ne se voit qu’après une tentative n’était protégé que par le navigateur, qui obéit à son utilisateur.',
  },
  probes: ['script-swap', 'callback-forgery', 'browser-home', 'admitted', 'home'],
  judge(view) {
    const swap = view.probe('script-swap');
    const forgery = view.probe('callback-forgery');
    if (swap.state !== 'done' && forgery.state !== 'done') {
      return untested(swap.reason ?? forgery.reason ?? 'fault');
    }
    const content = readGatedContent(view);
    const attacks = attacksOf(view);
    const tried = attacks.flatMap((name) => {
      const before = { fact: 'reached-none', page: 'after-none' };
      const reach = reachOf(view, swap, before, { fact: `reached-${name}`, page: `after-${name}` }, content);
      return reach === undefined ? [] : [{ name, reach }];
    });
    const findings = [...findSwaps(view, tried), ...findForgeries(view, content)];
    const notes = [...noteSwaps(view, tried.length), ...noteForgeries(view)];
    const isGate = asksAge(view, swap, 'after-none') || seeAnswers(view, 'callback-forgery', 'plain').some(isWithheld);
    const isWhole = swap.state === 'done' && forgery.state === 'done' && tried.length > 0;
    return judged(findings, isGate && isWhole ? passed(...notes) : cannotTell(...notes, ...(isGate ? [] : [NO_GATE])));
  },
};

const isWithheld = ({ signs }: SeenAnswer): boolean => signs.isRefusal || signs.asksAge || signs.speaksOurProtocol;

/** A probe that was left in the middle has no list of what it did; what it saw still counts. */
function attacksOf(view: EvidenceView): readonly string[] {
  const facts = view.probe('script-swap').facts();
  const names = facts.flatMap(({ label }) => (label.startsWith('reached-') ? [label.slice('reached-'.length)] : []));
  return [...new Set(names)].filter((name) => name !== 'none');
}

const NO_GATE: Text = {
  en: 'No gate that this suite can recognise stood in the way, so there was nothing to break.',
  fr: 'Aucun contrôle que cette suite sache reconnaître ne barrait le passage\u00a0: il n’y avait rien à forcer.',
};

function noteSwaps(view: EvidenceView, tried: number): readonly Text[] {
  const swap = view.probe('script-swap');
  if (swap.facts('reached-none').length === 0) return [NOT_SWAPPED];
  const known = swap.fact('known') as { scripts?: number; flags?: number } | undefined;
  const { scripts = 0, flags = 0 } = known ?? {};
  return [
    {
      en: `${tried} attacks in the browser, each in a fresh visit; ${scripts} scripts of the gate or of another host to replace, ${flags} flags set.`,
      fr: `${tried} attaques dans le navigateur, chacune lors d’une visite vierge\u00a0; ${scripts} scripts du contrôle ou d’un autre hôte à remplacer, ${flags} indicateurs réglés.`,
    },
  ];
}

const NOT_SWAPPED: Text = {
  en: 'The attacks in the browser were not made.',
  fr: 'Les attaques dans le navigateur n’ont pas été menées.',
};
const NOT_FORGED: Text = { en: 'Callbacks were not forged.', fr: 'Aucune réponse n’a été contrefaite.' };

interface Forged {
  readonly addresses: readonly string[];
  readonly tries: number;
  readonly cookies: number;
}

function noteForgeries(view: EvidenceView): readonly Text[] {
  const forged = view.probe('callback-forgery').fact('forged') as unknown as Forged | undefined;
  if (forged === undefined) return [NOT_FORGED];
  const { addresses, tries, cookies } = forged;
  return [
    {
      en: `${tries} forged answers sent to ${addresses.length} addresses of the site; ${cookies} of them brought a cookie.`,
      fr: `${tries} réponses contrefaites envoyées à ${addresses.length} adresses du site\u00a0; ${cookies} ont donné lieu à un cookie.`,
    },
  ];
}

const EXPECTED: Text = {
  en: 'Whatever is done in the browser, the server keeps what is gated to itself.',
  fr: 'Quoi qu’il se passe dans le navigateur, le serveur garde pour lui ce qui est réservé.',
};
const FIX: Text = {
  en: 'Move the decision to the server: it checks the proof itself and sends nothing of the gated page before.',
  fr: 'Placez la décision sur le serveur\u00a0: il vérifie lui-même la preuve et n’envoie rien de la page réservée avant cela.',
};

interface Tried {
  readonly name: string;
  readonly reach: Reach;
}

function findSwaps(view: EvidenceView, tried: readonly Tried[]): readonly Finding[] {
  const [plain] = view.probe('script-swap').pages('after-none');
  return KINDS.flatMap(({ rule, attack, what, steps }) => {
    const reached = tried.filter(({ name, reach }) => attack.test(name) && reach.isContent);
    if (reached.length === 0) return [];
    const figures = figuresOf(reached.map(({ reach }) => reach));
    return [
      {
        rule,
        severity: 'high',
        expected: EXPECTED,
        observed: {
          en: `The page, ${what.en}, showed what it did not show before: ${figures.en}.`,
          fr: `La page, ${what.fr}, a montré ce qu’elle ne montrait pas avant\u00a0: ${figures.fr}.`,
        },
        why: {
          en: 'A browser does what its user wants. Add-ons that do this by themselves can be had freely, and children have them.',
          fr: 'Un navigateur fait ce que veut son utilisateur. Des extensions qui font cela toutes seules se trouvent librement, et des enfants s’en servent.',
        },
        fix: FIX,
        reproduce: `1. Open ${plain?.url ?? view.target} in a private window.\n${steps}`,
        evidence: [...(plain === undefined ? [] : [plain.id]), ...reached.flatMap(({ reach }) => reach.evidence)],
      },
    ];
  });
}

function figuresOf(reaches: readonly Reach[]): Text {
  const count = (list: (reach: Reach) => readonly string[]) => new Set(reaches.flatMap(list)).size;
  const films = count((reach) => reach.films);
  const pictures = count((reach) => reach.pictures);
  const passages = Math.max(...reaches.map((reach) => reach.passages));
  const fetched = count((reach) => reach.fetched);
  const where = nameSome(reaches.flatMap((reach) => [...reach.films, ...reach.pictures, ...reach.fetched]));
  const named = where.en === '' ? { en: '', fr: '' } : { en: ` (${where.en})`, fr: ` (${where.fr})` };
  return {
    en: `${films} films, ${pictures} pictures and ${passages} pieces of text in view; ${fetched} films or large pictures newly loaded${named.en}`,
    fr: `${films} films, ${pictures} images et ${passages} passages de texte visibles\u00a0; ${fetched} films ou grandes images nouvellement chargés${named.fr}`,
  };
}

/** The page again after a forged answer, or that answer itself, against the page before. */
function findForgeries(view: EvidenceView, content: GatedContent | undefined): readonly Finding[] {
  const [plain] = seeAnswers(view, 'callback-forgery', 'plain');
  if (plain === undefined || holdsContent(readContentSigns(plain, content))) return [];
  const answers = seeAnswers(view, 'callback-forgery', 'forgery', 'after-forgery');
  const opened = answers.filter((answer) => isOpened(plain, answer, content));
  const [first] = opened;
  if (first === undefined) return [];
  const where = nameSome(forgeriesBefore(view, opened));
  return [
    {
      rule: 'opened-by-forged-callback',
      severity: 'high',
      expected: {
        en: 'The server believes an answer only after it has verified who signed it.',
        fr: 'Le serveur ne croit une réponse qu’après avoir vérifié qui l’a signée.',
      },
      observed: {
        en: `After answers that the suite made up, the site served what it had withheld, ${opened.length} times: ${where.en}.`,
        fr: `Après des réponses inventées par la suite, le site a servi ce qu’il refusait, ${opened.length} fois\u00a0: ${where.fr}.`,
      },
      why: {
        en: 'Anyone who types the address of the callback, without any age check, is taken for an adult.',
        fr: 'Quiconque tape l’adresse de retour, sans aucune vérification d’âge, passe pour adulte.',
      },
      fix: {
        en: 'Verify the signature of the answer against a key that the server knows, and that it answers a question which this very visitor was asked.',
        fr: 'Vérifiez la signature de la réponse avec une clé connue du serveur, et que cette réponse correspond à une question posée à ce visiteur-là.',
      },
      reproduce: reproduceForgery(view, first),
      evidence: [plain.exchange.id, ...opened.map(({ exchange }) => exchange.id)].slice(0, 12),
    },
  ];
}

/** Content of its own, or a whole page where there was a refusal. */
function isOpened(plain: SeenAnswer, answer: SeenAnswer, content: GatedContent | undefined): boolean {
  if (answer.status !== 200) return false;
  if (holdsContent(readContentSigns(answer, content))) return true;
  const wasWithheld = plain.signs.isRefusal && plain.signs.asksAge;
  return (
    wasWithheld &&
    answer.url === plain.url &&
    answer.page !== undefined &&
    !isWithheld(answer) &&
    answer.page.links.length >= 3
  );
}

/** The forged answer that came just before each page. */
function forgeriesBefore(view: EvidenceView, opened: readonly SeenAnswer[]): readonly string[] {
  const all = view.probe('callback-forgery').exchanges();
  return opened.map(({ exchange }) => {
    const at = all.findIndex(({ id }) => id === exchange.id);
    return all.slice(0, at + 1).findLast(({ label }) => label === 'forgery')?.request.url ?? exchange.request.url;
  });
}

function reproduceForgery(view: EvidenceView, first: SeenAnswer): string {
  const all = view.probe('callback-forgery').exchanges();
  const at = all.findIndex(({ id }) => id === first.exchange.id);
  const forged = all.slice(0, at + 1).findLast(({ label }) => label === 'forgery');
  if (forged === undefined) return `curl -i '${first.url}'`;
  const { method, url, body } = forged.request;
  const type = forged.request.headers.find(([name]) => name === 'content-type')?.[1];
  const sent =
    body === undefined
      ? ''
      : ` -X ${method} -H 'content-type: ${type}' --data '${view.text(body).replaceAll("'", '%27')}'`;
  return `curl -sS -c jar.txt -o /dev/null${sent} '${url.replaceAll("'", '%27')}'\ncurl -sS -b jar.txt -i '${first.url.replaceAll("'", '%27')}'`;
}
