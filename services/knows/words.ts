import type { Pair } from './links.ts';
import { PANEL_LANGUAGES, type PanelLanguage } from './text/text.ts';
import type { ShownRoom } from './transcript.ts';
import type { Sight } from './watch.ts';

/** What there is to say of a pair: that it cannot be compared, that there is nothing to compare, or what was found. */
export type PairState = 'not-compared' | 'nothing-yet' | 'nothing' | 'common';

export function stateOf({ rooms, bytes, common }: Pair<ShownRoom>, { silent }: Sight): PairState {
  if (rooms.some((room) => silent.includes(room))) return 'not-compared';
  if (common.length > 0) return 'common';
  return bytes.includes(0) ? 'nothing-yet' : 'nothing';
}

/** What there is to say of the site and all others together; undefined while there is nothing to compare. */
export function siteState(sight: Sight): 'nothing' | 'common' | undefined {
  const states = sight.pairs.filter(({ rooms }) => rooms.includes('demo-site')).map((pair) => stateOf(pair, sight));
  if (states.includes('common')) return 'common';
  return states.includes('nothing') ? 'nothing' : undefined;
}

/** Sentences with figures, as a language writes them. */
export function wordsIn(language: PanelLanguage) {
  const text = PANEL_LANGUAGES[language];
  const format = new Intl.NumberFormat(language === 'en' ? 'en-GB' : language);
  const figure = (count: number): string => format.format(count);
  const requests = (count: number): string => text.requests(count, figure(count));
  const bytes = (count: number): string => text.bytes(count, figure(count));
  const strings = (count: number): string => text.strings(count, figure(count));

  return {
    text,
    figure,
    requests,
    received: (ofRequests: number, ofBytes: number): string => text.received(requests(ofRequests), bytes(ofBytes)),
    verdict(pair: Pair<ShownRoom>, sight: Sight): string {
      return {
        'not-compared': text.notCompared,
        'nothing-yet': text.nothingYet,
        nothing: text.nothing,
        common: text.common(strings(pair.common.length)),
      }[stateOf(pair, sight)];
    },
    searched({ rooms, strings: counts, bytes: sizes, common }: Pair<ShownRoom>): string {
      const [first, second] = rooms.map((room) => text.rooms[room].of) as [string, string];
      const there = { strings: strings(counts[0]), of: first, bytes: bytes(sizes[1]), in: second };
      const back = { strings: strings(counts[1]), of: second, bytes: bytes(sizes[0]), in: first };
      return text.found(text.searched(there), text.searched(back), figure(common.length));
    },
  };
}

export type Words = ReturnType<typeof wordsIn>;
