import { readFileSync, statSync } from 'node:fs';
import { createTrustedSource, type TrustedSource } from '@bauta/sdk/eu-wallet';
import { readUtf8 } from '@bauta/sdk/protocol';
import type { KeptText } from '@bauta/sdk/verifier';
import { readAtMost } from '../http/limited-answer.ts';
import type { Fetch } from '../loopback.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { XmlPlace } from '../settings/table.ts';
import type { Given } from '../standing.ts';
import { openList } from './open-list.ts';
import { checkSigners, type PinnedSigner, parseSigners } from './pinned-signer.ts';
import { XML_MAX } from './read-xml.ts';

/** What of the room it needs. */
interface XmlGiven extends Pick<Given<'attester'>, 'clock' | 'fetch' | 'log' | 'random' | 'readFile'> {
  readonly config: Pick<
    Given<'attester'>['config'],
    'production' | 'trustedListXml' | 'trustedListSigners' | 'trustedListUrl'
  >;
}

/**
 * The trusted list of the room from the Commission's XML; undefined when the settings do not name it.
 * @throws ConfigFault on signers that cannot be read or may not sign, and when the settings name snapshots too
 */
export function openXmlSource({ clock, config, fetch, log, random, readFile }: XmlGiven) {
  const { production, trustedListXml: place, trustedListSigners: file, trustedListUrl } = config;
  if (place === undefined || file === undefined) return undefined;
  if (trustedListUrl !== undefined)
    throw new ConfigFault(['TRUSTED_LIST_XML: stands beside TRUSTED_LIST_URL, one must go']);
  const signers = readSetting('TRUSTED_LIST_SIGNERS', file, readFile, (pem) =>
    checkSigners(parseSigners(pem), { production }),
  );
  return (kept: KeptText): TrustedSource =>
    createTrustedSource({
      read: () => readPlace(place, fetch),
      open: (xml) => openEdition(xml, signers, production),
      ...{ kept, random, now: clock.now },
      onRead: (count) => log({ event: 'trusted-list-read', count }),
      onRefused: () => log({ event: 'trusted-list-refused' }),
    });
}

/** @throws TypeError as `openList` */
function openEdition(xml: string, signers: readonly PinnedSigner[], production: boolean) {
  const { sequence, issued, expires, list, signed } = openList(xml, { signers, production });
  return { sequence, issued, expires, list, content: signed };
}

/** The XML as text, of 8 MiB at most. @throws TypeError when it is not to be had, and as `fetch` and files */
export async function readPlace(place: XmlPlace, fetch: Fetch): Promise<string> {
  if (place.kind === 'file') {
    if ((statSync(place.path, { throwIfNoEntry: false })?.size ?? 0) > XML_MAX) throw new TypeError('too large');
    return readUtf8(readFileSync(place.path));
  }
  const answer = await fetch(place.url);
  if (answer.status !== 200) throw new TypeError('the list was not answered with 200');
  const bytes = await readAtMost(answer, XML_MAX);
  if (bytes === undefined) throw new TypeError('too large');
  return readUtf8(bytes);
}
