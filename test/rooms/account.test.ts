import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AccountView,
  eraseAccount,
  fetchAccountNonce,
  type GrantOutcome,
  type MintKeys,
  readAccount,
  releaseShare,
  request,
} from '@bauta/sdk/client';
import {
  type AccountAct,
  accountAssertionChallenge,
  BATCH_SIZE,
  type Bytes,
  concat,
  type Directory,
  formatHex,
  nameOf,
} from '@bauta/sdk/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSoftwarePasskey, type SoftwarePasskey } from '../flow/software-passkey.ts';
import { outcome } from '../ports/refusals.ts';
import { occursIn } from '../privacy/haystack.ts';
import { readAttesterStore } from './attester-store.ts';
import { type House, openHouse, WEDNESDAY_NOON } from './house.ts';
import { addFurther, drawGrants, enrol, obtainProof, post, proveFor, readKeys } from './person.ts';

let house: House;
let attester: string;
let directory: Directory;
let slot: MintKeys;

beforeAll(async () => {
  house = await openHouse();
  attester = nameOf(house.origins.attester);
  const keys = await readKeys(house);
  directory = keys.attester;
  slot = keys.slots[0] as MintKeys;
});
afterAll(() => house.close());
beforeEach(() => house.clock.set(WEDNESDAY_NOON));

const read = async (passkey: SoftwarePasskey): Promise<AccountView> =>
  readAccount(attester, await proveFor(house, passkey, 'read'), house.fetch);
const erase = async (passkey: SoftwarePasskey): Promise<void> =>
  eraseAccount(attester, await proveFor(house, passkey, 'erase'), house.fetch);
const shareOf = async (passkey: SoftwarePasskey): Promise<Bytes> =>
  releaseShare(attester, await proveFor(house, passkey, 'share'), house.fetch);
const ACTS: Readonly<Record<AccountAct, (passkey: SoftwarePasskey) => Promise<unknown>>> = {
  read,
  erase,
  'add-passkey': (passkey) => addFurther(house, passkey),
  share: (passkey) => shareOf(passkey),
};
const draw = async (passkey: SoftwarePasskey): Promise<GrantOutcome> => {
  const [given] = await drawGrants(house, passkey, directory, [await request(slot)]);
  return given as GrantOutcome;
};
/** Draws until the attester declines. @returns how many grants there were. */
const drawAll = async (passkey: SoftwarePasskey): Promise<number> => {
  for (let given = 0; ; given++) {
    const last = await draw(passkey);
    if ('refused' in last) {
      expect(last.refused).toBe('ERR_QUOTA_EXCEEDED');
      return given;
    }
  }
};
const idsOf = ({ passkeys }: AccountView): string[] => passkeys.map((one) => formatHex(one.credentialId)).sort();
const hexOf = (...passkeys: SoftwarePasskey[]): string[] => passkeys.map((one) => formatHex(one.credentialId)).sort();

describe('the nonce of an act', () => {
  it('is 32 new bytes, for 300 seconds', async () => {
    const ask = () => post(house, `${house.origins.attester}/account/challenge`, {});
    const [first, second] = [await ask(), await ask()];
    const answer = { nonce: expect.stringMatching(/^[\w-]{43}$/), expires: expect.any(Number) };
    expect(first).toEqual({ status: 200, answer });
    // The clock runs on while the test does.
    expect(Math.abs(first.answer.expires - WEDNESDAY_NOON - 300)).toBeLessThan(10);
    expect(second.answer.nonce).not.toBe(first.answer.nonce);
  });
});

describe('whoever reads their account', () => {
  it('sees ages, expiry, passkeys and what was drawn, and the answer holds nothing else', async () => {
    const passkey = await enrol(house);
    await draw(passkey);
    await draw(passkey);
    const { nonce, assertion } = await proveFor(house, passkey, 'read');
    const message = { nonce: Buffer.from(nonce).toString('base64url'), assertion };
    const { status, answer } = await post(house, `${house.origins.attester}/account/read`, message);
    const credentialId = Buffer.from(passkey.credentialId).toString('base64url');
    expect([status, answer]).toEqual([
      200,
      {
        thresholds: [18],
        expires: expect.any(Number),
        passkeys: [{ credentialId, counter: 0 }],
        drawn: [{ threshold: 18, epoch: slot.tokenKey.epoch, drawn: 2, of: 3 }],
      },
    ]);
    expect(answer.expires).toBeGreaterThan(WEDNESDAY_NOON);
  });

  it('sees an account of which nothing was drawn, and of weeks that are past nothing', async () => {
    const passkey = await enrol(house);
    expect((await read(passkey)).drawn).toEqual([]);
    await draw(passkey);
    expect((await read(passkey)).drawn).toHaveLength(1);
    await house.jump(WEDNESDAY_NOON + 7 * 86_400);
    expect((await read(passkey)).drawn).toEqual([]);
  });

  it('leaves the signature counter behind, as any act does that does not erase', async () => {
    const passkey = await enrol(house);
    const sign = async (act: 'read' | 'share', counter: number) => {
      const nonce = await fetchAccountNonce(attester, house.fetch);
      const challenge = await accountAssertionChallenge(nonce, act);
      return { nonce, assertion: passkey.assert(challenge, undefined, { counter }) };
    };
    const counterOf = ({ passkeys }: AccountView) => passkeys[0]?.counter;
    expect(counterOf(await readAccount(attester, await sign('read', 5), house.fetch))).toBe(5);
    await releaseShare(attester, await sign('share', 6), house.fetch);
    expect(await outcome(readAccount(attester, await sign('read', 6), house.fetch))).toBe('ERR_ASSERTION');
    expect(counterOf(await readAccount(attester, await sign('read', 7), house.fetch))).toBe(7);
  });
});

describe('a share', () => {
  it('is 32 bytes, the same every time for one passkey, and another for each', async () => {
    const passkey = await enrol(house);
    const share = await shareOf(passkey);
    expect(share).toHaveLength(32);
    expect(await shareOf(passkey)).toEqual(share);
    const further = await addFurther(house, passkey);
    const shares = [share, await shareOf(further), await shareOf(await enrol(house))];
    expect(new Set(shares.map(formatHex)).size).toBe(3);
    expect(await shareOf(passkey)).toEqual(share);
  });

  it('is in no store and no log', async () => {
    const share = await shareOf(await enrol(house));
    const files = readdirSync(house.folder).filter((name) => name.startsWith('attester.db'));
    const store = concat(...files.map((name) => readFileSync(join(house.folder, name))));
    expect(store.length).toBeGreaterThan(4096);
    expect(occursIn(store, share)).toBe(false);
    expect(occursIn(Buffer.from([...house.logs.values()].flat().join('')), share)).toBe(false);
  });

  it('is another when a stranger takes over the credential id of an account that is gone', async () => {
    const passkey = await enrol(house);
    const share = await shareOf(passkey);
    await erase(passkey);
    const thief = createSoftwarePasskey(house.origins.wallet, undefined, passkey.credentialId);
    await addFurther(house, await enrol(house), thief);
    expect(await shareOf(thief)).not.toEqual(share);
  });
});

describe('a further passkey', () => {
  it('is of the same account: it reads, draws from the same quota, and vouches for another', async () => {
    const phone = await enrol(house);
    const laptop = await addFurther(house, phone);
    expect(idsOf(await read(laptop))).toEqual(hexOf(phone, laptop));
    await draw(phone);
    await draw(laptop);
    expect(await drawAll(laptop)).toBe(1);
    expect(await drawAll(phone)).toBe(0);
    const key = await addFurther(house, laptop);
    expect(idsOf(await read(key))).toEqual(hexOf(phone, laptop, key));
    expect(await drawAll(key)).toBe(0);
  });

  it('is one of five at most, and the answer says how many there are', async () => {
    const passkeys = [await enrol(house)];
    const phone = passkeys[0] as SoftwarePasskey;
    while (passkeys.length < 5) passkeys.push(await addFurther(house, phone));
    expect(await outcome(addFurther(house, phone))).toBe('ERR_QUOTA_EXCEEDED');
    expect(idsOf(await read(phone))).toEqual(hexOf(...passkeys));
  });

  it('is one of five at most when ten are added at once', async () => {
    const phone = await enrol(house);
    const added = await Promise.all(Array.from({ length: 10 }, () => outcome<unknown>(addFurther(house, phone))));
    expect(added.filter((one) => one === 'ERR_QUOTA_EXCEEDED')).toHaveLength(6);
    expect((await read(phone)).passkeys).toHaveLength(5);
  });

  it('erases the account for all of its passkeys', async () => {
    const phone = await enrol(house);
    const laptop = await addFurther(house, phone);
    await erase(laptop);
    expect(await outcome(read(phone))).toBe('ERR_ACCOUNT');
    expect(await outcome(read(laptop))).toBe('ERR_ACCOUNT');
  });
});

describe('an account that was erased', () => {
  it('answers every act, and a request of grants, as one that never was', async () => {
    const passkey = await enrol(house);
    await erase(passkey);
    const never = createSoftwarePasskey(house.origins.wallet);
    for (const one of [passkey, never]) {
      for (const act of Object.values(ACTS)) expect(await outcome(act(one))).toBe('ERR_ACCOUNT');
      expect(await outcome(draw(one))).toBe('ERR_ACCOUNT');
    }
  });

  it('is gone from the store but for the counts and the keyed hash of the evidence', async () => {
    const passkey = await enrol(house);
    await draw(passkey);
    const before = readAttesterStore(house);
    await erase(passkey);
    const after = readAttesterStore(house);
    expect(after.accounts).toHaveLength(before.accounts.length - 1);
    expect(before.passkeys.filter((row) => !after.passkeys.includes(row))).toEqual([
      expect.stringContaining(formatHex(passkey.credentialId)),
    ]);
    expect([after.grants, after.evidence]).toEqual([before.grants, before.evidence]);
  });

  it('is re-entered by the same evidence with its counts: erasing refreshes no quota', async () => {
    const proof = await obtainProof(house);
    const first = await enrol(house, proof);
    expect(await drawAll(first)).toBe(3);
    await erase(first);
    const second = await enrol(house, proof);
    expect(await drawAll(second)).toBe(0);
    expect((await read(second)).drawn).toEqual([{ threshold: 18, epoch: slot.tokenKey.epoch, drawn: 3, of: 3 }]);
  });

  it('is not re-entered by other evidence: that makes an account with a quota of its own', async () => {
    const first = await enrol(house, await obtainProof(house));
    expect(await drawAll(first)).toBe(3);
    await erase(first);
    const other = await enrol(house, await obtainProof(house));
    expect((await read(other)).drawn).toEqual([]);
    expect(await drawAll(other)).toBe(3);
  });
});

describe('losing every device', () => {
  it('ends with the same evidence in the same account, whose old passkeys are good for nothing', async () => {
    const proof = await obtainProof(house);
    const lost = await enrol(house, proof);
    const alsoLost = await addFurther(house, lost);
    await draw(lost);
    const found = await enrol(house, proof);
    const { passkeys, drawn } = await read(found);
    expect(passkeys.map((one) => formatHex(one.credentialId))).toEqual(hexOf(found));
    expect(drawn).toEqual([expect.objectContaining({ drawn: 1 })]);
    for (const old of [lost, alsoLost]) expect(await outcome(shareOf(old))).toBe('ERR_ACCOUNT');
  });

  it('bounds what a person can lend in a week by the pieces of evidence: 90 visits for each', async () => {
    const pieces = 2;
    let grants = 0;
    for (let i = 0; i < pieces; i++) {
      const proof = await obtainProof(house);
      // Whatever a lender does between: erase, start again, add a passkey.
      const first = await enrol(house, proof);
      await draw(first);
      await erase(first);
      const second = await enrol(house, proof);
      grants += 1 + (await drawAll(await addFurther(house, second)));
    }
    expect(grants * BATCH_SIZE).toBe(90 * pieces);
  });
});

it('an account that expired answers every act as one that never was', async () => {
  const passkey = await enrol(house);
  await house.clock.set(WEDNESDAY_NOON + 120 * 86_400);
  for (const act of Object.values(ACTS)) expect(await outcome(act(passkey))).toBe('ERR_ACCOUNT');
});
