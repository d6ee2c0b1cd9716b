import type { Json, PageView } from '../../evidence/observation.ts';
import { type EvidenceView, headerOf } from '../../evidence/view.ts';
import { saysVerified } from '../../reading/says-verified.ts';
import type { CookieLine } from '../../reading/set-cookie.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

export const grantEndsWithBrowser: Check = {
  id: 'S-09',
  plan: 'site',
  title: {
    en: 'Access is kept in a protected cookie that ends with the browser, and nowhere else',
    fr: 'L’accès tient dans un cookie protégé qui prend fin avec le navigateur, et nulle part ailleurs',
  },
  prose: {
    en: 'The suite reads the attributes of the cookies that a proof of age brings, and looks at what the gate keeps in the browser: cookies, storage, databases, caches and workers. A cookie that grants access must be out of scripts’ reach and must not outlive the browser session, and no other storage may keep a grant. Otherwise the next person at the same device is taken for the adult who was there before.',
    fr: 'La suite lit les attributs des cookies qu’apporte une preuve d’âge et regarde ce que le contrôle garde dans le navigateur\u00a0: cookies, stockage, bases de données, caches et programmes d’arrière-plan. Un cookie qui ouvre l’accès doit être hors de portée des scripts et ne pas survivre à la session du navigateur, et aucun autre stockage ne doit garder d’accès. Sinon, la personne suivante devant le même appareil passe pour l’adulte qui s’y trouvait avant.',
  },
  probes: ['browser-home', 'admitted', 'kept-grant'],
  judge(view) {
    const home = view.probe('browser-home');
    const admitted = view.probe('admitted');
    const [page] = home.pages('gate');
    const session = admitted.fact('session') as { cookies?: Json } | undefined;
    if (page === undefined && session === undefined) return untested(home.reason ?? admitted.reason ?? 'fault');
    const all = (session?.cookies ?? []) as unknown as readonly CookieLine[];
    const grants = all.filter((line) => !isRemoval(line, view));
    const answered = admitted.exchanges().filter(({ by }) => by === 'robot');
    const seen = { view, evidence: answered.map(({ id }) => id).slice(0, 3) };
    const findings = [
      ...findPersistent(grants, seen),
      ...findReadable(grants, seen),
      ...findInsecure(grants, seen),
      ...findCrossSite(grants, seen),
      ...findInAddress(seen),
      ...(page === undefined ? [] : findKept(page, view)),
      ...findRestored(view),
    ];
    const notes = [...(page === undefined ? [NOT_SEEN] : [notePage(page)]), ...noteGrants(grants, view)];
    if (findings.length > 0) return judged(findings, passed(...notes));
    if (session === undefined) return untested(admitted.reason ?? 'no-tokens', ...notes, NO_GRANT);
    const isWhole = grants.length > 0 && page !== undefined && view.probe('kept-grant').pages('restored').length > 0;
    return isWhole ? passed(...notes) : cannotTell(...notes);
  },
};

const NOT_SEEN: Text = {
  en: 'What the gate keeps in a browser was not looked at.',
  fr: 'Ce que le contrôle garde dans un navigateur n’a pas été examiné.',
};
const NO_GRANT: Text = {
  en: 'Nobody was admitted in this run, so the cookie that grants access was not seen.',
  fr: 'Personne n’a été admis lors de ce contrôle\u00a0: le cookie qui ouvre l’accès n’a pas été vu.',
};

function notePage({ cookies, storage }: PageView): Text {
  const count = (kept: Readonly<Record<string, string>> = {}) => Object.keys(kept).length;
  const values = count(storage?.local) + count(storage?.session);
  const others = (storage?.databases.length ?? 0) + (storage?.caches.length ?? 0) + (storage?.workers.length ?? 0);
  return {
    en: `Before any proof, the gate keeps ${cookies.length} cookies, ${values} values in storage, and ${others} databases, caches and workers.`,
    fr: `Avant toute preuve, le contrôle garde ${cookies.length} cookies, ${values} valeurs de stockage et ${others} bases de données, caches et programmes d’arrière-plan.`,
  };
}

function noteGrants(grants: readonly CookieLine[], view: EvidenceView): readonly Text[] {
  if (grants.length === 0) return [];
  const isPrefixed = grants.every(({ name }) => name.startsWith('__Host-'));
  const names = grants.map(({ name }) => name).join(', ');
  const note: Text = {
    en: `A proof brought ${grants.length} cookies (${names}).`,
    fr: `Une preuve a apporté ${grants.length} cookies (${names}).`,
  };
  return isPrefixed || !isEncrypted(view) ? [note] : [note, UNPREFIXED];
}

const UNPREFIXED: Text = {
  en: 'A name that begins with __Host- would keep neighbouring hosts from setting it.',
  fr: 'Un nom commençant par __Host- empêcherait des hôtes voisins de le définir.',
};

const isEncrypted = (view: EvidenceView): boolean => new URL(view.target).protocol === 'https:';
const began = (view: EvidenceView): number => Date.parse(view.circumstances.began);
const isRemoval = ({ maxAge, expires }: CookieLine, view: EvidenceView): boolean =>
  maxAge === undefined ? expires !== undefined && Date.parse(expires) < began(view) : maxAge <= 0;

interface Seen {
  readonly view: EvidenceView;
  readonly evidence: readonly string[];
}

const reproduce = ({ view }: Seen): string =>
  `1. Open ${view.target} in a private window and prove your age.\n2. In the browser's tools, under Application, Cookies, read the row of the cookie.`;
const namesOf = (lines: readonly CookieLine[]): string => lines.map(({ name }) => name).join(', ');

function findPersistent(grants: readonly CookieLine[], seen: Seen): readonly Finding[] {
  const lasting = grants.filter(({ maxAge, expires }) => maxAge !== undefined || expires !== undefined);
  if (lasting.length === 0) return [];
  const spans = lasting.map(
    ({ maxAge, expires }) => maxAge ?? Math.round((Date.parse(expires ?? '') - began(seen.view)) / 1000),
  );
  const longest = Math.max(...spans);
  return [
    {
      rule: 'persistent-grant',
      severity: 'high',
      expected: {
        en: 'The cookie has neither Max-Age nor Expires: it ends when the browser is closed.',
        fr: 'Le cookie n’a ni Max-Age ni Expires\u00a0: il prend fin à la fermeture du navigateur.',
      },
      observed: {
        en: `${namesOf(lasting)} is kept for ${longest} seconds, whether the browser is closed or not.`,
        fr: `${namesOf(lasting)} est gardé ${longest} secondes, que le navigateur soit fermé ou non.`,
      },
      why: {
        en: 'The next person who opens the browser on this device is let in on somebody else’s proof.',
        fr: 'La personne suivante qui ouvre le navigateur sur cet appareil entre grâce à la preuve d’un autre.',
      },
      fix: {
        en: 'Set the cookie without Max-Age and without Expires.',
        fr: 'Définissez le cookie sans Max-Age ni Expires.',
      },
      reproduce: reproduce(seen),
      evidence: seen.evidence,
    },
  ];
}

function findReadable(grants: readonly CookieLine[], seen: Seen): readonly Finding[] {
  const readable = grants.filter(({ httpOnly }) => !httpOnly);
  if (readable.length === 0) return [];
  return [
    {
      rule: 'grant-readable-by-scripts',
      severity: 'medium',
      expected: { en: 'The cookie is HttpOnly.', fr: 'Le cookie porte l’attribut HttpOnly.' },
      observed: {
        en: `${namesOf(readable)} can be read and copied by any script of the page.`,
        fr: `${namesOf(readable)} peut être lu et copié par tout script de la page.`,
      },
      why: {
        en: 'A script, also one of an advertiser, can carry the access elsewhere.',
        fr: 'Un script, même celui d’un annonceur, peut emporter l’accès ailleurs.',
      },
      fix: { en: 'Add HttpOnly.', fr: 'Ajoutez HttpOnly.' },
      reproduce: reproduce(seen),
      evidence: seen.evidence,
    },
  ];
}

function findInsecure(grants: readonly CookieLine[], seen: Seen): readonly Finding[] {
  const insecure = isEncrypted(seen.view) ? grants.filter(({ secure }) => !secure) : [];
  if (insecure.length === 0) return [];
  return [
    {
      rule: 'grant-sent-in-clear',
      severity: 'medium',
      expected: { en: 'The cookie is Secure.', fr: 'Le cookie porte l’attribut Secure.' },
      observed: {
        en: `${namesOf(insecure)} is also sent over connections that are not encrypted.`,
        fr: `${namesOf(insecure)} part aussi sur des connexions non chiffrées.`,
      },
      why: {
        en: 'Whoever listens on the network can take the access over, and sees that there is one.',
        fr: 'Qui écoute le réseau peut reprendre l’accès, et voit qu’il existe.',
      },
      fix: { en: 'Add Secure.', fr: 'Ajoutez Secure.' },
      reproduce: reproduce(seen),
      evidence: seen.evidence,
    },
  ];
}

function findCrossSite(grants: readonly CookieLine[], seen: Seen): readonly Finding[] {
  // Without the attribute, browsers differ; Lax is what it has to say.
  const loose = grants.filter(({ sameSite }) => !/^(lax|strict)$/i.test(sameSite ?? ''));
  if (loose.length === 0) return [];
  return [
    {
      rule: 'grant-sent-across-sites',
      severity: 'low',
      expected: { en: 'The cookie is SameSite=Lax or Strict.', fr: 'Le cookie porte SameSite=Lax ou Strict.' },
      observed: {
        en: `${namesOf(loose)} has SameSite=${loose[0]?.sameSite ?? '(none given)'}.`,
        fr: `${namesOf(loose)} a SameSite=${loose[0]?.sameSite ?? '(non précisé)'}.`,
      },
      why: {
        en: 'Another site can make the browser fetch gated pages, and tell from it that its visitor has access.',
        fr: 'Un autre site peut faire charger des pages réservées par le navigateur, et en déduire que son visiteur a accès.',
      },
      fix: { en: 'Add SameSite=Lax.', fr: 'Ajoutez SameSite=Lax.' },
      reproduce: reproduce(seen),
      evidence: seen.evidence,
    },
  ];
}

/** What lasts longer than this outlasts any visit: an hour without use is the most there may be. Seconds. */
const LONGEST_VISIT = 3600;

/** Kept by the gate itself, before any proof, under a name that says that the age is established. */
function findKept({ id, cookies, storage }: PageView, view: EvidenceView): readonly Finding[] {
  const ends = began(view) / 1000 + LONGEST_VISIT;
  const lasting = cookies
    .filter(({ name, expires }) => saysVerified(name) && (expires ?? 0) > ends)
    .map(({ name }) => name);
  const stored = Object.keys(storage?.local ?? {}).filter(saysVerified);
  const others = [...(storage?.databases ?? []), ...(storage?.caches ?? [])].filter(saysVerified);
  const names = [...lasting, ...stored, ...others];
  if (names.length === 0) return [];
  return [
    {
      rule: 'age-kept-in-browser',
      severity: 'medium',
      expected: {
        en: 'Nothing in the browser that outlasts a visit says whether an age was established.',
        fr: 'Rien de ce qui, dans le navigateur, survit à une visite ne dit si un âge a été établi.',
      },
      observed: {
        en: `The gate keeps ${names.join(', ')}: ${lasting.length} cookies for more than an hour, ${stored.length} values in local storage, ${others.length} databases and caches.`,
        fr: `Le contrôle garde ${names.join(', ')}\u00a0: ${lasting.length} cookies pour plus d’une heure, ${stored.length} valeurs dans le stockage local, ${others.length} bases de données et caches.`,
      },
      why: {
        en: 'It can be copied to other devices, written by hand, and serves whoever comes next.',
        fr: 'Cela peut être copié sur d’autres appareils, écrit à la main, et sert à qui vient ensuite.',
      },
      fix: {
        en: 'Keep on the server who has shown a proof, behind a cookie that ends with the browser.',
        fr: 'Retenez sur le serveur qui a présenté une preuve, derrière un cookie qui prend fin avec le navigateur.',
      },
      reproduce: `1. Open ${view.target} in a private window.\n2. In the browser's tools, under Application, look for: ${names.join(', ')}.`,
      evidence: [id],
    },
  ];
}

/** A value of an address that is long enough to stand for a person. */
const SECRET = /^[A-Za-z0-9_.~+/=-]{16,}$/;

function findInAddress({ view }: Seen): readonly Finding[] {
  const answers = view.probe('admitted').exchanges('present-good');
  const carrying = answers.filter(({ request, response }) => {
    const location = headerOf(response?.headers ?? [], 'location');
    if (location === undefined || !URL.canParse(location, request.url)) return false;
    return [...new URL(location, request.url).searchParams.values()].some((value) => SECRET.test(value));
  });
  if (carrying.length === 0) return [];
  return [
    {
      rule: 'grant-in-address',
      severity: 'high',
      expected: { en: 'No address carries a grant.', fr: 'Aucune adresse ne porte d’accès.' },
      observed: {
        en: 'The answer to a proof leads to an address that holds a secret in its query.',
        fr: 'La réponse à une preuve mène à une adresse dont la requête contient un secret.',
      },
      why: {
        en: 'Addresses are kept in histories and logs, and are sent on to other sites and people. Whoever has the link has the access.',
        fr: 'Les adresses restent dans les historiques et les journaux, et partent vers d’autres sites et d’autres personnes. Qui a le lien a l’accès.',
      },
      fix: {
        en: 'Put the grant into a cookie alone, and lead to an address without it.',
        fr: 'Placez l’accès dans un cookie seulement, et menez à une adresse qui ne le contient pas.',
      },
      reproduce: `1. Open ${view.target} in a private window and prove your age.\n2. Read the address of the page that you come to.`,
      evidence: carrying.map(({ id }) => id),
    },
  ];
}

/** What a browser kept after it was closed let it in again. */
function findRestored(view: EvidenceView): readonly Finding[] {
  const probe = view.probe('kept-grant');
  const [[admitted], [restored], [fresh]] = [probe.pages('admitted'), probe.pages('restored'), probe.pages('fresh')];
  if (admitted === undefined || restored === undefined || fresh === undefined) return [];
  const [within, back, outside] = [admitted, restored, fresh].map(({ text }) => view.text(text));
  // A page that everybody is shown tells nothing.
  if (within === outside || back === outside || back !== within) return [];
  return [
    {
      rule: 'grant-restored',
      severity: 'high',
      expected: {
        en: 'After the browser was closed, the gate is there again.',
        fr: 'Après la fermeture du navigateur, le contrôle est de nouveau là.',
      },
      observed: {
        en: 'A browser that came back with nothing but what it had kept was shown the same page as before.',
        fr: 'Un navigateur revenu avec seulement ce qu’il avait gardé a reçu la même page qu’avant.',
      },
      why: {
        en: 'The next person at the same device is let in on somebody else’s proof.',
        fr: 'La personne suivante devant le même appareil entre grâce à la preuve d’un autre.',
      },
      fix: {
        en: 'Keep nothing in storage, databases, caches or workers that opens a session.',
        fr: 'Ne gardez rien, dans les stockages, bases de données, caches ou programmes d’arrière-plan, qui ouvre une session.',
      },
      reproduce: `1. Open ${view.target}, prove your age, and close the whole browser.\n2. Open it again and go to the same page: it must show the gate.`,
      evidence: [restored.id],
    },
  ];
}
