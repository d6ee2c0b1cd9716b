import { randomBytes } from 'node:crypto';
import type { House } from '../../rooms/house.ts';
import type { Marks } from './marks.ts';

/** Somebody whose every trait is found nowhere else. */
export interface Persona {
  readonly name: string;
  readonly givenName: string;
  readonly birthDate: string;
  readonly documentNumber: string;
  readonly portrait: Uint8Array;
  readonly subject: string;
  readonly email: string;
  /** A path with a query, below the site's root. */
  readonly path: string;
  /** What this person types where it does not belong. */
  readonly words: string;
  /** On loopback, for those whose packets really come from there. */
  readonly address: string;
  /** Headers that every request of theirs carries. */
  readonly headers: Readonly<Record<string, string>>;
}

const PORTRAIT_BYTES = 4_096;

/**
 * @param number from 0 to 99, another for each person. @param draw lots for the words, so that a seed names them.
 */
export function createPersona(number: number, draw: () => number): Persona {
  const word = (length = 12): string =>
    Array.from({ length }, () => 'abcdefghijkmnpqrstuvwxyz23456789'[Math.floor(draw() * 32)]).join('');
  const two = (value: number): string => String(value).padStart(2, '0');
  const [mark, own] = [word(), word()];
  return {
    name: `person ${number}`,
    givenName: `Zoë-${word()} d’${word(6)}`,
    birthDate: `19${two(50 + (number % 40))}-${two(1 + Math.floor(draw() * 12))}-${two(1 + Math.floor(draw() * 28))}`,
    documentNumber: `XN${word(9).toUpperCase()}`,
    portrait: new Uint8Array(randomBytes(PORTRAIT_BYTES)),
    subject: `sub|${own}/${word()}`,
    email: `${word()}+age@${word(8)}.example`,
    path: `/films/${mark}-seen?where=${word()}%20${word(6)}`,
    words: `typed ${word()} "in a" wrong field ${word(6)}`,
    address: `127.0.${100 + number}.${100 + Math.floor(draw() * 100)}`,
    headers: {
      'user-agent': `Mozilla/5.0 (X11; ${word()}) Gecko/${number}`,
      'accept-language': `fr-x-${word(8)},en;q=0.${number % 9}`,
      'x-forwarded-for': `203.0.113.${100 + number}, 2001:db8::${word(4).replace(/[^a-f0-9]/g, 'e')}:${number}`,
      referer: `https://${word()}.example/came/from?${word(6)}`,
    },
  };
}

/** What of a person is known before the first step; the rest is seen on the way. */
export function markPersona(marks: Marks, person: Persona): void {
  marks.keep('given name', person.givenName);
  marks.keep('birth date', person.birthDate);
  marks.keep('document number', person.documentNumber);
  marks.keep('portrait', person.portrait);
  marks.keep('subject at the bank', person.subject);
  marks.keep('e-mail at the bank', person.email);
  const [path = '', query = ''] = person.path.split('?');
  marks.keep('path and query at the site', path, query, person.path);
  marks.keep('words in a wrong field', person.words);
  marks.keep('address of the person', person.address, ...(person.headers['x-forwarded-for'] ?? '').split(', '));
  marks.keep('browser of the person', person.headers['user-agent'] as string);
  marks.keep('languages of the person', (person.headers['accept-language'] as string).split(',')[0] as string);
  marks.keep('page the person came from', person.headers.referer as string);
}

/** The house as this person goes through it: every request carries their traits. */
export function houseOf(house: House, { headers }: Persona): House {
  return {
    ...house,
    fetch: async (url, init) => {
      const request = new Request(url, init);
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      return house.fetch(request);
    },
  };
}
