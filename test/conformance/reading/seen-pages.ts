import type { Exchange } from '../evidence/observation.ts';
import { type EvidenceView, headerOf } from '../evidence/view.ts';
import { type AgeGateDescription, readAgeGateDescription } from './age-gate-description.ts';
import { type GateSigns, readGateSigns } from './gate-signs.ts';
import { type HtmlPage, isHtmlType, readHtml } from './html.ts';

/** An answer with what is written in it. */
export interface SeenAnswer {
  readonly exchange: Exchange;
  readonly url: string;
  readonly status: number;
  readonly type: string;
  /** Decoded body; empty for media. */
  readonly text: string;
  /** Where it is HTML. */
  readonly page?: HtmlPage;
  readonly signs: GateSigns;
}

const TEXTUAL = /^(text\/|application\/(json|xml|[\w.+-]*\+(json|xml)|javascript|x-javascript|ecmascript))|mpegurl/i;

/** A page is read by many checks and stays what it is: its bytes are known by their digest. */
const READ = new WeakMap<Exchange, SeenAnswer>();

/** @returns undefined where nobody answered */
function seeAnswer(view: EvidenceView, exchange: Exchange): SeenAnswer | undefined {
  const before = READ.get(exchange);
  if (before !== undefined) return before;
  const answer = readAnswer(view, exchange);
  if (answer !== undefined) READ.set(exchange, answer);
  return answer;
}

function readAnswer(view: EvidenceView, exchange: Exchange): SeenAnswer | undefined {
  const { response, request } = exchange;
  if (response === undefined) return undefined;
  const type = headerOf(response.headers, 'content-type') ?? '';
  const text = type === '' || TEXTUAL.test(type) ? view.text(response.body) : '';
  const isPage = isHtmlType(type) || (type === '' && /^\s*<(!doctype html|html)/i.test(text));
  const page = isPage ? { page: readHtml(text, request.url) } : {};
  const signs = readGateSigns({ status: response.status, headers: response.headers, ...(isPage ? page : { text }) });
  return { exchange, url: request.url, status: response.status, type, text, ...page, signs };
}

/** The answers of a probe under these labels, all where none is told. */
export function seeAnswers(view: EvidenceView, probe: string, ...labels: readonly string[]): readonly SeenAnswer[] {
  const seen = view.probe(probe);
  const exchanges = labels.length === 0 ? seen.exchanges() : labels.flatMap((label) => seen.exchanges(label));
  return exchanges.flatMap((exchange) => seeAnswer(view, exchange) ?? []);
}

/** The page that a visitor without a session ends at: the last `hop`, or `home` where nothing redirected. */
export function seeGate(view: EvidenceView): SeenAnswer | undefined {
  const answers = seeAnswers(view, 'home', 'home', 'hop');
  return answers.findLast(({ page }) => page !== undefined) ?? answers.at(-1);
}

/** What the site says of its gate, where it says it as the schema wants. */
export function seeDescription(view: EvidenceView): AgeGateDescription | undefined {
  const [answer] = seeAnswers(view, 'well-known', 'age-gate');
  return answer?.status === 200 ? readAgeGateDescription(answer.text).description : undefined;
}
