import { headerOf } from '../../evidence/view.ts';
import {
  blindRsaKeys,
  DIRECTORY_PATH,
  type ReadDirectory,
  readIssuerDirectory,
} from '../../reading/issuer-directory.ts';
import { isWithinReach } from '../../reading/loopback.ts';
import { type AskedToken, readTokenChallenges } from '../../reading/token-challenge.ts';
import { type ReadTokenKey, readTokenKey } from '../../reading/token-key.ts';
import { SINGLE_TYPE, writeSingle } from '../crypto/request.ts';
import type { HttpAnswer } from '../http/http-door.ts';
import type { ProbeContext } from '../probe-act.ts';

/** What was read of the target's directory by the probe before. @returns undefined where there is none */
export function seenDirectory({ seen }: ProbeContext): ReadDirectory | undefined {
  const body = seen.probe('issuer-directory').exchanges('directory-plain')[0]?.response?.body;
  return body === undefined ? undefined : readIssuerDirectory(seen.text(body));
}

/** The keys of a directory that are in the one right form. */
export function readableKeys(directory: ReadDirectory): readonly ReadTokenKey[] {
  return blindRsaKeys(directory)
    .map(({ spki }) => readTokenKey(spki))
    .filter((key): key is ReadTokenKey => typeof key !== 'string');
}

/** The door for requests, on the target alone. */
export function requestUrlOf({ target }: ProbeContext, { requestUri }: ReadDirectory): string | undefined {
  if (requestUri === undefined || !URL.canParse(requestUri, target)) return undefined;
  const url = new URL(requestUri, target);
  return url.origin === target.origin ? url.href : undefined;
}

/** A party whose word the issuer takes: what a grant must say to be looked at, and a key that it may be signed under. */
export interface Believed {
  readonly challenge: AskedToken;
  /** SHA-256 of the key. */
  readonly keyId: Uint8Array;
}

/** Asks without a grant whose grants are taken, and reads that party's keys. Recorded as `whose-grants` and `their-keys`. */
export async function findBelieved(
  context: ProbeContext,
  url: string,
  key: ReadTokenKey,
): Promise<Believed | undefined> {
  const { http, record, target } = context;
  const body = writeSingle(key.truncatedId, new Uint8Array(256));
  const headers = { 'content-type': SINGLE_TYPE };
  const answer = await http.send(record, { method: 'POST', url, headers, body, label: 'whose-grants' });
  const challenge = readTokenChallenges(headerOf(answer.response?.headers ?? [], 'www-authenticate') ?? '')[0];
  if (challenge === undefined) return undefined;
  const address = `${target.protocol}//${challenge.issuerName}${DIRECTORY_PATH}`;
  if (!URL.canParse(address) || !isWithinReach(new URL(address), target)) return undefined;
  const keyOf = (one: HttpAnswer) => readIssuerDirectory(new TextDecoder().decode(one.bytes));
  const directory = keyOf(await http.send(record, { url: address, label: 'their-keys' }));
  const theirs = directory === undefined ? undefined : readableKeys(directory)[0];
  return theirs === undefined ? undefined : { challenge, keyId: theirs.id };
}
