import { constants, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  challengeForTokens,
  concat,
  digestChallenge,
  type Epoch,
  epochAfter,
  epochAt,
  parseBase64url,
  readTokenKey,
  thumbprintOf,
} from '@bauta/sdk/protocol';
import { TEST_ISSUER_NAME, testKeyOf } from '@bauta/sdk/test-issuer';
import type { Craft, TokenSource } from './token-source.ts';

/** Seconds about the turn of a week: sites take a key ten minutes longer (protocol.md §3), and a run takes its time. */
const AROUND = 15 * 60;

/** Tokens of the test issuer, whose keys are public: a site on localhost that trusts it can be shown anything. @param now Unix seconds */
export function testIssuerTokens(now: () => number): TokenSource {
  const craft = (spoiled: Craft) => makeToken(epochAfter(epochAt(now()), spoiled.epochs ?? 0), spoiled);
  return {
    kind: 'test-issuer',
    left: () => Number.POSITIVE_INFINITY,
    take: () => craft({}),
    craft,
    // There are four test keys, which come round: as a week turns, the one of six weeks ago is also one that sites still take.
    canCraft: ({ epochs = 0 }) => epochs === 0 || epochAt(now() - AROUND) === epochAt(now() + AROUND),
  };
}

async function makeToken(epoch: Epoch, { saltLength = 48, tokenType = 0x0002, issuerName = TEST_ISSUER_NAME }: Craft) {
  const { spki, jwk } = testKeyOf(epoch);
  const { id } = await readTokenKey(spki);
  const holder = makeHolder();
  const nonce = await thumbprintOf(holder.x, holder.y);
  const type = Uint8Array.of(tokenType >> 8, tokenType & 0xff);
  const input = concat(type, nonce, await digestChallenge(challengeForTokens(issuerName)), id);
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  const signature = sign('sha384', input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
  return { token: concat(input, new Uint8Array(signature)), holder };
}

/** A fresh P-256 key pair, each number 32 bytes. */
export function makeHolder() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
  return { x: parseBase64url(x), y: parseBase64url(y), d: parseBase64url(d) };
}
