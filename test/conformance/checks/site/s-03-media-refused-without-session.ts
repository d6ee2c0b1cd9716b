import type { Exchange } from '../../evidence/observation.ts';
import { type EvidenceView, headerOf } from '../../evidence/view.ts';
import { holdsContent, isGate, readContentSigns } from '../../reading/content-signs.ts';
import { curlLine } from '../../reading/curl.ts';
import { readGatedContent } from '../../reading/gated-content.ts';
import { listMediaAddresses, type MediaAddress } from '../../reading/media-addresses.ts';
import { kindOfBytes, kindOfType, type MediaKind } from '../../reading/media-kinds.ts';
import { nameSome } from '../../reading/name-some.ts';
import { type SeenAnswer, seeAnswers, seeDescription } from '../../reading/seen-pages.ts';
import type { Text } from '../../text.ts';
import { type Check, cannotTell, type Finding, judged, passed, untested } from '../check.ts';

/** A smaller picture can be a button. Bytes. */
const LARGE = 10_000;

/** An answer with an address of which something is known. */
interface Asked {
  readonly exchange: Exchange;
  readonly address: MediaAddress;
  /** Of what was given; undefined where no media were. */
  readonly given: MediaKind | undefined;
}

interface Way {
  readonly label: string;
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly observed: Text;
}

/** Ways of asking. The plain one is the gravest; another counts where the plain one was refused. */
const WAYS: readonly Way[] = [
  {
    label: 'media',
    rule: 'media-served',
    severity: 'high',
    observed: {
      en: 'asked for plainly, without a session, gave their bytes',
      fr: 'demandées simplement, sans session, ont livré leurs octets',
    },
  },
  {
    label: 'media-range',
    rule: 'range-served',
    severity: 'high',
    headers: { range: 'bytes=0-1023' },
    observed: {
      en: 'asked for in part, without a session, gave their bytes',
      fr: 'demandées en partie, sans session, ont livré leurs octets',
    },
  },
  {
    label: 'media-head',
    rule: 'head-answered',
    severity: 'low',
    method: 'HEAD',
    observed: {
      en: 'told a stranger that the media exist, of what type and size',
      fr: 'ont dit à un inconnu que les médias existent, leur type et leur taille',
    },
  },
];

export const mediaRefused: Check = {
  id: 'S-03',
  plan: 'site',
  title: {
    en: 'Media, thumbnails and data are refused without a session',
    fr: 'Médias, vignettes et données sont refusés sans session',
  },
  prose: {
    en: 'Films and pictures have addresses of their own, often on another host. Every such address that a page, a list or the site itself names is asked for as a stranger: plainly, in part, and for its headers alone. No more than the first 1,024 bytes are read, enough to tell a film from a refusal. Bytes of a film in the answer mean that whoever has the address needs no proof of age. Small pictures, and those that a site shows on its gate by choice, are counted and not judged.',
    fr: 'Films et images ont leur propre adresse, souvent chez un autre hôte. Chaque adresse de ce genre nommée par une page, une liste ou le site lui-même est demandée comme par un inconnu : simplement, en partie, et pour ses seuls en-têtes. Seuls les 1 024 premiers octets sont lus, assez pour distinguer un film d’un refus. Des octets de film dans la réponse signifient que quiconque a l’adresse peut se passer de preuve d’âge. Les petites images, et celles que le site choisit de montrer sur sa page de contrôle, sont comptées sans être jugées.',
  },
  probes: ['home', 'well-known', 'crawl', 'direct-media', 'admitted'],
  judge(view) {
    const asked = listAsked(view);
    const data = listData(view);
    const probe = view.probe('direct-media');
    if (asked.length === 0 && data.asked.length === 0) return untested(probe.reason ?? 'fault');
    const isCompared = readGatedContent(view) !== undefined;
    const served = asked.filter(
      ({ given, address }) => given !== undefined && isContent(view, address, asked, isCompared),
    );
    const findings = [...WAYS.flatMap((way) => toFinding(way, served)), ...dataFinding(data.open)];
    const urls = (list: readonly Asked[]) => new Set(list.map(({ address }) => address.url)).size;
    const judgedOn = asked.filter(({ address }) => address.isGated || address.isOfFilm);
    const unjudged = asked.filter(
      (one) => one.given !== undefined && !served.includes(one) && !one.address.isDecoration,
    );
    const looked: Text = {
      en: `${urls(asked)} addresses of media asked for without a session, ${urls(judgedOn)} of them surely of content; ${data.asked.length} answers of data read. ${urls(unjudged)} pictures were given of which no machine can tell whether they are content.`,
      fr: `${urls(asked)} adresses de médias demandées sans session, dont ${urls(judgedOn)} sûrement de contenu ; ${data.asked.length} réponses de données lues. ${urls(unjudged)} images ont été livrées dont aucune machine ne peut dire si elles sont du contenu.`,
    };
    if (judgedOn.length === 0 && data.gated === 0) {
      return judged(
        findings,
        cannotTell(looked, {
          en: 'No address was found that is surely one of content.',
          fr: 'Aucune adresse n’a été trouvée qui soit sûrement celle d’un contenu.',
        }),
      );
    }
    return judged(findings, unjudged.length > 0 && !isCompared ? cannotTell(looked) : passed(looked));
  },
};

function listAsked(view: EvidenceView): readonly Asked[] {
  const known = new Map(listMediaAddresses(view).map((address) => [address.url, address]));
  return view
    .probe('direct-media')
    .exchanges()
    .flatMap((exchange) => {
      const address = known.get(exchange.request.url);
      return address === undefined ? [] : [{ exchange, address, given: givenBy(view, exchange) }];
    });
}

function givenBy(view: EvidenceView, { response, request }: Exchange): MediaKind | undefined {
  if (response === undefined || (response.status !== 200 && response.status !== 206)) return undefined;
  const type = kindOfType(headerOf(response.headers, 'content-type'));
  return request.method === 'HEAD'
    ? type
    : (kindOfBytes(view.bytes(response.body)) ?? (response.body.bytes > 0 ? type : undefined));
}

/** Whether an address is surely one of content. A film always is; a picture where something says so. */
function isContent(view: EvidenceView, address: MediaAddress, asked: readonly Asked[], isCompared: boolean): boolean {
  const { isDecoration, isGated, isOfFilm, namedBy, url } = address;
  if (isGated) return true;
  if (isDecoration) return false;
  if (isOfFilm) return true;
  // What a bare gate shows is the site's choice; a catalogue shows many.
  if (isCompared || isNamedByGatesAlone(view, namedBy)) return false;
  const own = asked.filter((one) => one.address.url === url && one.given !== undefined);
  return own.some(({ exchange }) => sizeOf(exchange) >= LARGE);
}

function isNamedByGatesAlone(view: EvidenceView, namedBy: readonly string[]): boolean {
  const pages = [...seeAnswers(view, 'home'), ...seeAnswers(view, 'crawl')].filter(({ url }) => namedBy.includes(url));
  return pages.every((answer) => isGate(answer, readContentSigns(answer, undefined)));
}

/** What the sender says of the whole, else what was read. Bytes. */
function sizeOf({ response }: Exchange): number {
  const whole = /\/(\d+)$/.exec(headerOf(response?.headers ?? [], 'content-range') ?? '')?.[1];
  return Number(whole ?? headerOf(response?.headers ?? [], 'content-length') ?? response?.body.bytes ?? 0);
}

function toFinding(way: Way, served: readonly Asked[]): readonly Finding[] {
  const plainly = new Set(
    served.filter(({ exchange }) => exchange.label === 'media').map(({ address }) => address.url),
  );
  const own = served
    .filter(({ exchange }) => exchange.label === way.label)
    .filter(({ address }) => way.label === 'media' || !plainly.has(address.url));
  const [first] = own;
  if (first === undefined) return [];
  const where = nameSome(own.map(({ address }) => address.url));
  const { method, headers } = way;
  const shows = {
    shows: 'headers' as const,
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
  };
  return [
    {
      rule: way.rule,
      severity: way.severity,
      expected: EXPECTED,
      observed: {
        en: `${own.length} addresses ${way.observed.en}: ${where.en}.`,
        fr: `${own.length} adresses ${way.observed.fr} : ${where.fr}.`,
      },
      why: WHY,
      fix: FIX,
      reproduce: curlLine(first.address.url, shows),
      evidence: own.map(({ exchange }) => exchange.id),
    },
  ];
}

const EXPECTED: Text = {
  en: 'Without a session, an address of content gives 401, 403 or 404, and no byte of it.',
  fr: 'Sans session, une adresse de contenu répond 401, 403 ou 404, sans en livrer un octet.',
};
const WHY: Text = {
  en: 'Content that its address opens can be reached by any minor who is sent that address. A gate on the page around it does not change that.',
  fr: 'Un contenu que son adresse suffit à ouvrir est accessible à tout mineur qui la reçoit. Un contrôle sur la page qui l’entoure n’y change rien.',
};
const FIX: Text = {
  en: 'Check the session on the server for every request of media and data, on the host that delivers them too: signed addresses that live for minutes, or a check in front of the files.',
  fr: 'Vérifiez la session côté serveur à chaque demande de média ou de données, aussi chez l’hôte qui les livre : adresses signées valables quelques minutes, ou contrôle placé devant les fichiers.',
};

interface Data {
  readonly asked: readonly SeenAnswer[];
  readonly open: readonly SeenAnswer[];
  readonly gated: number;
}

/** Answers for programs: JSON that is no error. */
function listData(view: EvidenceView): Data {
  const content = readGatedContent(view);
  const canaries = new Set(seeDescription(view)?.canaries.map((path) => new URL(path, view.target).href));
  const all = [...seeAnswers(view, 'crawl'), ...seeAnswers(view, 'home', 'home-program')];
  const asked = all.filter(({ url, type, page }) => canaries.has(url) || (page === undefined && /json/i.test(type)));
  const isJson = ({ page, type, url }: SeenAnswer) =>
    page === undefined && /json/i.test(type) && !/oembed|feed/i.test(new URL(url).pathname);
  const open = asked.filter((answer) => {
    if (answer.status !== 200 || !isJson(answer)) return false;
    const signs = readContentSigns(answer, content);
    return holdsContent(signs) || (canaries.has(answer.url) && !answer.signs.isRefusal);
  });
  return { asked, open, gated: asked.filter(({ signs }) => signs.isRefusal).length };
}

function dataFinding(open: readonly SeenAnswer[]): readonly Finding[] {
  const [first] = open;
  if (first === undefined) return [];
  const where = nameSome(open.map(({ url }) => url));
  return [
    {
      rule: 'data-served',
      severity: 'high',
      expected: EXPECTED,
      observed: {
        en: `${open.length} addresses of data, asked for without a session, name content: ${where.en}.`,
        fr: `${open.length} adresses de données, demandées sans session, désignent du contenu : ${where.fr}.`,
      },
      why: WHY,
      fix: FIX,
      reproduce: curlLine(first.url),
      evidence: open.map(({ exchange }) => exchange.id),
    },
  ];
}
