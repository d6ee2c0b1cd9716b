import type { Exchange } from '../../evidence/observation.ts';
import type { EvidenceView } from '../../evidence/view.ts';
import { readGateSigns } from '../../reading/gate-signs.ts';
import { isHtmlType, readHtml } from '../../reading/html.ts';

/** The page whose gate is tried: the first page, or the first of the crawl that has a gate where the first has none. */
export function gateAddressOf(seen: EvidenceView, target: URL): string {
  const home = new URL('/', target).href;
  const [gate] = seen.probe('browser-home').pages('gate');
  const answers = [...seen.probe('home').exchanges('home'), ...seen.probe('home').exchanges('hop')];
  const isHomeGated =
    (gate !== undefined && readGateSigns({ status: 200, headers: [], text: seen.text(gate.text) }).asksAge) ||
    answers.some((answer) => hasGate(seen, answer));
  if (isHomeGated) return home;
  const link = seen
    .probe('crawl')
    .exchanges('link')
    .find((answer) => hasGate(seen, answer));
  return link?.request.url ?? home;
}

function hasGate(seen: EvidenceView, { request, response }: Exchange): boolean {
  if (response === undefined || !isHtmlType(response.body.type)) return false;
  const page = readHtml(seen.text(response.body), request.url);
  const { isRefusal, asksAge } = readGateSigns({ status: response.status, headers: response.headers, page });
  return isRefusal || asksAge;
}
