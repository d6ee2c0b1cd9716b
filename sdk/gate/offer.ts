import {
  challengeForTokens,
  check,
  type DirectoryKey,
  epochAt,
  formatTokenAuthenticate,
  MODE,
  writeTokenChallenge,
} from '../protocol/index.ts';
import type { Visit } from './visit.ts';

/**
 * The key whose tokens are asked for now: the current epoch's, of the youngest generation.
 * @throws AgeError ERR_DIRECTORY_STALE, ERR_SLOT: then no proof could be judged, and none is asked for.
 */
export function keyOnOffer({ keys, settings, now }: Visit): DirectoryKey {
  const epoch = epochAt(now);
  const found = keys
    .list(now)
    .filter((key) => key.epoch === epoch && key.threshold === settings.threshold)
    .sort((a, b) => b.generation - a.generation)[0];
  check(found !== undefined, 'ERR_SLOT', 'the directory lists no key of this age for the current epoch');
  return found;
}

/** The headers that ask an API client for a proof of age (protocol.md §4, direct flow). @throws as `keyOnOffer` */
export async function directOffer(visit: Visit): Promise<Readonly<Record<string, string>>> {
  const challenge = writeTokenChallenge(challengeForTokens(visit.settings.issuer));
  return {
    'www-authenticate': formatTokenAuthenticate([{ challenge, tokenKey: keyOnOffer(visit).key.spki }]),
    'dpop-nonce': await visit.verifier.challenge(MODE.direct, visit.now),
  };
}
