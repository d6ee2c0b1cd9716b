import { randomBytes } from 'node:crypto';
import { type PendingMint, present, systemRandomness } from '@bauta/sdk/client';
import {
  type Blinded,
  type Bytes,
  blind,
  blindingFrom,
  challengeForGrants,
  challengeForTokens,
  digestChallenge,
  formatBase64url,
  formatTokenAuthorization,
  grantNonceFor,
  MODE,
  TOKEN_REQUEST_MEDIA_TYPE,
  TOKEN_RESPONSE_MEDIA_TYPE,
  writeTokenChallenge,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createKeyDirectory, createVerifier } from '@bauta/sdk/verifier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestWithPrivacyPass } from '../unit/interop/privacypass.ts';
import { type House, openHouse } from './house.ts';
import { drawGrants, enrol, readKeys } from './person.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A grant for a body that another client made. */
async function drawGrantFor(body: Bytes): Promise<Bytes> {
  const { attester, slots } = await readKeys(house);
  const [slot] = slots;
  if (!slot) throw new Error('no slot');
  const { grantKey } = slot;
  const input = writeTokenInput({
    nonce: await grantNonceFor(body),
    challengeDigest: await digestChallenge(challengeForGrants(slot.attester, slot.issuer)),
    tokenKeyId: grantKey.key.id,
  });
  const source = blindingFrom((length) => new Uint8Array(randomBytes(length)));
  const [blinded] = (await blind(grantKey.key, [input], source)) as [Blinded];
  const request = writeTokenRequest({
    truncatedKeyId: grantKey.key.truncatedId,
    blindedMessage: blinded.blindedMessage,
  });
  const { threshold, epoch, generation } = grantKey;
  const pending: PendingMint = {
    threshold,
    epoch,
    generation,
    body,
    grant: { input, inverse: blinded.inverse, request },
    tokens: [],
  };
  const passkey = await enrol(house);
  const [outcome] = await drawGrants(house, passkey, attester, [pending]);
  if (!outcome || !('grant' in outcome)) throw new Error('no grant');
  return outcome.grant;
}

describe('a stock client of RFC 9578 (privacypass-ts)', () => {
  it('gets its one token from our issuer; the token verifies, and opens no door without a holder key', async () => {
    const { slots } = await readKeys(house);
    const tokenKey = slots[0]?.tokenKey;
    if (!tokenKey) throw new Error('no slot');
    const issuer = slots[0]?.issuer as string;
    const client = await requestWithPrivacyPass(tokenKey.key.spki, writeTokenChallenge(challengeForTokens(issuer)));
    const grant = await drawGrantFor(client.requestBytes);
    const response = await house.fetch(`${house.origins.issuer}/token-request`, {
      method: 'POST',
      headers: {
        'content-type': TOKEN_REQUEST_MEDIA_TYPE,
        authorization: formatTokenAuthorization(formatBase64url(grant)),
      },
      body: client.requestBytes,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, TOKEN_RESPONSE_MEDIA_TYPE]);
    const token = await client.finalize(new Uint8Array(await response.arrayBuffer()));

    const now = house.clock.now();
    const redeemUrl = 'https://site.example/_age/redeem';
    const keys = createKeyDirectory({ issuer, fetch: house.fetch });
    await keys.refresh(now);
    const verifier = createVerifier({
      issuer,
      threshold: 18,
      redeemUrl,
      secrets: [new Uint8Array(32).fill(1)],
      keys,
      spent: memorySpentSet({ now: () => now }),
      codes: memorySessions({ now: () => now }),
    });
    expect((await verifier.verifyToken(token, now)).epoch).toBe('2026-W47');
    // A nonce that is no thumbprint: whatever key signs, it is not the token's holder.
    const challenge = await verifier.challenge(MODE.form, now);
    const holder = await systemRandomness.generateHolder();
    const { token: text, dpop } = await present({ token, holder }, { redeem: redeemUrl, challenge });
    const redeemed = verifier.redeem({ token: text, proof: dpop }, MODE.form, now);
    await expect(redeemed).rejects.toMatchObject({ code: 'ERR_PROOF_KEY' });
  });
});
