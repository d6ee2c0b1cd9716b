import type { Exchange } from '../evidence/observation.ts';
import type { EvidenceView, ProbeView } from '../evidence/view.ts';

/** The exchange of that id in a probe. */
export const findExchange = (probe: ProbeView, id: string): Exchange | undefined =>
  probe.exchanges().find((exchange) => exchange.id === id);

export const isServed = ({ response }: Exchange): boolean => response !== undefined && response.status < 300;

/** Refused by whoever was asked: neither served, nor unanswered, nor a fault of theirs. */
export const isRefused = ({ response }: Exchange): boolean =>
  response !== undefined && response.status >= 400 && response.status < 500;

/** The directory's exchanges that came with a body, whatever they were asked as. */
export function directoryAsks(view: EvidenceView): readonly Exchange[] {
  return view
    .probe('issuer-directory')
    .exchanges()
    .filter(({ response }) => response?.status === 200);
}

/** Header names that change from answer to answer and say nothing about the question. */
const PASSING = new Set(['date', 'age', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

/** What an answer looks like from outside: status, names of its headers, and the size of its body. */
export function shapeOf({ response }: Exchange): string {
  if (response === undefined) return 'none';
  const names = new Set(response.headers.map(([name]) => name).filter((name) => !PASSING.has(name)));
  return `${response.status} ${response.body.bytes} ${[...names].sort().join(' ')}`;
}

/** The `curl` line that asks the same. @param extra arguments, as they are typed */
export function curlOf({ request }: Exchange, ...extra: readonly string[]): string {
  const method = request.method === 'GET' ? [] : ['-X', request.method];
  return ['curl -si', ...method, ...extra, `'${request.url}'`].join(' ');
}
