import { finalize, type HeldToken, request } from '@bauta/sdk/client';
import {
  type Bytes,
  challengeForTokens,
  type DirectoryKey,
  digestChallenge,
  formatBase64url,
  MODE,
  readBatchRequest,
  readToken,
  readTokenKey,
  readTokenRequest,
  TOKEN_TYPE,
  writeBatchResponse,
  writeTokenChallenge,
} from '@bauta/sdk/protocol';
import { genericBatched } from '@cloudflare/privacypass-ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { blindSign, signingKeyOf } from '../../../services/keys/blind-sign.ts';
import { sha256 } from '../../generate/vectors/seeded.ts';
import { ATTESTER, ISSUER, KEYS, NOW, worldProof } from '../../generate/vectors/world.ts';
import { outcomeOf } from '../protocol/refusals.ts';
import { openTestSite, type TestSite } from '../verifier/site.ts';
import { requestWithPrivacyPass, verifyWithPrivacyPass } from './privacypass.ts';

const { rsa, ...slot } = KEYS.current;
const signingKey = signingKeyOf(rsa.privateKey);
const challengeBytes = writeTokenChallenge(challengeForTokens(ISSUER));

describe('a client of @cloudflare/privacypass-ts 0.8.1', () => {
  let site: TestSite;
  let token: Bytes;
  beforeAll(async () => {
    site = await openTestSite();
    const { requestBytes, finalize: finish } = await requestWithPrivacyPass(rsa.spki, challengeBytes);
    const { truncatedKeyId, blindedMessage } = readTokenRequest(requestBytes);
    expect(truncatedKeyId).toBe(sha256(rsa.spki)[31]);
    token = await finish(blindSign(signingKey, blindedMessage));
  });

  it('has its request signed by our issuer, and its token passes verifyToken()', async () => {
    expect(token).toHaveLength(354);
    expect(readToken(token).challengeDigest).toEqual(await digestChallenge(challengeForTokens(ISSUER)));
    expect(await site.verifier.verifyToken(token, NOW)).toMatchObject(slot);
  });

  it('is refused by redeem() all the same: nobody holds the key that its nonce would be the thumbprint of', async () => {
    const text = formatBase64url(token);
    const presentation = { token: text, proof: worldProof(text) };
    expect(await outcomeOf(() => site.verifier.redeem(presentation, MODE.form, NOW))).toBe('ERR_PROOF_KEY');
    const without = { token: text, proof: '' };
    expect(await outcomeOf(() => site.verifier.redeem(without, MODE.form, NOW))).toBe('ERR_PROOF_MALFORMED');
  });

  it('finds its own token good, and not with a bit changed', async () => {
    expect(await verifyWithPrivacyPass(rsa.spki, token)).toBe(true);
    const changed = token.map((byte, i) => (i === 20 ? byte ^ 1 : byte));
    expect(await verifyWithPrivacyPass(rsa.spki, changed)).toBe(false);
  });
});

describe('tokens of our client', () => {
  it('are good to its verifier; our batches are batches to it', async () => {
    const tokenKey: DirectoryKey = { ...slot, key: await readTokenKey(rsa.spki) };
    const pending = await request({ issuer: ISSUER, attester: ATTESTER, tokenKey, grantKey: tokenKey });

    const theirs = genericBatched.BatchedTokenRequest.deserialize(pending.body);
    expect(theirs.tokenRequests).toHaveLength(30);
    expect(new Uint8Array(theirs.serialize())).toEqual(pending.body);
    expect(theirs.tokenRequests.map(({ truncatedTokenKeyId }) => truncatedTokenKeyId)).toEqual(
      new Array(30).fill(tokenKey.key.truncatedId),
    );

    const answers = readBatchRequest(pending.body).map(({ body }) => ({
      tokenType: TOKEN_TYPE,
      body: blindSign(signingKey, body.slice(1)),
    }));
    const response = writeBatchResponse(answers);
    const theirResponse = genericBatched.GenericBatchTokenResponse.deserialize(response);
    expect(theirResponse.tokenResponses).toHaveLength(30);
    expect(new Uint8Array(theirResponse.serialize())).toEqual(response);

    const tokens = await finalize(tokenKey.key, pending, response);
    for (const { token } of tokens) expect(await verifyWithPrivacyPass(rsa.spki, token)).toBe(true);
    const { token } = tokens[0] as HeldToken;
    const changed = token.map((byte, i) => (i === 353 ? byte ^ 1 : byte));
    expect(await verifyWithPrivacyPass(rsa.spki, changed)).toBe(false);
  }, 60_000);
});
