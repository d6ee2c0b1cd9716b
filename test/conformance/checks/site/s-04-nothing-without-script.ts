import type { EvidenceView } from '../../evidence/view.ts';
import { holdsContent, readContentSigns } from '../../reading/content-signs.ts';
import { curlLine } from '../../reading/curl.ts';
import { readGatedContent } from '../../reading/gated-content.ts';
import { kindOfType } from '../../reading/media-kinds.ts';
import { nameSome } from '../../reading/name-some.ts';
import { isSameSite } from '../../reading/same-site.ts';
import { type SeenAnswer, seeAnswers } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

export const nothingWithoutScript: Check = {
  id: 'S-04',
  plan: 'site',
  title: {
    en: 'Without JavaScript nothing gated leaves the server',
    fr: 'Sans JavaScript, rien de ce qui est réservé ne quitte le serveur',
  },
  prose: {
    en: 'The suite opens the first page and up to three others in a browser that runs no scripts. A gate that is made of a script alone is not there then, and everything it was to hide lies open. Whether the page can be used without scripts is another question, which is not asked here.',
    fr: 'La suite ouvre la première page et jusqu’à trois autres dans un navigateur qui n’exécute aucun script. Un contrôle fait d’un script seul n’existe alors plus, et tout ce qu’il devait cacher est à découvert. Que la page reste utilisable sans script est une autre question, qui n’est pas posée ici.',
  },
  probes: ['no-script', 'admitted', 'home'],
  judge(view) {
    const probe = view.probe('no-script');
    const answers = seeAnswers(view, 'no-script', 'no-script');
    const pages = answers.filter(({ page, url }) => page !== undefined && isOwn(view, url));
    if (pages.length === 0) return untested(probe.reason ?? 'no-answer');
    const content = readGatedContent(view);
    const open = pages.filter((answer) => holdsContent(readContentSigns(answer, content)));
    const films = answers.filter(({ status, url, exchange }) => {
      const kind = kindOfType(exchange.response?.body.type);
      return (status === 200 || status === 206) && (kind === 'video' || kind === 'playlist') && isOwn(view, url);
    });
    const closed = pages.filter(({ signs }) => signs.isRefusal || signs.asksAge || signs.speaksOurProtocol);
    const note: Text = {
      en: `${pages.length} pages opened without scripts; ${closed.length} of them withheld, ${open.length} gave something away.`,
      fr: `${pages.length} pages ouvertes sans script\u00a0; ${closed.length} ont refusé, ${open.length} ont laissé voir quelque chose.`,
    };
    const notes = [note, content === undefined ? NO_TRUTH : TRUTH(content.pages)];
    const findings = [...findOpen(view, open), ...findFilms(films)];
    return judged(findings, closed.length > 0 ? passed(...notes) : cannotTell(...notes, NO_GATE));
  },
};

const isOwn = (view: EvidenceView, url: string): boolean => isSameSite(new URL(url), new URL(view.target));

const NO_TRUTH: Text = {
  en: 'Nobody was admitted in this run, so content was told by its form: films, pictures of films, catalogues.',
  fr: 'Personne n’a été admis lors de ce contrôle\u00a0: le contenu a été reconnu à sa forme (films, images de films, catalogues).',
};
const TRUTH = (pages: number): Text => ({
  en: `Compared with ${pages} pages as an admitted visitor is shown them.`,
  fr: `Comparaison avec ${pages} pages telles qu’un visiteur admis les voit.`,
});
const NO_GATE: Text = {
  en: 'No page refused or asked for an age without scripts, and none showed content that this suite can tell.',
  fr: 'Aucune page n’a refusé ni demandé l’âge sans script, et aucune n’a montré de contenu que cette suite sache reconnaître.',
};

const EXPECTED: Text = {
  en: 'The server sends the gate, or a refusal, and nothing that is behind it.',
  fr: 'Le serveur envoie le contrôle, ou un refus, et rien de ce qui se trouve derrière.',
};
const WHY: Text = {
  en: 'Scripts run on the visitor’s own machine, where anyone can switch them off. What the server has sent is in their hands.',
  fr: 'Les scripts s’exécutent sur la machine du visiteur, où chacun peut les désactiver. Ce que le serveur a envoyé est entre ses mains.',
};
const FIX: Text = {
  en: 'Decide on the server, before anything is sent, whether the visitor’s session shows a proof of age.',
  fr: 'Décidez sur le serveur, avant tout envoi, si la session du visiteur atteste d’une preuve d’âge.',
};

function findOpen(view: EvidenceView, open: readonly SeenAnswer[]): readonly Finding[] {
  const [first] = open;
  if (first === undefined) return [];
  const where = nameSome(open.map(({ url }) => url));
  return [
    {
      rule: 'content-without-script',
      severity: 'high',
      expected: EXPECTED,
      observed: {
        en: `Without scripts, ${open.length} pages came with content: ${where.en}.`,
        fr: `Sans script, ${open.length} pages sont arrivées avec du contenu\u00a0: ${where.fr}.`,
      },
      why: WHY,
      fix: FIX,
      reproduce: `1. Switch JavaScript off in the browser's settings.\n2. Open ${first.url}\nOr: ${curlLine(first.url, { headers: { accept: 'text/html' } })}`,
      evidence: [
        ...open.map(({ exchange }) => exchange.id),
        ...view
          .probe('no-script')
          .pages()
          .map(({ id }) => id),
      ].slice(0, 12),
    },
  ];
}

function findFilms(films: readonly SeenAnswer[]): readonly Finding[] {
  const [first] = films;
  if (first === undefined) return [];
  const where = nameSome(films.map(({ url }) => url));
  return [
    {
      rule: 'film-without-script',
      severity: 'high',
      expected: EXPECTED,
      observed: {
        en: `Without scripts, the page loaded ${films.length} films or pieces of films: ${where.en}.`,
        fr: `Sans script, la page a chargé ${films.length} films ou morceaux de films\u00a0: ${where.fr}.`,
      },
      why: WHY,
      fix: FIX,
      reproduce: curlLine(first.url, { headers: { range: 'bytes=0-1023' }, shows: 'headers' }),
      evidence: films.map(({ exchange }) => exchange.id).slice(0, 12),
    },
  ];
}
