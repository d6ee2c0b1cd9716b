import { createHash, randomBytes } from 'node:crypto';
import {
  fetchGrantNonce,
  finalizeGrant,
  type HeldToken,
  loadDirectory,
  type MintSlot,
  mint,
  type PendingMint,
  postJson,
  request,
  slotsToAsk,
} from '@bauta/sdk/client';
import {
  AgeError,
  type Bytes,
  blind,
  blindingFrom,
  challengeForGrants,
  type Directory,
  digestChallenge,
  formatBase64url,
  grantAssertionChallenge,
  grantNonceFor,
  parseBase64url,
  writeTokenInput,
  writeTokenRequest,
} from '@bauta/sdk/protocol';
import type { FoundRooms } from './find-rooms.ts';
import type { RoomFetch } from './room-fetch.ts';
import type { SoftwarePasskey } from './software-passkey.ts';

/** The body of a request that is still to be granted, and the week and age it is for. */
export interface Ungranted {
  readonly slot: MintSlot;
  readonly body: Bytes;
}

/** A grant of 354 bytes, or the code with which the attester refused it. */
export type Granted = { readonly grant: Bytes } | { readonly refused: string };

/** An account at an attester, whose passkey the suite holds. */
export interface Account {
  readonly rooms: FoundRooms;
  /** The attester's name. */
  readonly attester: string;
  /** What may be asked for now. */
  slots(): Promise<readonly MintSlot[]>;
  /** Draws grants for bodies of whatever content, in one gesture for each week and age. */
  grants(asked: readonly Ungranted[]): Promise<readonly Granted[]>;
  /** Thirty tokens of a slot. @throws AgeError what attester or issuer refused */
  mint(slot: MintSlot): Promise<readonly HeldToken[]>;
}

export interface AccountGiven {
  readonly rooms: FoundRooms;
  readonly attester: string;
  readonly passkey: SoftwarePasskey;
  readonly fetch: RoomFetch;
  /** Unix seconds by the rooms' clock. */
  readonly now: () => number;
}

const blinding = blindingFrom((length) => new Uint8Array(randomBytes(length)));

/** The account that a passkey has, over the published client. */
export function createAccount({ rooms, attester, passkey, fetch, now }: AccountGiven): Account {
  const directories = async (): Promise<{ grants: Directory; tokens: Directory }> => ({
    grants: await loadDirectory(attester, fetch),
    tokens: await loadDirectory(rooms.issuer, fetch),
  });

  async function slots(): Promise<readonly MintSlot[]> {
    const { grants, tokens } = await directories();
    return slotsToAsk(grants, tokens, now());
  }

  async function drawOne({ slot, body }: Ungranted, directory: Directory): Promise<Granted> {
    const { grantKey } = slot;
    const challengeDigest = await digestChallenge(challengeForGrants(attester, rooms.issuer));
    const input = writeTokenInput({ nonce: await grantNonceFor(body), challengeDigest, tokenKeyId: grantKey.key.id });
    const [blinded] = await blind(grantKey.key, [input], blinding);
    if (blinded === undefined) throw new AgeError('ERR_FAULT');
    const asked = {
      threshold: slot.threshold,
      epoch: slot.epoch,
      generation: grantKey.generation,
      request: writeTokenRequest({ truncatedKeyId: grantKey.key.truncatedId, blindedMessage: blinded.blindedMessage }),
    };
    const nonce = await fetchGrantNonce(directory.requestUrl, fetch);
    const assertion = passkey.assert(await grantAssertionChallenge(nonce, [asked]));
    const requests = [{ ...asked, request: formatBase64url(asked.request) }];
    const answer = await postJson(directory.requestUrl, { nonce: formatBase64url(nonce), assertion, requests }, fetch);
    const item = (answer as { responses?: readonly { response?: string; error?: string }[] }).responses?.[0];
    if (item?.response === undefined) return { refused: item?.error ?? 'ERR_RESPONSE_MALFORMED' };
    return {
      grant: await finalizeGrant(grantKey.key, { input, inverse: blinded.inverse }, parseBase64url(item.response)),
    };
  }

  async function grants(asked: readonly Ungranted[]): Promise<readonly Granted[]> {
    const directory = await loadDirectory(attester, fetch);
    const granted: Granted[] = [];
    // One by one: an attester takes no two requests for one week and age in one gesture.
    for (const one of asked) granted.push(await drawOne(one, directory));
    return granted;
  }

  return {
    rooms,
    attester,
    slots,
    grants,
    async mint(slot) {
      const pending: PendingMint = await request({ issuer: rooms.issuer, attester, ...slot });
      const [granted] = await grants([{ slot, body: pending.body }]);
      if (granted === undefined || !('grant' in granted))
        throw new AgeError((granted?.refused ?? 'ERR_FAULT') as 'ERR_FAULT');
      const { tokens } = await directories();
      return mint({ directory: tokens, pending, grant: granted.grant, fetch });
    },
  };
}

/** The bytes that a new passkey signs, so that an account is made of this proof of age alone. */
export function registrationChallenge(session: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update('bauta/account/v1').update(parseBase64url(session)).digest());
}
