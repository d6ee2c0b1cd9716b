import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { Requirement } from '../../conformance/catalogue/catalogue.ts';
import type { Outcome } from '../../conformance/checks/check.ts';
import { formatEvidence } from '../../conformance/evidence/evidence-json.ts';
import type { Circumstances, Evidence, Headers, Probe, Untested } from '../../conformance/evidence/observation.ts';
import { type BlobStore, createProbeRecorder, type ProbeRecorder } from '../../conformance/evidence/recorder.ts';
import { type EvidenceView, viewEvidence } from '../../conformance/evidence/view.ts';
import type { Text } from '../../conformance/text.ts';
import type {
  CheckResult,
  NumberedFinding,
  Report,
  RequirementResult,
  RequirementState,
} from '../../conformance/verdict/report.ts';

/** A report as a run on a badly kept site would give it, with the evidence that it cites. */
export interface Sample {
  readonly report: Report;
  readonly evidence: Evidence;
  readonly view: EvidenceView;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

const TARGET = 'https://video.example';

const CIRCUMSTANCES: Circumstances = {
  suite: { name: '@bauta/conformance', version: '0.1.0' },
  node: 'v20.20.2',
  platform: 'linux x64',
  began: '2026-11-18T09:12:04.120Z',
  ended: '2026-11-18T09:14:41.873Z',
  clockAhead: 1,
  dns: [
    { host: 'video.example', addresses: ['203.0.113.17', '2001:db8::17'] },
    { host: 'cdn.video.example', addresses: ['203.0.113.40'] },
    { host: 'check.verifier.example', addresses: ['198.51.100.8'] },
  ],
  tls: [
    {
      subject: 'CN=video.example',
      issuer: 'CN=Example Issuing CA 3, O=Example Trust',
      validFrom: '2026-09-30T00:00:00Z',
      validTo: '2026-12-29T23:59:59Z',
      sha256: digestOf('leaf'),
    },
    {
      subject: 'CN=Example Issuing CA 3, O=Example Trust',
      issuer: 'CN=Example Root, O=Example Trust',
      validFrom: '2022-01-01T00:00:00Z',
      validTo: '2032-01-01T00:00:00Z',
      sha256: digestOf('root'),
    },
  ],
  tlsVersion: 'TLSv1.3',
  browser: 'Chromium 156.0.8078.79',
  operator: 'Claire Dubois, direction du contrôle',
  requests: { sent: 412, cap: 1000, perSecond: 5 },
  isAuthorised: true,
  isLong: false,
  tokens: 'none',
  clock: 'machine',
};

interface Planted {
  readonly evidence: Evidence;
  readonly store: BlobStore;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  readonly ids: Readonly<Record<'media' | 'range' | 'api' | 'forged' | 'told' | 'cookie' | 'claim' | 'gate', string>>;
}

function plant(): Planted {
  const blobs = new Map<string, Uint8Array>();
  const store: BlobStore = {
    put: (sha256, bytes) => void blobs.set(sha256, bytes),
    get: (sha256) => {
      const bytes = blobs.get(sha256);
      if (bytes === undefined) throw new Error(`no blob ${sha256}`);
      return bytes;
    },
  };
  let now = Date.parse(CIRCUMSTANCES.began);
  const probes: Probe[] = [];
  const probe = (name: string, act: (record: ProbeRecorder) => void): void => {
    const record = createProbeRecorder(name, probes.length + 1, store, () => {
      now += 730;
      return now;
    });
    act(record);
    probes.push(record.end());
  };
  const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
  const ask = (record: ProbeRecorder, label: string, url: string, answer: Answer): string =>
    record.add({
      kind: 'exchange',
      label,
      by: answer.by ?? 'http',
      request: {
        method: answer.method ?? 'GET',
        url: new URL(url, TARGET).href,
        headers: [['user-agent', 'bauta-conformance/0.1.0'], ['accept', '*/*'], ...(answer.sent ?? [])],
        ...(answer.sentBody === undefined
          ? {}
          : { body: record.keep(bytesOf(answer.sentBody), 'application/x-www-form-urlencoded') }),
      },
      ...(answer.noAnswer === undefined
        ? {
            response: {
              status: answer.status ?? 200,
              headers: [['content-type', answer.type], ['server', 'nginx'], ...(answer.headers ?? [])],
              body: record.keep(typeof answer.body === 'string' ? bytesOf(answer.body) : answer.body, answer.type),
              isCut: answer.isCut ?? false,
            },
          }
        : { noAnswer: answer.noAnswer }),
      ms: 84,
    });

  const ids = { media: '', range: '', api: '', forged: '', told: '', cookie: '', claim: '', gate: '' };
  const mp4 = Buffer.alloc(1024, 0x5a);
  mp4.write('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1');

  probe('gate', (record) => {
    ids.claim = ask(record, 'home', '/', {
      type: 'text/html',
      body: GATE,
      headers: [['set-cookie', 'age_ok=[redacted]; Max-Age=31536000; Path=/']],
    });
    ids.gate = record.add({
      kind: 'page',
      label: 'gate',
      url: `${TARGET}/`,
      title: 'Vidéos : avez-vous plus de 18 ans ?',
      language: 'fr',
      dom: record.keep(bytesOf(GATE), 'text/html'),
      text: record.keep(
        bytesOf('Avez-vous plus de 18 ans ?\nOui, entrer\nNon\nContrôle agréé par les autorités.'),
        'text/plain',
      ),
      screenshot: record.keep(drawPage(1280, 800), 'image/png'),
      width: 1280,
      cookies: [],
    });
  });
  probe('media', (record) => {
    ids.media = ask(record, 'canary', 'https://cdn.video.example/v/8812/720p.mp4', {
      type: 'video/mp4',
      body: mp4,
      isCut: true,
      headers: [
        ['content-length', '48211904'],
        ['accept-ranges', 'bytes'],
        ['cache-control', 'public, max-age=86400'],
      ],
    });
    ids.range = ask(record, 'range', 'https://cdn.video.example/v/8812/720p.mp4', {
      type: 'video/mp4',
      status: 206,
      body: mp4,
      sent: [['range', 'bytes=0-1023']],
      headers: [['content-range', 'bytes 0-1023/48211904']],
    });
    ids.api = ask(record, 'api', '/api/v1/videos/8812', {
      type: 'application/json',
      body: '{"id":8812,"title":"Film 3","src":"https://cdn.video.example/v/8812/720p.mp4","duration":612}',
    });
  });
  probe('script-swap', (record) => {
    ids.forged = record.add({
      kind: 'page',
      label: 'after-forgery',
      url: `${TARGET}/watch/8812`,
      title: 'Film 3',
      language: 'fr',
      dom: record.keep(bytesOf('<title>Film 3</title><video src=…></video>'), 'text/html'),
      text: record.keep(bytesOf('Film 3\n10:12 · 48 Mo\nLire'), 'text/plain'),
      screenshot: record.keep(drawPage(390, 844), 'image/png'),
      width: 390,
      cookies: [],
    });
    record.add({ kind: 'fact', label: 'reached-forged', value: { media: 3, textGrown: 812, overlays: 0 } });
  });
  probe('traffic', (record) => {
    ids.told = ask(
      record,
      'gate',
      'https://check.verifier.example/start?client_id=video.example&return=https%3A%2F%2Fvideo.example%2Fwatch%2F8812',
      {
        by: 'browser',
        type: 'text/html',
        body: '<!doctype html><title>Verifier</title>',
        sent: [['referer', 'https://video.example/watch/8812']],
      },
    );
    ask(record, 'gate', 'https://stats.example/collect', {
      by: 'browser',
      method: 'POST',
      sentBody: 'page=%2Fwatch%2F8812',
      type: 'text/plain',
      body: '',
      noAnswer: 'timeout',
    });
  });
  probe('session', (record) => {
    ids.cookie = record.add({
      kind: 'fact',
      label: 'cookies-after-close',
      value: { name: 'age_ok', days: 365, isHttpOnly: false, isKeptAfterClose: true },
    });
  });
  probes.push({ name: 'admitted', state: 'untested', reason: 'no-tokens', observations: [] });
  const evidence: Evidence = {
    schema: 'urn:bauta:schema:evidence:1',
    plan: 'site',
    target: TARGET,
    circumstances: CIRCUMSTANCES,
    probes,
  };
  return { evidence, store, blobs, ids };
}

interface Answer {
  readonly by?: 'http' | 'browser';
  readonly method?: string;
  readonly status?: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly isCut?: boolean;
  readonly sent?: Headers;
  readonly sentBody?: string;
  readonly headers?: Headers;
  readonly noAnswer?: 'timeout';
}

const GATE = `<!doctype html>
<html lang="fr">
<head>
<title>Vidéos : avez-vous plus de 18 ans ?</title>
<script src="https://check.verifier.example/gate.js" data-site="pk_81f2"></script>
</head>
<body>
<div class="overlay"><h1>Avez-vous plus de 18 ans ?</h1><button onclick="ageOk()">Oui, entrer</button></div>
<div class="blurred"><img src="/thumbs/8812.jpg"><img src="/thumbs/8813.jpg"></div>
<footer>Contrôle agréé par les autorités.</footer>
</body>
</html>
`;

const t = (en: string, fr: string): Text => ({ en, fr });

function findingsOf(ids: Planted['ids']): readonly NumberedFinding[] {
  return [
    {
      number: 1,
      check: 'S-03',
      rule: 'media-served',
      severity: 'high',
      weight: 'breach',
      requirements: ['ARCOM-R4'],
      expected: t(
        'Media are refused to whoever has not proved their age: status 401 or 403, and no byte of the medium.',
        'Un média est refusé à qui n’a pas prouvé son âge\u00a0: statut 401 ou 403, et aucun octet du média.',
      ),
      observed: t(
        '14 of 14 media addresses answered 200 or 206 with the medium, without any cookie. The first: https://cdn.video.example/v/8812/720p.mp4 (48,211,904 bytes; 1,024 were read).',
        '14 adresses de médias sur 14 ont répondu 200 ou 206 avec le média, sans aucun cookie. La première\u00a0: https://cdn.video.example/v/8812/720p.mp4 (48\u00a0211\u00a0904 octets, dont 1\u00a0024 lus).',
      ),
      why: t(
        'The gate hides the page, not the film. Whoever has the address, a minor too, sees the film; addresses stand in the page’s source and are passed on.',
        'Le contrôle masque la page, non le film. Quiconque a l’adresse, un mineur aussi, voit le film ; les adresses figurent dans le code de la page et se transmettent.',
      ),
      fix: t(
        'Let the server that delivers media ask for the same session as the pages: a signed address of a few minutes, or a check of the session at the CDN’s edge.',
        'Faire vérifier la session par le serveur qui délivre les médias\u00a0: adresse signée valable quelques minutes, ou contrôle de la session au bord du CDN.',
      ),
      reproduce:
        "curl -sS -o /dev/null -w '%{http_code} %{content_type}\\n' -r 0-1023 https://cdn.video.example/v/8812/720p.mp4",
      evidence: [ids.media, ids.range, ids.api, 'p2.90', 'p2.91'],
    },
    {
      number: 2,
      check: 'S-08',
      rule: 'verifier-told-the-page',
      severity: 'high',
      weight: 'breach',
      requirements: ['ARCOM-R37'],
      expected: t(
        'Nothing that is sent to another host during the check names the site or the page.',
        'Rien de ce qui est envoyé à un autre hôte pendant le contrôle ne nomme le site ni la page.',
      ),
      observed: t(
        '3 of 9 requests to check.verifier.example name the page that the visitor was about to see: in client_id, in return, and in the Referer header.',
        '3 requêtes sur 9 vers check.verifier.example nomment la page que le visiteur allait voir\u00a0: dans client_id, dans return et dans l’en-tête Referer.',
      ),
      why: t(
        'The provider, who sees an identity document or a face, thereby learns which page of which site the person wants to see.',
        'Le prestataire, qui voit une pièce d’identité ou un visage, apprend ainsi quelle page de quel site la personne veut voir.',
      ),
      fix: t(
        'Let the visitor carry a proof that was obtained beforehand, without a registration of the site at the provider; send no Referer.',
        'Faire porter par le visiteur une preuve obtenue au préalable, sans inscription du site chez le prestataire ; ne pas envoyer de Referer.',
      ),
      reproduce:
        '1. Open https://video.example/watch/8812 in a private window, with the developer tools on “Network”.\n2. Choose the first way of proving one’s age.\n3. Look at the first request to check.verifier.example.',
      evidence: [ids.told],
    },
    {
      number: 3,
      check: 'S-05',
      rule: 'callback-believed',
      severity: 'high',
      weight: 'would-breach',
      requirements: ['ARCOM-R5'],
      expected: t('What a script says of itself opens nothing.', 'Ce qu’un script dit de lui-même n’ouvre rien.'),
      observed: t(
        'With the provider’s script replaced by three lines that call ageOk(), 3 media and 812 characters of text were reached that were not there before.',
        'Le script du prestataire étant remplacé par trois lignes qui appellent ageOk(), 3 médias et 812 caractères de texte absents auparavant ont été atteints.',
      ),
      why: t(
        'Browser add-ons that do this are public. No knowledge is needed to install one.',
        'Des extensions de navigateur qui font cela sont publiques. Les installer ne demande aucune connaissance.',
      ),
      fix: t(
        'Let the server decide, from a proof that it verifies itself.',
        'Laisser le serveur décider, d’après une preuve qu’il vérifie lui-même.',
      ),
      reproduce: '1. Open https://video.example/ in a private window.\n2. In the console: ageOk()\n3. The film starts.',
      evidence: [ids.forged, ids.gate],
    },
    {
      number: 4,
      check: 'S-09',
      rule: 'grant-outlives-browser',
      severity: 'medium',
      weight: 'breach',
      requirements: ['ARCOM-R18'],
      expected: t('Access ends when the browser is closed.', 'L’accès prend fin à la fermeture du navigateur.'),
      observed: t(
        'The cookie age_ok is kept for 365 days, and opened the site again after the browser was closed.',
        'Le cookie age_ok est conservé 365 jours et a rouvert le site après la fermeture du navigateur.',
      ),
      why: t(
        'Whoever uses the same computer next is let in without any check.',
        'La personne qui utilise ensuite le même ordinateur entre sans aucun contrôle.',
      ),
      fix: t(
        'Set the cookie without Max-Age or Expires; keep the grant on the server.',
        'Émettre le cookie sans Max-Age ni Expires ; conserver l’accès côté serveur.',
      ),
      reproduce: "curl -sSI https://video.example/ | grep -i '^set-cookie'",
      evidence: [ids.cookie, ids.claim],
    },
    {
      number: 5,
      check: 'S-17',
      rule: 'claims-approval',
      severity: 'medium',
      weight: 'would-breach',
      requirements: ['ARCOM-R49'],
      expected: t(
        'The gate claims no approval that nobody gives.',
        'La page de contrôle ne se prévaut d’aucun agrément que personne ne délivre.',
      ),
      observed: t(
        'The gate says “Contrôle agréé par les autorités” (1 place).',
        'La page de contrôle indique «\u00a0Contrôle agréé par les autorités\u00a0» (1 endroit).',
      ),
      why: t(
        'No authority approves a product. Visitors trust it more than they should.',
        'Aucune autorité n’agrée de produit. Le visiteur s’y fie plus qu’il ne devrait.',
      ),
      fix: t('Say what the check does, not who likes it.', 'Dire ce que fait le contrôle, non qui l’approuve.'),
      reproduce: "curl -sS https://video.example/ | grep -o 'agréé par[^<]*'",
      evidence: [ids.claim, ids.gate],
    },
    {
      number: 6,
      check: 'S-18',
      rule: 'contrast',
      severity: 'low',
      weight: 'outside',
      requirements: [],
      expected: t('Text has a contrast of 4.5 to 1 at least.', 'Le texte a un contraste d’au moins 4,5 pour 1.'),
      observed: t(
        '2 texts on the gate have less (2.8 and 3.1 to 1).',
        '2 textes de la page de contrôle en ont moins (2,8 et 3,1 pour 1).',
      ),
      why: t(
        'People who see badly cannot read what they are asked.',
        'Les personnes malvoyantes ne peuvent pas lire ce qui leur est demandé.',
      ),
      fix: t('Darken the grey of the footer.', 'Foncer le gris du pied de page.'),
      reproduce: 'Open https://video.example/ and run axe in the developer tools.',
      evidence: [ids.gate],
    },
  ];
}

function check(
  id: string,
  title: Text,
  prose: Text,
  outcome: Outcome,
  probes: readonly string[],
  notes: readonly Text[],
  reason?: Untested,
): CheckResult {
  return { id, title, prose, outcome, probes, notes, findings: [], ...(reason === undefined ? {} : { reason }) };
}

function checksOf(findings: readonly NumberedFinding[]): readonly CheckResult[] {
  const all: readonly CheckResult[] = [
    check(
      'S-01',
      t(
        'The first page holds nothing that the gate is for',
        'La première page ne contient rien de ce que le contrôle protège',
      ),
      t(
        'The first page is asked for as any visitor would, and searched for media and texts that belong behind the gate: in the markup, in previews for other sites, in data for scripts.',
        'La première page est demandée comme le ferait tout visiteur, puis on y cherche les médias et les textes qui relèvent du contrôle\u00a0: dans le code, dans les aperçus destinés à d’autres sites, dans les données des scripts.',
      ),
      'cannot-tell',
      ['gate'],
      [
        t(
          '2 pictures behind a blur: whether they show content cannot be told by a machine.',
          '2 images derrière un flou\u00a0: une machine ne peut dire si elles montrent du contenu.',
        ),
      ],
    ),
    check(
      'S-03',
      t('Media are refused without a session', 'Les médias sont refusés sans session'),
      t(
        'Each address of a medium that the site itself names is asked for without a cookie, whole and in part. A gate that protects pages only leaves the films open to whoever has their address.',
        'Chaque adresse de média que le site nomme lui-même est demandée sans cookie, entière puis en partie. Un contrôle qui ne protège que les pages laisse les films ouverts à qui en a l’adresse.',
      ),
      'failed',
      ['media'],
      [
        t(
          '14 media addresses, each asked for twice (whole, bytes 0 to 1,023).',
          '14 adresses de médias, chacune demandée deux fois (entière, puis octets 0 à 1\u00a0023).',
        ),
      ],
    ),
    check(
      'S-05',
      t(
        'Replaced scripts and forged callbacks open nothing',
        'Ni scripts remplacés ni rappels falsifiés n’ouvrent rien',
      ),
      t(
        'The gate’s scripts are blocked, replaced, and told that the check succeeded, as public browser add-ons do. What can then be reached and could not before is counted.',
        'Les scripts du contrôle sont bloqués, remplacés, puis informés que le contrôle a réussi, comme le font des extensions publiques. On compte ce qui peut alors être atteint et ne le pouvait pas avant.',
      ),
      'failed',
      ['script-swap'],
      [t('6 attacks, 1 of which reached content.', '6 attaques, dont 1 a atteint du contenu.')],
    ),
    check(
      'S-08',
      t('No other host learns of the visit', 'Aucun autre hôte n’apprend la visite'),
      t(
        'All traffic of the browser before and during the check is read. Every byte that goes to another host is searched for the site’s name and the page’s address, in every usual encoding.',
        'Tout le trafic du navigateur avant et pendant le contrôle est lu. Dans chaque octet destiné à un autre hôte, on cherche le nom du site et l’adresse de la page, dans tous les codages usuels.',
      ),
      'failed',
      ['traffic'],
      [t('31 requests to 4 other hosts.', '31 requêtes vers 4 autres hôtes.')],
    ),
    check(
      'S-09',
      t('Nothing that is stored outlives the visit', 'Rien de ce qui est enregistré ne survit à la visite'),
      t(
        'Cookies and everything else that the browser keeps for the site are looked at before, during and after.',
        'Les cookies et tout ce que le navigateur conserve pour le site sont regardés avant, pendant et après.',
      ),
      'failed',
      ['session', 'gate'],
      [t('1 cookie, 0 databases, 0 service workers.', '1 cookie, 0 base de données, 0 service worker.')],
    ),
    check(
      'S-10',
      t(
        'Leaving, closing, standby and 60 minutes without input end the access',
        'Départ, fermeture, veille et 60 minutes sans action mettent fin à l’accès',
      ),
      t(
        'A visitor who was admitted leaves, closes the browser, lets the machine sleep, or does nothing for an hour; then content is asked for again.',
        'Un visiteur admis s’en va, ferme le navigateur, met la machine en veille ou ne fait rien pendant une heure ; le contenu est ensuite redemandé.',
      ),
      'untested',
      ['admitted'],
      [],
      'no-tokens',
    ),
    check(
      'S-13',
      t('Spoiled presentations are refused', 'Les présentations altérées sont refusées'),
      t(
        'Forged, replayed, expired and foreign tokens are shown.',
        'Des jetons falsifiés, rejoués, périmés ou d’autrui sont présentés.',
      ),
      'inapplicable',
      ['admitted'],
      [
        t(
          'The site offers no protocol that this could be tried on.',
          'Le site n’offre aucun protocole sur lequel l’essayer.',
        ),
      ],
    ),
    check(
      'S-16',
      t('Connections and headers are at the state of the art', 'Connexions et en-têtes sont à l’état de l’art'),
      t(
        'The connection and the headers of the first page are read.',
        'La connexion et les en-têtes de la première page sont lus.',
      ),
      'passed',
      ['gate'],
      [t('TLS 1.3; HSTS of 365 days; 9 of 9 headers.', 'TLS 1.3 ; HSTS de 365 jours ; 9 en-têtes sur 9.')],
    ),
    check(
      'S-17',
      t('Nothing is claimed that nobody may claim', 'Rien n’est affirmé que personne ne puisse affirmer'),
      t(
        'The gate and what it links to are searched for claims of approval.',
        'La page de contrôle et celles qu’elle désigne sont parcourues à la recherche d’agréments allégués.',
      ),
      'failed',
      ['gate'],
      [t('3 pages, 2 languages.', '3 pages, 2 langues.')],
    ),
    check(
      'S-18',
      t('The gate can be used by everyone', 'La page de contrôle est utilisable par tous'),
      t(
        'The gate is examined by axe, by keyboard alone, and without scripts.',
        'La page de contrôle est examinée par axe, au clavier seul et sans scripts.',
      ),
      'failed',
      ['gate'],
      [t('58 rules, 2 violations; 5 stops by keyboard.', '58 règles, 2 infractions ; 5 arrêts au clavier.')],
    ),
  ];
  return all.map((one) => {
    const own = findings.filter(({ check: id }) => id === one.id);
    return {
      ...one,
      findings: own.map(({ number: _, check: __, weight: ___, requirements: ____, ...finding }) => finding),
    };
  });
}

type Row = Pick<Requirement, 'title' | 'source' | 'status' | 'binds' | 'automation'> &
  Partial<Pick<Requirement, 'question' | 'isAdvice' | 'basis' | 'rules' | 'ownReading'>>;

function requirement(
  id: string,
  state: RequirementState,
  row: Row,
  outcomes: RequirementResult['outcomes'],
  declaration?: string,
): RequirementResult {
  return {
    id,
    ...row,
    checks: outcomes.map(({ check: one }) => one as `S-${string}`),
    state,
    outcomes,
    ...(declaration === undefined ? {} : { declaration }),
  };
}

const REQUIREMENTS: readonly RequirementResult[] = [
  requirement(
    'ARCOM-R1',
    'no-breach-seen',
    {
      title: t('The gate stands on every way in', 'Le contrôle se dresse sur chaque voie d’entrée'),
      source: 'JO-860, «\u00a0première page\u00a0»',
      status: 'V',
      basis: t('The matrix of vantage points is ours.', 'La grille des points de vue est de nous.'),
      binds: ['site'],
      automation: 'partial',
      question: t(
        'Is the gate shown to visitors on every French network, on phones too?',
        'Le contrôle est-il présenté sur tous les réseaux français, y compris sur téléphone\u00a0?',
      ),
    },
    [{ check: 'S-01', outcome: 'cannot-tell' }],
  ),
  requirement(
    'ARCOM-R4',
    'broken',
    {
      title: t('Nobody can reach content before the proof', 'Nul ne peut atteindre le contenu avant la preuve'),
      source: 'JO-860',
      status: 'V',
      binds: ['site'],
      automation: 'automatic',
      rules: { 'S-03': ['media-served'] },
      ownReading: { 'S-01': ['blur-only'] },
    },
    [
      { check: 'S-03', outcome: 'failed' },
      { check: 'S-01', outcome: 'cannot-tell' },
    ],
  ),
  requirement(
    'ARCOM-R5',
    'would-be-broken',
    {
      title: t('When something fails, the gate stays shut', 'En cas de défaillance, le passage reste fermé'),
      source: 'JO-860',
      status: 'D',
      basis: t('Follows from R4.', 'Découle de R4.'),
      binds: ['site', 'sdk'],
      automation: 'automatic',
    },
    [{ check: 'S-05', outcome: 'failed' }],
  ),
  requirement(
    'ARCOM-R6',
    'untested',
    {
      title: t(
        'The service tells filters that it is for adults',
        'Le service se signale aux filtres comme réservé aux adultes',
      ),
      source: 'JO-860',
      status: 'V',
      binds: ['site'],
      automation: 'automatic',
      isAdvice: true,
    },
    [],
  ),
  requirement(
    'ARCOM-R8',
    'untested',
    {
      title: t('Minors are told from adults', 'Les mineurs sont distingués des adultes'),
      source: 'ARC-PDF',
      status: 'M',
      binds: ['issuer', 'attester'],
      automation: 'declaration',
      question: t(
        'What share of minors of each age is accepted, and who measured it?',
        'Quelle part des mineurs de chaque âge est acceptée, et qui l’a mesuré\u00a0?',
      ),
    },
    [],
  ),
  requirement(
    'ARCOM-R18',
    'broken',
    {
      title: t('Access ends when the browser is closed', 'L’accès prend fin à la fermeture du navigateur'),
      source: 'L0G, CORT',
      status: 'S+',
      binds: ['site'],
      automation: 'automatic',
    },
    [{ check: 'S-09', outcome: 'failed' }],
  ),
  requirement(
    'ARCOM-R20',
    'untested',
    {
      title: t(
        'Access ends after 60 minutes without input at the latest',
        'L’accès prend fin au plus tard après 60 minutes sans action',
      ),
      source: 'L0G, CORT',
      status: 'S+',
      binds: ['site', 'sdk'],
      automation: 'automatic',
    },
    [{ check: 'S-10', outcome: 'untested' }],
  ),
  requirement(
    'ARCOM-R26',
    'declared',
    {
      title: t('The provider is independent of every site', 'Le prestataire est indépendant de tout site'),
      source: 'L0G, CORT, exigence 1',
      status: 'S+',
      binds: ['issuer'],
      automation: 'declaration',
      question: t(
        'Does anybody own or direct both the provider and a site?',
        'Quelqu’un possède-t-il ou dirige-t-il à la fois le prestataire et un site\u00a0?',
      ),
    },
    [],
    'Non. Registre du commerce, 12 novembre 2026.',
  ),
  requirement(
    'ARCOM-R33',
    'met',
    {
      title: t('Security is at the state of the art', 'La sécurité est à l’état de l’art'),
      source: 'JO-861',
      status: 'V',
      binds: ['site', 'issuer'],
      automation: 'automatic',
    },
    [{ check: 'S-16', outcome: 'passed' }],
  ),
  requirement(
    'ARCOM-R37',
    'broken',
    {
      title: t(
        'The provider does not know the service',
        'Le prestataire ignore pour quel service la preuve est demandée',
      ),
      source: 'BITO, L0G, exigence 7',
      status: 'S+',
      binds: ['issuer'],
      automation: 'partial',
      question: t(
        'What does the provider record of where a visitor comes from?',
        'Que consigne le prestataire de la provenance d’un visiteur\u00a0?',
      ),
    },
    [{ check: 'S-08', outcome: 'failed' }],
  ),
  requirement(
    'ARCOM-R13',
    'inapplicable',
    {
      title: t('A proof is bound to a fresh challenge of this site', 'La preuve est liée à un défi frais de ce site'),
      source: 'UN',
      status: 'D',
      binds: ['site'],
      automation: 'automatic',
    },
    [{ check: 'S-13', outcome: 'inapplicable' }],
  ),
  requirement(
    'ARCOM-R49',
    'would-be-broken',
    {
      title: t('No approval is claimed that nobody gives', 'Aucun agrément que personne ne délivre n’est allégué'),
      source: 'ARC-PAGE',
      status: 'D',
      binds: ['site', 'issuer'],
      automation: 'partial',
    },
    [{ check: 'S-17', outcome: 'failed' }],
  ),
];

/** The same each time. */
export function makeSample(change: Partial<Report> = {}): Sample {
  const { evidence, store, blobs, ids } = plant();
  const findings = findingsOf(ids);
  const report: Report = {
    schema: 'urn:bauta:schema:conformance-report:1',
    plan: evidence.plan,
    target: evidence.target,
    circumstances: evidence.circumstances,
    evidence: digestOf(formatEvidence(evidence)),
    catalogue: {
      id: 'fr-arcom-2024-20',
      title: t(
        'Arcom technical reference on age verification (deliberation 2024-20)',
        'Référentiel technique de l’Arcom sur la vérification de l’âge (délibération 2024-20)',
      ),
      authority: t('Arcom, France', 'Arcom, France'),
      sources: {
        'JO-860': {
          title: 'Journal officiel, article 860',
          url: 'https://legal.tricoteuses.fr/articles/JORFARTI000050385860',
        },
        L0G: { title: 'l0g.fr, enquête du 28 août 2026' },
      },
      note: t(
        'Only the openings of four articles of the official text could be read; the rest is reported by others and marked so.',
        'Seuls les débuts de quatre articles du texte officiel ont pu être lus ; le reste est rapporté par d’autres et marqué comme tel.',
      ),
      isPartial: false,
      sha256: digestOf('catalogue'),
    },
    isStrict: false,
    verdict: 'breach',
    doubts: [],
    breaches: 3,
    wouldBreach: 2,
    coverage: { total: 12, automatic: 4, partial: 3, declaration: 2, untested: 2 },
    findings,
    checks: checksOf(findings),
    requirements: REQUIREMENTS,
    ...change,
  };
  return { report, evidence, blobs, view: viewEvidence(evidence, store.get) };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A picture with a bar, a title and blurred boxes, as a page behind an overlay looks. */
function drawPage(width: number, height: number): Uint8Array {
  const rows = Buffer.alloc((width * 3 + 1) * height, 0xff);
  const paint = (x: number, y: number, w: number, h: number, colour: readonly [number, number, number]): void => {
    for (let row = y; row < Math.min(height, y + h); row++) {
      const start = row * (width * 3 + 1);
      rows[start] = 0;
      for (let column = x; column < Math.min(width, x + w); column++) rows.set(colour, start + 1 + column * 3);
    }
  };
  paint(0, 0, width, height, [244, 241, 236]);
  paint(0, 0, width, 56, [40, 36, 34]);
  for (let i = 0; i < 6; i++) {
    const [x, y] = [24 + (i % 3) * (width / 3), 96 + Math.floor(i / 3) * 260];
    paint(Math.round(x), Math.round(y), Math.round(width / 3 - 48), 200, [190 - i * 9, 182 - i * 7, 172]);
  }
  const [w, h] = [Math.min(width - 60, 520), 240];
  paint(Math.round((width - w) / 2), Math.round(height / 2 - h / 2), w, h, [255, 255, 255]);
  paint(Math.round((width - 200) / 2), Math.round(height / 2 + 40), 200, 48, [140, 28, 43]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
