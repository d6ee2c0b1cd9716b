import type { Language } from '../text.ts';
import type { RoundRow } from './run-round.ts';
import { signOf } from './site-run.ts';
import { tellChange } from './tell-change.ts';
import { WATCH_WORDS } from './words.ts';

/** One site of a round in one line: where it stands, and what changed. */
export function tellRow({ site, run, change }: RoundRow, language: Language): string {
  const words = WATCH_WORDS[language];
  const sign = signOf(run);
  const before = change.verdict === undefined ? '' : `${words.sign[change.verdict.from].name} → `;
  const phrases = tellChange(change, words).map(({ phrase, checks }) =>
    checks.length === 0 ? phrase : `${phrase}${words.beforeColon}: ${checks.join(', ')}`,
  );
  const news = phrases.length === 0 ? words.change.nothing : phrases.join(' · ');
  return `${words.sign[sign].letter}  ${site.address.host}  ${before}${words.sign[sign].name}. ${news}`;
}
