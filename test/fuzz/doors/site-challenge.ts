import {
  type Bytes,
  findSiteChallengeSecret,
  formatBase64url,
  isEqual,
  parseBase64url,
  readSiteChallenge,
  writeUtf8,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { NOW, REDEEM_URL, SECRETS, worldChallenge } from '../../generate/vectors/world.ts';
import type { Door } from '../door.ts';
import { anyBytes, mutated } from '../mutate.ts';
import { endOf, parseOf, promise } from '../promise.ts';
import { openRedemption, partsOf, signedProof } from './redemption.ts';

/** A site's own challenge as it comes back in a proof by a holder who answers whatever is written there. */
export const siteChallenge: Door = {
  about: "a site's challenge as it comes back: readSiteChallenge, findSiteChallengeSecret, redeem",
  async open() {
    const { token, proof, challenge, redeem } = await openRedemption();
    const { header, payload } = partsOf(proof);
    const said = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    const ours = [challenge, worldChallenge({ secret: SECRETS[1] })].map(parseBase64url);
    const foreign = [
      worldChallenge({ secret: new Uint8Array(32) }),
      worldChallenge({ redeemUrl: 'https://other.example/_age/redeem' }),
      worldChallenge({ mode: 2 }),
      worldChallenge({ threshold: 15 }),
      worldChallenge({ issuedAt: NOW - 600 }),
      worldChallenge({ issuedAt: NOW + 6 }),
    ].map(parseBase64url);
    const isGood = (bytes: Bytes): boolean => ours.some((one) => isEqual(one, bytes));
    return {
      inputs: fc.oneof(
        { weight: 20, arbitrary: mutated([...ours, ...foreign]) },
        { weight: 1, arbitrary: fc.constantFrom(...ours, ...foreign) },
        { weight: 2, arbitrary: anyBytes(142) },
      ),
      async enter(input) {
        const read = await parseOf(() => readSiteChallenge(input));
        promise(
          'value' in read === (input.length === 71 && input[0] === 1),
          'read what is no challenge, or not what is',
        );
        const known = await endOf(() => findSiteChallengeSecret(input, REDEEM_URL, SECRETS), []);
        promise('value' in known, 'no answer');
        const answers: Record<string, unknown> = { ...said, nonce: formatBase64url(input) };
        if ('value' in read) answers.iat = read.value.issuedAt;
        const ended = await redeem(token, signedProof(header, writeUtf8(JSON.stringify(answers))));
        if ('refusal' in ended) {
          // The token was spent in answer to the other good one, whichever came first.
          const isRefusable = !isGood(input) || ended.refusal === 'ERR_TOKEN_SPENT';
          promise(isRefusable, 'a good challenge was refused');
          return ended.refusal;
        }
        promise(isGood(input) && known.value !== undefined, 'an altered challenge was taken');
        return 'taken, unaltered';
      },
    };
  },
};
