import { randomBytes, randomInt } from 'node:crypto';
import { toBytes, toNumber } from '../../reading/big-number.ts';
import type { ReadTokenKey } from '../../reading/token-key.ts';
import { SINGLE_TYPE, writeSingle } from '../crypto/request.ts';
import { authorizationOf, forgeGrant } from '../crypto/token.ts';
import type { ProbeAct } from '../probe-act.ts';
import { findBelieved, readableKeys, requestUrlOf, seenDirectory } from './find-issuer-keys.ts';

/** Requests for each value; with real waits there is time for more. */
const EACH = 30;
const EACH_WHEN_LONG = 200;

/** Values whose work differs for an implementation that is not constant in time. */
const VALUES: Readonly<Record<string, (n: bigint) => bigint>> = {
  one: () => 1n,
  largest: (n) => n - 1n,
  random: (n) => toNumber(randomBytes(256)) % n,
};

/**
 * The same request with blinded values of three kinds and a grant that is forged, in turns, so that a slow moment meets all
 * alike: exchanges labelled `timing-one`, `timing-largest`, `timing-random`. A fact `way`: `forged-grant`, or `no-grant`
 * where nobody's grants are known.
 */
export const issuerTiming: ProbeAct = {
  name: 'issuer-timing',
  title: { en: 'Timing the issuer’s answers', fr: 'Mesurer le temps de réponse de l’émetteur' },
  needs: ['authority'],
  async run(context) {
    const { record, http, isLong, progress } = context;
    const directory = seenDirectory(context);
    const key = directory === undefined ? undefined : readableKeys(directory)[0];
    const url = directory === undefined ? undefined : requestUrlOf(context, directory);
    if (key === undefined || url === undefined) return record.leave('not-our-protocol');
    const believed = await findBelieved(context, url, key);
    record.add({ kind: 'fact', label: 'way', value: believed === undefined ? 'no-grant' : 'forged-grant' });
    const each = isLong ? EACH_WHEN_LONG : EACH;
    for (let i = 0; i < each; i++) {
      if (i % 10 === 0) progress(`${i * 3} / ${each * 3}`);
      // In another order each time: what one request leaves behind must not always meet the same value.
      for (const [name, draw] of shuffled(Object.entries(VALUES))) {
        const body = bodyOf(key, draw(key.modulus));
        const grant = believed && forgeGrant(body, believed.challenge.bytes, believed.keyId);
        const headers = { 'content-type': SINGLE_TYPE, ...(grant && { authorization: authorizationOf(grant) }) };
        await http.send(record, { method: 'POST', url, headers, body, label: `timing-${name}` });
      }
    }
  },
};

const bodyOf = ({ truncatedId }: ReadTokenKey, value: bigint): Uint8Array =>
  writeSingle(truncatedId, toBytes(value, 256));

function shuffled<One>(all: readonly One[]): readonly One[] {
  const rest = [...all];
  return all.map(() => rest.splice(randomInt(rest.length), 1)[0] as One);
}
