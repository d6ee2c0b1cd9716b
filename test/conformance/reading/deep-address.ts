import type { EvidenceView } from '../evidence/view.ts';
import { kindOfAddress } from './media-kinds.ts';
import { resolve } from './same-site.ts';
import { seeAnswers, seeDescription } from './seen-pages.ts';

/** A page behind the first one: one that the site says is gated, else one that a link led to. */
export function deepAddressOf(view: EvidenceView): string | undefined {
  const canary = seeDescription(view)?.canaries.find((path) => path !== '/' && kindOfAddress(path) === undefined);
  if (canary !== undefined) return resolve(canary, view.target)?.href;
  const answered = seeAnswers(view, 'crawl', 'link').filter(({ status }) => status < 500 && status !== 404);
  return (answered.find(({ page }) => page !== undefined) ?? answered[0])?.url;
}
