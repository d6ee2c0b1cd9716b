import { ConfigurationFault } from '../exit-codes.ts';
import { LANGUAGES, type Language, type Text } from '../text.ts';

/** A site that is followed. */
export interface WatchedSite {
  readonly address: URL;
  /** What names it in the history. */
  readonly origin: string;
  /** As the list has it; the host where it names none. */
  readonly name: string;
}

/** Characters of a name at most: it stands in one line of the overview. */
const LONGEST_NAME = 60;
/** Controls, and signs that are not seen or turn around what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const FAULTS = {
  scheme: {
    en: 'the address must begin with https:// (or http://)',
    fr: 'l’adresse doit commencer par https:// (ou http://)',
  },
  address: { en: 'this is no address of a site', fr: 'ce n’est pas l’adresse d’un site' },
  password: { en: 'the address must hold no password', fr: 'l’adresse ne doit contenir aucun mot de passe' },
  unseen: { en: 'there are characters that cannot be seen', fr: 'il y a des caractères qui ne se voient pas' },
  name: {
    en: `the name is longer than ${LONGEST_NAME} characters`,
    fr: `le nom dépasse ${LONGEST_NAME} caractères`,
  },
} as const satisfies Record<string, Text>;

const EMPTY: Text = {
  en: 'it names no site; write one address per line, and a name after a space if you like',
  fr: 'elle ne nomme aucun site\u00a0; écrivez une adresse par ligne et, si vous le souhaitez, un nom après une espace',
};
const UNREADABLE: Text = {
  en: 'it is no plain text; save it as text, in UTF-8',
  fr: 'ce n’est pas du texte brut\u00a0; enregistrez-la en texte, en UTF-8',
};
const HEADING: Text = { en: 'Nothing was begun. In the list', fr: 'Rien n’a été commencé. Dans la liste' };
const LINE: Text = { en: 'line', fr: 'ligne' };
const COLON: Text = { en: ':', fr: '\u00a0:' };
const twice = (line: number): Text => ({
  en: `the same site as line ${line}`,
  fr: `le même site qu’à la ligne ${line}`,
});

/**
 * One address per line, a name after a space if one likes, `#` before what is not for the suite.
 * @param file its name, for the message. @throws ConfigurationFault naming every bad line
 */
export function readSiteList(bytes: Uint8Array, file: string): readonly WatchedSite[] {
  const text = decode(bytes);
  if (text === undefined) throw refuse(file, [(language) => UNREADABLE[language]]);
  const sites = new Map<string, { readonly line: number; readonly site: WatchedSite }>();
  const faults: Say[] = [];
  for (const [at, written] of text.split(/\r\n|\n|\r/).entries()) {
    const entry = written.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const site = readLine(entry);
    const known = 'origin' in site ? sites.get(site.origin) : undefined;
    if ('origin' in site && known === undefined) sites.set(site.origin, { line: at + 1, site });
    else faults.push(atLine(at + 1, known === undefined ? (site as Text) : twice(known.line)));
  }
  if (faults.length > 0) throw refuse(file, faults);
  if (sites.size === 0) throw refuse(file, [(language) => EMPTY[language]]);
  return [...sites.values()].map(({ site }) => site);
}

type Say = (language: Language) => string;

const atLine =
  (line: number, fault: Text): Say =>
  (language) =>
    `${LINE[language]} ${line}${COLON[language]} ${fault[language]}`;

function refuse(file: string, faults: readonly Say[]): ConfigurationFault {
  const [en, fr] = LANGUAGES.map((language) =>
    [`${HEADING[language]} ${file}${COLON[language]}`, ...faults.map((say) => `  ${say(language)}`)].join('\n'),
  ) as [string, string];
  return new ConfigurationFault({ en, fr });
}

/** @returns the site, or what is wrong with the line */
function readLine(entry: string): WatchedSite | Text {
  if (UNSEEN.test(entry.replaceAll('\t', ' '))) return FAULTS.unseen;
  const [written = '', name = ''] = entry.split(/\s+(.*)/s, 2);
  if (!/^https?:\/\//i.test(written)) return FAULTS.scheme;
  if (!URL.canParse(written)) return FAULTS.address;
  const address = new URL(written);
  if (address.username !== '' || address.password !== '') return FAULTS.password;
  if (name.length > LONGEST_NAME) return FAULTS.name;
  address.hash = '';
  return { address, origin: address.origin, name: name === '' ? address.host : name };
}

/** The mark that some editors put before a text is no part of it. @returns undefined for what is no UTF-8 text */
function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
