import { type Bytes, formatBase64url, parseBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { sha256 } from '../../generate/vectors/seeded.ts';
import type { Door } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { promise } from '../promise.ts';
import { openRedemption, partsOf, signedProof } from './redemption.ts';

/** The form field `token`, beside a proof by its true holder for exactly these characters. */
export const token: Door = {
  about: 'a token at the site: redeem with a proof by its holder',
  async open() {
    const { token: good, proof, redeem } = await openRedemption();
    const { header, payload } = partsOf(proof);
    const said = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    const bytes = parseBase64url(good);
    const spelled = (changed: Bytes): Bytes => writeUtf8(formatBase64url(changed));
    // Of the right length, so that the checks behind it are reached.
    const sameLength = fc
      .array(fc.tuple(fc.nat(353), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const changed = bytes.slice();
        for (const [at, difference] of changes) changed[at] = (changed[at] as number) ^ difference;
        return spelled(changed);
      });
    return {
      inputs: fc.oneof(
        { weight: 3, arbitrary: sameLength },
        { weight: 3, arbitrary: mutated([bytes]).map(spelled) },
        { weight: 3, arbitrary: mutated([writeUtf8(good)]) },
        { weight: 1, arbitrary: anyText() },
      ),
      async enter(input) {
        const shown = new TextDecoder().decode(input);
        const hash = formatBase64url(sha256(writeUtf8(shown)));
        const bound = signedProof(header, writeUtf8(JSON.stringify({ ...said, ath: hash, jti: hash })));
        const ended = await redeem(shown, bound);
        if ('refusal' in ended) {
          promise(shown !== good, 'the good token was refused');
          const unbound = await redeem(shown, proof);
          promise('refusal' in unbound, 'an altered token was taken with the proof of another');
          return ended.refusal;
        }
        promise(shown === good, 'an altered token was taken');
        return 'taken, unaltered';
      },
    };
  },
};
