import type { EvidenceView } from '../../evidence/view.ts';
import { readGatedContent } from '../../reading/gated-content.ts';
import { nameSome } from '../../reading/name-some.ts';
import { asksAge, type Reach, reachOf } from '../../reading/reach.ts';
import { seeGate } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

export const closedWhenOthersAreDown: Check = {
  id: 'S-11',
  plan: 'site',
  title: {
    en: 'When something the gate depends on is down, the site stays closed',
    fr: 'Quand ce dont dépend le contrôle est en panne, le site reste fermé',
  },
  prose: {
    en: 'The suite opens the gate while each other host that its page contacts does not answer, one after the other, and then with everything but the page itself kept back. Nothing may come to light then: a gate that opens when its provider is down is opened by anyone who blocks that provider. What the site’s servers depend on among themselves cannot be switched off from outside and was not looked at.',
    fr: 'La suite ouvre le contrôle alors que chacun des autres hôtes contactés par sa page ne répond pas, l’un après l’autre, puis en retenant tout sauf la page elle-même. Rien ne doit alors apparaître\u00a0: un contrôle qui s’ouvre quand son prestataire est en panne est ouvert par quiconque bloque ce prestataire. Ce dont les serveurs du site dépendent entre eux ne peut être coupé de l’extérieur et n’a pas été examiné.',
  },
  probes: ['dependencies', 'admitted', 'home'],
  judge(view) {
    const probe = view.probe('dependencies');
    const hosts = probe.fact('hosts');
    if (!Array.isArray(hosts)) return untested(probe.reason ?? 'no-answer');
    const content = readGatedContent(view);
    const before = { fact: 'reached-with-all', page: 'after-with-all' };
    const tried = [...hosts.map(String), 'all'].flatMap((host) => {
      const reach = reachOf(
        view,
        probe,
        before,
        { fact: `reached-without-${host}`, page: `after-without-${host}` },
        content,
      );
      return reach === undefined ? [] : [{ host, reach }];
    });
    const opened = tried.filter(({ reach }) => reach.isContent);
    const notes = [noteOf(hosts.length, tried.length), SERVERS];
    const isGate = asksAge(view, probe, 'after-with-all') || (seeGate(view)?.signs.isRefusal ?? false);
    const isWhole = tried.length === hosts.length + 1;
    return judged(findOpened(view, opened), isGate && isWhole ? passed(...notes) : cannotTell(...notes));
  },
};

const noteOf = (hosts: number, tried: number): Text =>
  hosts === 0
    ? {
        en: 'The gate’s page contacts no other host. It was opened once with everything but the page itself kept back.',
        fr: 'La page du contrôle ne contacte aucun autre hôte. Elle a été ouverte une fois en retenant tout sauf la page elle-même.',
      }
    : {
        en: `The gate’s page contacts ${hosts} other hosts; it was opened ${tried} times with one of them, or everything, kept back.`,
        fr: `La page du contrôle contacte ${hosts} autres hôtes\u00a0; elle a été ouverte ${tried} fois en retenant l’un d’eux, ou tout.`,
      };

const SERVERS: Text = {
  en: 'What the site’s servers depend on out of the browser’s sight was not looked at.',
  fr: 'Ce dont les serveurs du site dépendent hors de la vue du navigateur n’a pas été examiné.',
};

function findOpened(
  view: EvidenceView,
  opened: readonly { readonly host: string; readonly reach: Reach }[],
): readonly Finding[] {
  if (opened.length === 0) return [];
  const reaches = opened.map(({ reach }) => reach);
  const hosts = opened.map(({ host }) => host).filter((host) => host !== 'all');
  const who: Text =
    hosts.length > 0
      ? { en: hosts.join(', '), fr: hosts.join(', ') }
      : { en: 'everything but the page itself', fr: 'tout sauf la page elle-même' };
  const media = reaches.flatMap((reach) => [...reach.films, ...reach.pictures, ...reach.fetched]);
  const where = nameSome(media);
  const named = where.en === '' ? { en: '', fr: '' } : { en: ` (${where.en})`, fr: ` (${where.fr})` };
  const passages = Math.max(...reaches.map((reach) => reach.passages));
  return [
    {
      rule: 'opens-when-provider-is-down',
      severity: 'high',
      expected: {
        en: 'While somebody it depends on does not answer, the site refuses.',
        fr: 'Tant que quelqu’un dont il dépend ne répond pas, le site refuse.',
      },
      observed: {
        en: `With ${who.en} out of reach, the page showed ${new Set(media).size} films and pictures and ${passages} pieces of text that it did not show before${named.en}.`,
        fr: `Avec ${who.fr} hors d’atteinte, la page a montré ${new Set(media).size} films et images et ${passages} passages de texte qu’elle ne montrait pas avant${named.fr}.`,
      },
      why: {
        en: 'An add-on or a home router that blocks the provider opens the site to everyone behind it, and so does the provider’s next failure.',
        fr: 'Une extension ou un routeur domestique qui bloque le prestataire ouvre le site à tous ceux qui sont derrière, et la prochaine panne du prestataire en fait autant.',
      },
      fix: {
        en: 'Let the server withhold the page until it has verified a proof itself; then a failure leaves it closed.',
        fr: 'Laissez le serveur retenir la page jusqu’à ce qu’il ait lui-même vérifié une preuve\u00a0; une panne la laisse alors fermée.',
      },
      reproduce: `1. In the browser's network tools, block requests to ${who.en}.\n2. Open ${view.probe('dependencies').pages('after-with-all')[0]?.url ?? view.target} in a private window.`,
      evidence: reaches.flatMap(({ evidence }) => evidence),
    },
  ];
}
