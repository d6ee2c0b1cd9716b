import { isDeepStrictEqual } from 'node:util';
import { writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import type { Door } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { promise } from '../promise.ts';
import { openRedemption, partsOf, signedProof } from './redemption.ts';

/** The form field `dpop`, beside the good token: altered under the old signature, or signed again by the holder. */
export const proof: Door = {
  about: 'a proof of possession at the site: redeem with a good token',
  async open() {
    const { token, proof: good, redeem } = await openRedemption();
    const { header, payload } = partsOf(good);
    const meaning = (written: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(written));
    const [head, body] = [meaning(header), meaning(payload)] as [Record<string, unknown>, Record<string, unknown>];
    const strange = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1e21, 0.5, '', null, 'POST', 'none', [], {}));
    const edited = fc
      .tuple(
        fc.constantFrom('header', 'jwk', 'payload'),
        fc.constantFrom('typ', 'alg', 'jwk', 'kty', 'crv', 'x', 'y', 'jti', 'htm', 'htu', 'iat', 'nonce', 'ath', 'exp'),
        strange,
      )
      .map(([where, name, value]) => {
        const jwk = where === 'jwk' ? { ...(head.jwk as object), [name]: value } : head.jwk;
        const changed = { ...head, jwk, ...(where === 'header' ? { [name]: value } : {}) };
        const said = where === 'payload' ? { ...body, [name]: value } : body;
        return writeUtf8(signedProof(writeUtf8(JSON.stringify(changed)), writeUtf8(JSON.stringify(said))));
      });
    const at = good.lastIndexOf('.') + 1;
    const signature = Buffer.from(good.slice(at), 'base64url');
    const flipped = fc.tuple(fc.nat(63), fc.integer({ min: 1, max: 255 })).map(([index, difference]) => {
      const changed = Buffer.from(signature);
      changed[index] = (changed[index] as number) ^ difference;
      return writeUtf8(good.slice(0, at) + changed.toString('base64url'));
    });
    return {
      inputs: fc.oneof(
        { weight: 3, arbitrary: mutated([writeUtf8(good)]) },
        { weight: 2, arbitrary: mutated([header]).map((changed) => writeUtf8(signedProof(changed, payload))) },
        { weight: 3, arbitrary: mutated([payload]).map((changed) => writeUtf8(signedProof(header, changed))) },
        { weight: 3, arbitrary: edited },
        { weight: 1, arbitrary: flipped },
        { weight: 1, arbitrary: anyText() },
      ),
      async enter(input) {
        const shown = new TextDecoder().decode(input);
        const ended = await redeem(token, shown);
        if ('refusal' in ended) {
          promise(shown !== good, 'the good proof was refused');
          return ended.refusal;
        }
        if (shown === good) return 'taken, unaltered';
        // The order of members and white space are free: whoever holds the key may sign them otherwise.
        const parts = partsOf(shown);
        promise(isDeepStrictEqual(meaning(parts.header), head), 'a proof with another header was taken');
        promise(isDeepStrictEqual(meaning(parts.payload), body), 'a proof that says something else was taken');
        promise(shown.split('.')[2] !== good.split('.')[2], 'another text was taken under the old signature');
        return 'taken, the same in other words';
      },
    };
  },
};
