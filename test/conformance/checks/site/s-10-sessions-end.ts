import type { Exchange } from '../../evidence/observation.ts';
import type { EvidenceView, ProbeView } from '../../evidence/view.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

type Rule = 'leave' | 'silence' | 'idle';

interface Ended {
  readonly rule: Rule;
  readonly seconds: number;
  readonly by: 'clock' | 'machine';
  readonly alive: string;
  readonly after: string;
}

const RULES: Readonly<Record<Rule, { readonly expected: Text; readonly lasted: Text; readonly fix: Text }>> = {
  leave: {
    expected: {
      en: 'Access ends when the last page of the site is left.',
      fr: 'L’accès prend fin quand la dernière page du site est quittée.',
    },
    lasted: { en: 'after the site was left', fr: 'après le départ du site' },
    fix: {
      en: 'Let pages say that they are being left, and end the session on the server shortly after.',
      fr: 'Faites dire aux pages qu’elles sont quittées, et mettez fin à la session sur le serveur peu après.',
    },
  },
  silence: {
    expected: {
      en: 'Access ends when the browser is closed or the device goes into standby.',
      fr: 'L’accès prend fin quand le navigateur est fermé ou que l’appareil passe en veille.',
    },
    lasted: {
      en: 'of silence, as when a browser is closed or a device sleeps',
      fr: 'de silence, comme lorsqu’un navigateur est fermé ou qu’un appareil est en veille',
    },
    fix: {
      en: 'Give sessions a short lease on the server that only a page that is open renews.',
      fr: 'Donnez aux sessions, sur le serveur, un bail court que seule une page ouverte renouvelle.',
    },
  },
  idle: {
    expected: {
      en: 'Access ends at the latest after 60 minutes without input, whatever the page does by itself.',
      fr: 'L’accès prend fin au plus tard après 60 minutes sans action de la personne, quoi que la page fasse d’elle-même.',
    },
    lasted: {
      en: 'without input, while the page went on reporting by itself',
      fr: 'sans action, alors que la page continuait à émettre d’elle-même',
    },
    fix: {
      en: 'Count idle time on the server from the last input of a person; requests that a page makes by itself are none.',
      fr: 'Comptez l’inactivité sur le serveur à partir de la dernière action d’une personne ; les requêtes qu’une page fait d’elle-même n’en sont pas.',
    },
  },
};

const WHY: Text = {
  en: 'A session that outlives the visit opens the site to whoever uses the device next, a child of the house included.',
  fr: 'Une session qui survit à la visite ouvre le site à la personne qui utilise l’appareil ensuite, y compris un enfant de la maison.',
};

export const sessionsEnd: Check = {
  id: 'S-10',
  plan: 'site',
  title: {
    en: 'Leaving, closing, standby and 60 minutes without input end access',
    fr: 'Partir, fermer, mettre en veille ou rester 60 minutes sans agir met fin à l’accès',
  },
  prose: {
    en: 'The suite goes in with a proof of age, then behaves as a person who leaves the site, closes the browser or walks away while the page stays open. It then asks for a gated page with the same session. A page that still comes means that access outlives the visit.',
    fr: 'La suite entre avec une preuve d’âge, puis se comporte comme une personne qui quitte le site, ferme son navigateur ou s’éloigne en laissant la page ouverte. Elle redemande ensuite une page protégée avec la même session. Si la page est encore servie, l’accès survit à la visite.',
  },
  probes: ['session-end'],
  judge(view) {
    const probe = view.probe('session-end');
    const tried = probe.facts('ended').map(({ value }) => value as unknown as Ended);
    if (tried.length === 0) return untested(probe.reason ?? 'nothing-to-try');
    const [stranger] = probe.exchanges('stranger');
    const findings: Finding[] = [];
    const held: string[] = [];
    const unclear: Ended[] = [];
    for (const ended of tried) {
      const [alive, after] = [find(probe, ended.alive), find(probe, ended.after)];
      if (alive?.response === undefined || alive.response.status >= 400) unclear.push(ended);
      else if (isStillIn(alive, after, stranger)) findings.push(findingOf(ended, after, view));
      else held.push(nameOf(ended));
    }
    const note = noteOf(tried);
    if (findings.length === 0 && unclear.length > 0) return { ...cannotTell(note, UNCLEAR), held };
    const isAll = tried.length === Object.keys(RULES).length;
    return { ...judged(findings, isAll ? passed(note) : cannotTell(note, NOT_ALL)), held };
  },
};

const nameOf = ({ rule }: Ended): string => `alive-after-${rule}`;

const UNCLEAR: Text = {
  en: 'The session did not open a page to begin with, so its end shows nothing.',
  fr: 'La session n’a ouvert aucune page au départ ; sa fin ne montre donc rien.',
};

const NOT_ALL: Text = {
  en: 'Sixty minutes without input were not waited for: run with --long, or against a deployment that offers its test clock.',
  fr: 'Les soixante minutes sans action n’ont pas été attendues : relancez avec --long, ou sur un déploiement qui offre son horloge de test.',
};

const find = (probe: ProbeView, id: string): Exchange | undefined => probe.exchanges().find((one) => one.id === id);

/** A gate that answers 200 like its pages is told apart by size: what comes is closer to the page than to the gate. */
function isStillIn(alive: Exchange, after: Exchange | undefined, stranger: Exchange | undefined): boolean {
  if (after?.response === undefined || after.response.status >= 300) return false;
  if (stranger?.response === undefined || stranger.response.status >= 300) return true;
  const distance = (one: Exchange): number =>
    Math.abs((one.response?.body.bytes ?? 0) - (after.response?.body.bytes ?? 0));
  return distance(alive) < distance(stranger);
}

function findingOf(ended: Ended, after: Exchange | undefined, view: EvidenceView): Finding {
  const { rule, seconds, by, after: id } = ended;
  const { expected, lasted, fix } = RULES[rule];
  const clock: Text =
    by === 'clock'
      ? { en: ' (by the test clock of the site)', fr: ' (à l’horloge de test du site)' }
      : { en: '', fr: '' };
  return {
    rule: nameOf(ended),
    severity: 'high',
    expected,
    observed: {
      en: `A gated page was still served with status ${after?.response?.status} more than ${seconds} s ${lasted.en}${clock.en}.`,
      fr: `Une page protégée était encore servie avec le statut ${after?.response?.status} plus de ${seconds} s ${lasted.fr}${clock.fr}.`,
    },
    why: WHY,
    fix,
    reproduce: [
      `1. Open ${view.target} in a browser and prove your age.`,
      rule === 'leave' && '2. Close the last tab of the site. Keep the browser open.',
      rule === 'silence' && '2. Keep the cookies, cut the network of the device (or put it to sleep).',
      rule === 'idle' && '2. Leave the page open without touching anything.',
      `3. Wait ${Math.ceil(seconds / 60)} minutes, then ask for the same page with the same cookies:`,
      `   curl -i -H 'cookie: …' ${after?.request.url ?? view.target}`,
    ]
      .filter((line) => line !== false)
      .join('\n'),
    evidence: [id],
  };
}

function noteOf(tried: readonly Ended[]): Text {
  const list = tried.map(({ rule, seconds }) => `${rule} ${seconds} s`).join(', ');
  return { en: `Tried: ${list}.`, fr: `Essayé\u00a0: ${list}.` };
}
