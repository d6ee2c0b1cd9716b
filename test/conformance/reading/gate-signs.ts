import type { Headers } from '../evidence/observation.ts';
import type { Control } from './controls.ts';
import {
  ASKS_AGE,
  DECLARES,
  LEADS_AWAY,
  LEVELS,
  type PrivacyLevel,
  SHOWS_SOME_LEVEL,
  WAY_OF_PROVING,
} from './gate-words.ts';
import type { HtmlPage } from './html.ts';
import { normalize } from './normalize.ts';

export interface GateOption {
  readonly label: string;
  readonly href?: string;
  /** Undefined where no level is shown that this suite knows. */
  readonly level?: PrivacyLevel;
  /** A level is shown, be it in other words. */
  readonly showsLevel: boolean;
}

/** What in an answer speaks of an age gate. Signs are no proof: whoever judges says what was seen. */
export interface GateSigns {
  /** The status itself withholds: 401, 403 or 451. */
  readonly isRefusal: boolean;
  /** Its words ask for a proof of age, or say that the page is for adults. */
  readonly asksAge: boolean;
  /** A challenge of RFC 9577 (`WWW-Authenticate: PrivateToken`), or links below `/_age/`. */
  readonly speaksOurProtocol: boolean;
  /** Ways of proving one's age that a person can choose, in the order of the page. */
  readonly options: readonly GateOption[];
  /** Choices by which a person only says to be old enough. */
  readonly declarations: readonly Control[];
}

export interface GateAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Where the answer is a page. */
  readonly page?: HtmlPage;
  /** Where it is not, or as a browser showed it. */
  readonly text?: string;
}

const REFUSALS: ReadonlySet<number> = new Set([401, 403, 451]);
const fits = (words: readonly RegExp[], text: string): boolean => words.some((word) => word.test(text));

/** Deterministic: words of five languages and the page's own structure, nothing else. */
export function readGateSigns({ status, headers, page, text }: GateAnswer): GateSigns {
  const controls = page?.controls ?? [];
  const words = normalize([page?.title ?? '', page?.text ?? '', text ?? ''].join(' '));
  const asksAge = fits(ASKS_AGE, words);
  return {
    isRefusal: REFUSALS.has(status),
    asksAge,
    speaksOurProtocol: speaksProtocol(headers, controls),
    options: asksAge ? controls.filter(isWayOfProving).map(toOption) : [],
    declarations: controls.filter(
      ({ label }) => fits(DECLARES, normalize(label)) && !fits(WAY_OF_PROVING, normalize(label)),
    ),
  };
}

function speaksProtocol(headers: Headers, controls: readonly Control[]): boolean {
  if (headers.some(([name, value]) => name === 'www-authenticate' && /(^|,)\s*privatetoken\b/i.test(value)))
    return true;
  return controls.some(({ href }) => href !== undefined && new URL(href).pathname.startsWith('/_age/go'));
}

/** Only of a page that asks for the age: elsewhere "verify" is about something else. */
function isWayOfProving({ label }: Control): boolean {
  const words = normalize(label);
  return words !== '' && words.length < 120 && fits(WAY_OF_PROVING, words) && !fits(LEADS_AWAY, words);
}

function toOption({ label, href, beside }: Control): GateOption {
  const words = normalize(beside);
  const level = LEVELS.find((row) => fits(row.words, words))?.level;
  const showsLevel = level !== undefined || fits(SHOWS_SOME_LEVEL, words);
  return { label, showsLevel, ...(href === undefined ? {} : { href }), ...(level === undefined ? {} : { level }) };
}
