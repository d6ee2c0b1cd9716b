import type { EvidenceView } from '../../evidence/view.ts';
import { deepAddressOf } from '../../reading/deep-address.ts';
import { readFlagNames } from '../../reading/flag-names.ts';
import { seeGate } from '../../reading/seen-pages.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';

const FLAGS = [
  'age=1',
  'age=25',
  'over18=true',
  'age_verified=1',
  'verified=1',
  'adult=1',
  'is_adult=true',
  'ageGate=passed',
  'dob=1980-01-01',
];
const COOKIES = [
  'age_verified=1',
  'over18=1',
  'over18=true',
  'ageGate=passed',
  'age_gate=1',
  'disclaimer=1',
  'rta=1',
  'adult=1',
  'isAdult=true',
  'is18=1',
];
const MOST_NAMES = 12;
/** Scripts of the first page that are read for names. */
const MOST_SCRIPTS = 4;

const HEADERS = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' };

/**
 * Says to be an adult, without any proof: flags in the address and in cookies. Records exchanges `plain` (without a flag,
 * for the first page and one behind it), `script` (read for names of flags) and `flag`.
 */
export const selfDeclared: ProbeAct = {
  name: 'self-declared',
  title: { en: 'Saying to be an adult', fr: 'Se dire adulte' },
  needs: ['authority'],
  async run(context) {
    const { target, record, seen, http } = context;
    const deep = deepAddressOf(seen);
    const names = await readNames(context, seen);
    const cookies = [...new Set([...COOKIES, ...names.flatMap((name) => [`${name}=1`, `${name}=true`])])];
    for (const url of deep === undefined ? [target.href] : [target.href, deep]) {
      await http.send(record, { url, headers: HEADERS, label: 'plain' });
      for (const flag of FLAGS) {
        const flagged = new URL(url);
        flagged.search = `${flagged.search === '' ? '?' : `${flagged.search}&`}${flag}`;
        await http.send(record, { url: flagged.href, headers: HEADERS, label: 'flag' });
      }
      for (const cookie of cookies) await http.send(record, { url, headers: { ...HEADERS, cookie }, label: 'flag' });
    }
  },
};

async function readNames({ target, record, http }: ProbeContext, seen: EvidenceView): Promise<readonly string[]> {
  const scripts = seeGate(seen)?.page?.scripts ?? [];
  const sources = scripts.map(({ text }) => text);
  const own = scripts.flatMap(({ src }) => (src !== undefined && new URL(src).origin === target.origin ? [src] : []));
  for (const url of own.slice(0, MOST_SCRIPTS)) {
    const { bytes } = await http.send(record, { url, label: 'script' });
    sources.push(new TextDecoder().decode(bytes));
  }
  return sources.flatMap(readFlagNames).slice(0, MOST_NAMES);
}
