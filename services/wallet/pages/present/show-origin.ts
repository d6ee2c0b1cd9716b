import { decodePunycode } from './punycode.ts';

/** An origin as a person is to read it. */
export interface ShownOrigin {
  readonly text: string;
  /** The same in ASCII letters, as the browser writes it, when `text` has others. */
  readonly ascii: string | undefined;
}

interface Script {
  /** All letters of a label are of these. */
  readonly letters: RegExp;
  /** Letters that could be read as Latin ones or as figures; a label of nothing else is not shown. */
  readonly lookAlikes: RegExp | undefined;
}

/** Grave, acute, circumflex, tilde, macron, breve, dot, diaeresis, ring, double acute, caron, comma, cedilla, ogonek. */
const MARKS = /[\u0300-\u0304\u0306-\u0308\u030a-\u030c\u0326-\u0328]/gu;

/**
 * What is shown: the letters, without their marks, of the Union's languages and their neighbours' in these scripts. The
 * blocks hold many more, which nobody can tell from a to z. A script that runs from right to left would move what
 * stands beside it. Whatever is in no row is shown in ASCII.
 */
const SCRIPTS: readonly Script[] = [
  { letters: /^[a-zßæðøþđħłœ]+$/u, lookAlikes: undefined },
  { letters: /^[α-ω]+$/u, lookAlikes: /^[αβγεζηικμνορςστυχω]+$/u },
  { letters: /^[а-яђєѕіјљњћџґ]+$/u, lookAlikes: /^[абвгезікмнопрстухчшщъьѕјћґ]+$/u },
];

const ACE_PREFIX = 'xn--';

/**
 * Decides how an origin is shown. A host of other than ASCII letters is shown in its own letters only when each of its
 * labels is of one script and cannot be taken for one of Latin letters; else, and beside it, in ASCII.
 * @param origin as `URL` writes it.
 */
export function showOrigin(origin: string): ShownOrigin {
  const { hostname, protocol, port } = new URL(origin);
  if (!hostname.split('.').some((label) => label.startsWith(ACE_PREFIX))) return { text: origin, ascii: undefined };
  const shown = hostname.split('.').map(showLabel);
  if (shown.includes(undefined)) return { text: origin, ascii: undefined };
  const text = `${protocol}//${shown.join('.')}${port ? `:${port}` : ''}`;
  // The browser itself must take it for the same host: it refuses what is invisible, unassigned or not normalised.
  return leadsTo(text, origin) ? { text, ascii: origin } : { text: origin, ascii: undefined };
}

function showLabel(label: string): string | undefined {
  if (!label.startsWith(ACE_PREFIX)) return label;
  try {
    const text = decodePunycode(label.slice(ACE_PREFIX.length));
    return isPlain(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** True for a label that cannot be taken for another one. */
function isPlain(label: string): boolean {
  if (label.normalize('NFC') !== label) return false;
  const letters = label
    .replace(/[0-9-]/g, '')
    .normalize('NFD')
    .replace(MARKS, '');
  const script = SCRIPTS.find((one) => one.letters.test(letters));
  return script !== undefined && !script.lookAlikes?.test(letters);
}

function leadsTo(text: string, origin: string): boolean {
  try {
    return new URL(text).origin === origin;
  } catch {
    return false;
  }
}
