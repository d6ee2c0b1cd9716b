import { AgeError } from '@bauta/sdk/protocol';
import { type Route, route } from './route.ts';

/** Where people report what is wrong with a room (RFC 9116), as its operator sets it. */
export interface SecurityContact {
  /** `mailto:` or `https:`; without one there is no file. */
  readonly securityContact?: string | undefined;
  /** The page with the rules for whoever reports; https. */
  readonly securityPolicy?: string | undefined;
}

const DAY = 86_400;

/** RFC 9116 §2.5.5 wants less than a year: after so long nobody is to rely on a copy. */
const GOOD_FOR_DAYS = 180;

/**
 * The text of `security.txt`. It counts from the start of the day (UTC), so that on one day everybody gets the same.
 * @param now Unix seconds. @returns undefined without a contact
 */
export function securityTxt({ securityContact, securityPolicy }: SecurityContact, now: number): string | undefined {
  if (securityContact === undefined) return undefined;
  const expires = new Date(1000 * DAY * (Math.floor(now / DAY) + GOOD_FOR_DAYS)).toISOString().replace('.000Z', 'Z');
  const lines = [`Contact: ${securityContact}`, `Expires: ${expires}`, 'Preferred-Languages: fr, en'];
  if (securityPolicy !== undefined) lines.push(`Policy: ${securityPolicy}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** `GET /.well-known/security.txt`: 404 where the operator names no contact. */
export function securityTxtRoute(contact: SecurityContact): Route {
  return route({
    method: 'GET',
    path: '/.well-known/security.txt',
    summary: 'Where to report what is wrong with the room',
    answers: [{ status: 200, description: 'RFC 9116.', mediaType: 'text/plain' }],
    refuses: ['ERR_NOT_FOUND'],
    handle(_, { now }) {
      const text = securityTxt(contact, now);
      if (text === undefined) throw new AgeError('ERR_NOT_FOUND');
      return new Response(text, {
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
      });
    },
  });
}
