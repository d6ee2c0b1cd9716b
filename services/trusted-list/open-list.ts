import { parseTrustedList, type TrustedList } from '@bauta/sdk/eu-wallet';
import { chooseCertificates } from './choose-certificates.ts';
import { type Environment, environmentOf } from './environment.ts';
import { type ProviderList, parseList } from './parse-list.ts';
import type { PinnedSigner } from './pinned-signer.ts';
import { verifyXades } from './verify-xades.ts';

/** Seconds that clocks may be apart. */
const CLOCK_SKEW = 60;

export interface OpenListOptions {
  readonly signers: readonly PinnedSigner[];
  /** True: a list for acceptance is refused. */
  readonly production: boolean;
}

/** A list whose signature holds. Whether its time is over is for whoever knows the time: `checkCurrent`. */
export interface OpenedList {
  /** The list's own number, which goes up with every list. */
  readonly sequence: number;
  /** Unix seconds. */
  readonly issued: number;
  readonly nextUpdate: number;
  /** Unix seconds at which nobody may believe it any more: at its next update, or at the end of its signer. */
  readonly expires: number;
  readonly environment: Environment;
  /** JSON for `parseTrustedList`. */
  readonly json: string;
  readonly list: TrustedList;
  /** How many certificates of recognised services cannot be read, and how many hold keys of other kinds. */
  readonly unreadable: number;
  readonly mute: number;
  readonly providers: ProviderList['providers'];
  /** Who signed it. */
  readonly signer: PinnedSigner;
  /** What was signed, in canonical form. */
  readonly signed: string;
}

/**
 * Opens the XML of a trusted list: signature, form, what it is for, and the certificates that count.
 * @throws TypeError saying what is wrong, without what stands there
 */
export function openList(xml: string, { signers, production }: OpenListOptions): OpenedList {
  const { text, signer } = verifyXades(xml, signers);
  const read = parseList(text);
  const environment = environmentOf(read, signer);
  const { certificates, unreadable, mute } = chooseCertificates(read.providers);
  const json = JSON.stringify({ certificates, ...(environment === 'acceptance' ? { environment } : {}) });
  const { sequence, issued, nextUpdate, providers } = read;
  if (read.issued < signer.notBefore) throw new TypeError('issued before its signer was');
  const expires = Math.min(nextUpdate, signer.notAfter + 1);
  return {
    ...{ expires, sequence, issued, nextUpdate, environment, json, unreadable, mute, providers, signer, signed: text },
    list: parseTrustedList(json, { production }),
  };
}

/** @throws TypeError for a list whose time is over, and for one that was issued in the future */
export function checkCurrent({ issued, expires }: OpenedList, now: number): void {
  if (issued > now + CLOCK_SKEW) throw new TypeError('the list was issued in the future');
  if (now >= expires) throw new TypeError('the time of the list is over, or of its signer');
}

/**
 * Whether a list may follow the last one that was taken.
 * @throws TypeError for an older one, and for a second one of its number that says something else
 */
export function checkFollows(last: OpenedList | undefined, { sequence, signed }: OpenedList): void {
  if (last === undefined || sequence > last.sequence || signed === last.signed) return;
  throw new TypeError(sequence === last.sequence ? 'two lists of one number' : 'older than what was seen');
}
