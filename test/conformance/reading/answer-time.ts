import type { Exchange } from '../evidence/observation.ts';
import { headerOf } from '../evidence/view.ts';

/** When an answer was given, by the clock of whoever gave it, else by this machine's: Unix seconds. */
export function timeOf(exchange: Exchange | undefined): number {
  const said = Date.parse(headerOf(exchange?.response?.headers ?? [], 'date') ?? '');
  return Math.floor((Number.isNaN(said) ? Date.parse(exchange?.at ?? '') : said) / 1000);
}
