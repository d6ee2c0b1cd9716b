import { randomBytes } from 'node:crypto';
import type { PendingMint } from '@bauta/sdk/client';
import {
  BATCH_REQUEST_MEDIA_TYPE,
  type Blinded,
  type Bytes,
  blind,
  blindingFrom,
  calendarOf,
  challengeForGrants,
  digestChallenge,
  formatBase64url,
  formatTokenAuthorization,
  grantNonceFor,
  nameOf,
  TOKEN_REQUEST_MEDIA_TYPE,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import { roundedTo2 } from '@bauta/services/issuer/publish-batches';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SoftwarePasskey } from '../flow/software-passkey.ts';
import { type House, openHouse } from './house.ts';
import { readEntries } from './house-log.ts';
import { drawGrants, enrol, prepareBatch, readKeys } from './person.ts';

let house: House;
let passkey: SoftwarePasskey;
beforeAll(async () => {
  house = await openHouse();
  passkey = await enrol(house);
});
afterAll(() => house.close());

/** What the issuer answers to a grant and a body. */
async function ask(grant: Bytes, body: Bytes, mediaType: string): Promise<number> {
  const authorization = formatTokenAuthorization(formatBase64url(grant));
  const headers = { 'content-type': mediaType, authorization };
  return (await house.fetch(`${house.origins.issuer}/token-request`, { method: 'POST', headers, body })).status;
}

describe('the number of batches', () => {
  it('stands in the log an hour after the week: a batch counts once however often it is asked for, one token not', async () => {
    for (let batches = 0; batches < 2; batches++) {
      const { grant, pending } = await prepareBatch(house, passkey);
      for (let retry = 0; retry < 3; retry++)
        expect(await ask(grant, pending.body, BATCH_REQUEST_MEDIA_TYPE)).toBe(200);
    }
    await askForOne();
    await house.clock.set(calendarOf('2026-W47').signs.to - 60);
    expect(await readBatches()).toEqual([]);
    await house.clock.set(calendarOf('2026-W47').signs.to);
    const name = nameOf(house.origins.issuer);
    const published = { kind: 'batches', name, epoch: '2026-W47', rounded: 2 };
    // The issuer has added it by then; its witness takes a moment.
    await expect.poll(readBatches).toEqual([published]);
  });

  it.each([
    [0, 0],
    [7, 7],
    [99, 99],
    [104, 100],
    [105, 110],
    [1234, 1200],
    [99_500, 100_000],
  ])('of %i is given as %i', (count, rounded) => {
    expect(roundedTo2(count)).toBe(rounded);
  });

  const readBatches = async () => (await readEntries(house)).filter(({ kind }) => kind === 'batches');

  /** A single token, by a grant for the body that asks for it. */
  async function askForOne(): Promise<void> {
    const { attester, slots } = await readKeys(house);
    const { tokenKey, grantKey, ...names } = slots[0] as (typeof slots)[number];
    const blindedMessage = new Uint8Array(256).fill(0x11);
    const body = writeTokenRequest({ truncatedKeyId: tokenKey.key.truncatedId, blindedMessage });
    const digest = await digestChallenge(challengeForGrants(names.attester, names.issuer));
    const nonce = await grantNonceFor(body);
    const input = writeTokenInput({ nonce, challengeDigest: digest, tokenKeyId: grantKey.key.id });
    const source = blindingFrom((length) => new Uint8Array(randomBytes(length)));
    const [blinded] = (await blind(grantKey.key, [input], source)) as [Blinded];
    const asked = { truncatedKeyId: grantKey.key.truncatedId, blindedMessage: blinded.blindedMessage };
    const grant = { input, inverse: blinded.inverse, request: writeTokenRequest(asked) };
    const { threshold, epoch, generation } = grantKey;
    const pending: PendingMint = { threshold, epoch, generation, body, grant, tokens: [] };
    const [drawn] = await drawGrants(house, passkey, attester, [pending]);
    const good = drawn && 'grant' in drawn ? drawn.grant : new Uint8Array();
    expect(await ask(good, body, TOKEN_REQUEST_MEDIA_TYPE)).toBe(200);
  }
});
