import {
  challengeForTokens,
  check,
  type DirectoryKey,
  type Epoch,
  epochAfter,
  epochAt,
  formatTokenAuthenticate,
  MODE,
  writeTokenChallenge,
} from '../protocol/index.ts';
import type { Visit } from './visit.ts';

/**
 * The key whose tokens are asked for now: the current epoch's; while the issuer has none, the one before, whose tokens
 * people still hold. Of the youngest generation.
 * @throws AgeError ERR_DIRECTORY_STALE, ERR_SLOT: then no proof could be judged, and none is asked for.
 */
export function keyOnOffer({ keys, settings, now }: Visit): DirectoryKey {
  const listed = keys.list(now).filter(({ threshold }) => threshold === settings.threshold);
  const youngestOf = (epoch: Epoch): DirectoryKey | undefined =>
    listed.filter((key) => key.epoch === epoch).sort((a, b) => b.generation - a.generation)[0];
  const found = youngestOf(epochAt(now)) ?? youngestOf(epochAfter(epochAt(now), -1));
  check(found !== undefined, 'ERR_SLOT', 'the directory lists no key of this age for this epoch or the last');
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
