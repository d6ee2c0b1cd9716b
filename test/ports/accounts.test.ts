import { type Bytes, formatHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { Account, Enrolment, Passkey } from '../../services/storage/ports.ts';
import { accountsOn } from './adapters.ts';
import { sqliteBodies } from './bodies.ts';
import { figure, NOON, upTo } from './figures.ts';
import { objectBody, startObjects } from './object-bodies.ts';
import { RACE_TIMEOUT, race } from './race.ts';
import { raced } from './raced.ts';
import { outcome } from './refusals.ts';

const BODIES = [...sqliteBodies(accountsOn), objectBody(startObjects(), (place, now) => place.accounts(now))];
const YEAR = 365 * 86_400;

const passkey = (name: string, counter = 0): Passkey => ({
  credentialId: figure(`id of ${name}`),
  publicKey: figure(`key of ${name}`),
  counter,
});
const enrolment = (name: string, once?: Bytes, expires = NOON + YEAR): Enrolment => ({
  ...(once ? { once } : {}),
  passkey: passkey(name),
  thresholds: [18],
  expires,
});

describe.each(BODIES)('Accounts on $name', (body) => {
  it('finds what was saved by its passkey, and nothing else', async () => {
    const { store } = await body.open();
    const saved = await store.save({ ...enrolment('phone', figure('evidence')), thresholds: [15, 18] });
    expect(saved).toEqual({ id: saved.id, passkeys: [passkey('phone')], thresholds: [15, 18], expires: NOON + YEAR });
    expect(saved.id).toHaveLength(16);
    expect(await store.find(figure('id of phone'))).toEqual(saved);
    expect(await store.find(figure('id of laptop'))).toBeUndefined();
  });

  it('makes a new account of every entry without once', async () => {
    const { store } = await body.open();
    const accounts = await Promise.all(upTo(20).map((i) => store.save(enrolment(`passkey ${i}`))));
    expect(new Set(accounts.map(({ id }) => formatHex(id))).size).toBe(20);
  });

  it('re-enters the account of a known once: new passkey, thresholds and expiry, the same id', async () => {
    const { store } = await body.open();
    const first = await store.save(enrolment('lost phone', figure('evidence')));
    const second = await store.save({
      ...enrolment('new phone', figure('evidence'), NOON + 2 * YEAR),
      thresholds: [15, 18],
    });
    expect(second.id).toEqual(first.id);
    expect(second.passkeys).toEqual([passkey('new phone')]);
    expect(second.thresholds).toEqual([15, 18]);
    expect(second.expires).toBe(NOON + 2 * YEAR);
    expect(await store.find(figure('id of lost phone'))).toBeUndefined();
    expect(await store.find(figure('id of new phone'))).toEqual(second);
  });

  it('ends in one account when one once comes 50 times at once', async () => {
    const { store } = await body.open();
    const accounts = await Promise.all(upTo(50).map((i) => store.save(enrolment(`p${i}`, figure('evidence')))));
    expect(new Set(accounts.map(({ id }) => formatHex(id))).size).toBe(1);
    const found = await Promise.all(upTo(50).map((i) => store.find(figure(`id of p${i}`))));
    expect(found.filter((account) => account !== undefined)).toHaveLength(1);
  });

  it('takes the same passkey with the same once again', async () => {
    const { store } = await body.open();
    const first = await store.save(enrolment('phone', figure('evidence')));
    expect(await store.save(enrolment('phone', figure('evidence')))).toEqual(first);
  });

  it("refuses another account's passkey, and changes nothing", async () => {
    const { store } = await body.open();
    const first = await store.save(enrolment('phone', figure('evidence')));
    const other = await store.save(enrolment('laptop', figure('other evidence')));
    const stolen = { ...passkey('phone'), publicKey: figure("thief's key") };
    for (const once of [undefined, figure('new evidence'), figure('other evidence')]) {
      expect(await outcome(store.save({ ...enrolment('x', once), passkey: stolen }))).toBe('ERR_REGISTRATION');
      expect(await outcome(store.save({ ...enrolment('x', once), passkey: passkey('phone') }))).toBe(
        'ERR_REGISTRATION',
      );
    }
    expect(await store.find(figure('id of phone'))).toEqual(first);
    expect(await store.find(figure('id of laptop'))).toEqual(other);
  });

  it('raises the counter of a passkey that was seen, never lowers it, and changes nothing else', async () => {
    const { store } = await body.open();
    const account = await store.save(enrolment('phone', figure('evidence')));
    const seen = (counter: number) => store.save({ account: account.id, credentialId: figure('id of phone'), counter });
    expect(await seen(7)).toEqual({ ...account, passkeys: [passkey('phone', 7)] });
    expect(await seen(5)).toEqual({ ...account, passkeys: [passkey('phone', 7)] });
    await Promise.all(upTo(20).map((i) => seen(30 - i)));
    expect((await store.find(figure('id of phone')))?.passkeys).toEqual([passkey('phone', 30)]);
  });

  it("refuses a seen passkey that is unknown or another account's", async () => {
    const { store } = await body.open();
    const { id } = await store.save(enrolment('phone'));
    await store.save(enrolment('laptop'));
    for (const name of ['laptop', 'nothing']) {
      const seen = { account: id, credentialId: figure(`id of ${name}`), counter: 9 };
      expect(await outcome(store.save(seen))).toBe('ERR_ACCOUNT');
    }
    expect((await store.find(figure('id of laptop')))?.passkeys).toEqual([passkey('laptop', 0)]);
  });

  describe('a further passkey', () => {
    const vouched = (account: Bytes, by: string, name: string, counter = 0) => ({
      account,
      credentialId: figure(`id of ${by}`),
      counter,
      further: passkey(name),
    });
    const names = (account: Account): string[] => account.passkeys.map(({ publicKey }) => formatHex(publicKey)).sort();
    const keysOf = (...of: string[]): string[] => of.map((name) => formatHex(passkey(name).publicKey)).sort();

    it('opens the same account, and raises the counter of the one that vouches', async () => {
      const { store } = await body.open();
      const account = await store.save(enrolment('phone', figure('evidence')));
      const saved = await store.save(vouched(account.id, 'phone', 'laptop', 4));
      expect({ ...saved, passkeys: [] }).toEqual({ ...account, passkeys: [] });
      expect(names(saved)).toEqual(keysOf('phone', 'laptop'));
      expect(saved.passkeys).toContainEqual(passkey('phone', 4));
      expect(await store.find(figure('id of laptop'))).toEqual(saved);
      expect(await store.find(figure('id of phone'))).toEqual(saved);
      const third = await store.save(vouched(account.id, 'laptop', 'key'));
      expect(names(third)).toEqual(keysOf('phone', 'laptop', 'key'));
    });

    it('is refused when it would be the sixth, and nothing is changed', async () => {
      const { store } = await body.open();
      const { id } = await store.save(enrolment('p0'));
      for (const i of [1, 2, 3, 4]) await store.save(vouched(id, 'p0', `p${i}`));
      const full = await store.find(figure('id of p0'));
      expect(full?.passkeys).toHaveLength(5);
      expect(await outcome(store.save(vouched(id, 'p0', 'p5', 9)))).toBe('ERR_QUOTA_EXCEEDED');
      expect(await store.find(figure('id of p5'))).toBeUndefined();
      expect(await store.find(figure('id of p0'))).toEqual(full);
    });

    it('is refused when its id is known, the account’s own included, and nothing is changed', async () => {
      const { store } = await body.open();
      const account = await store.save(enrolment('phone'));
      const other = await store.save(enrolment('laptop'));
      for (const name of ['laptop', 'phone']) {
        const stolen = { ...passkey(name), publicKey: figure("thief's key") };
        const entry = { ...vouched(account.id, 'phone', name, 9), further: stolen };
        expect(await outcome(store.save(entry))).toBe('ERR_REGISTRATION');
      }
      expect(await store.find(figure('id of phone'))).toEqual(account);
      expect(await store.find(figure('id of laptop'))).toEqual(other);
    });

    it('is refused when who vouches is unknown, another account’s, erased or replaced', async () => {
      const { store } = await body.open();
      const { id } = await store.save(enrolment('phone', figure('evidence')));
      await store.save(enrolment('stranger'));
      for (const by of ['stranger', 'nobody']) {
        expect(await outcome(store.save(vouched(id, by, 'laptop')))).toBe('ERR_ACCOUNT');
      }
      await store.save(enrolment('new phone', figure('evidence')));
      expect(await outcome(store.save(vouched(id, 'phone', 'laptop')))).toBe('ERR_ACCOUNT');
      await store.erase(id);
      expect(await outcome(store.save(vouched(id, 'new phone', 'laptop')))).toBe('ERR_ACCOUNT');
      expect(await store.find(figure('id of laptop'))).toBeUndefined();
    });

    it('goes with the others when known evidence is shown again, and when the account is erased', async () => {
      const { store } = await body.open();
      const { id } = await store.save(enrolment('phone', figure('evidence')));
      await store.save(vouched(id, 'phone', 'laptop'));
      const again = await store.save(enrolment('new phone', figure('evidence')));
      expect(again.passkeys).toEqual([passkey('new phone')]);
      expect(await store.find(figure('id of laptop'))).toBeUndefined();
      await store.save(vouched(id, 'new phone', 'laptop'));
      await store.erase(id);
      expect(await store.find(figure('id of laptop'))).toBeUndefined();
    });

    it('may have an id that a past account held', async () => {
      const { store, clock } = await body.open();
      await store.save(enrolment('laptop', undefined, NOON + 100));
      const { id } = await store.save(enrolment('phone'));
      clock.now += 100;
      expect(names(await store.save(vouched(id, 'phone', 'laptop')))).toEqual(keysOf('phone', 'laptop'));
    });

    it('makes five of twenty at once', async () => {
      const { store, another } = await body.open();
      const stores = body.lasts ? [store, await another()] : [store];
      const { id } = await store.save(enrolment('p'));
      const add = (i: number) => (stores[i % stores.length] as typeof store).save(vouched(id, 'p', `p${i}`));
      const outcomes = await Promise.all(upTo(20).map((i) => outcome<unknown>(add(i))));
      expect(outcomes.filter((one) => one === 'ERR_QUOTA_EXCEEDED')).toHaveLength(16);
      expect((await store.find(figure('id of p')))?.passkeys).toHaveLength(5);
    });
  });

  it('answers an expired account as one never proved, and frees its passkey', async () => {
    const { store, clock } = await body.open();
    const { id } = await store.save(enrolment('phone', undefined, NOON + 100));
    clock.now += 99;
    expect(await store.find(figure('id of phone'))).toBeDefined();
    clock.now += 1;
    expect(await store.find(figure('id of phone'))).toBeUndefined();
    const seen = { account: id, credentialId: figure('id of phone'), counter: 1 };
    expect(await outcome(store.save(seen))).toBe('ERR_ACCOUNT');
    expect((await store.save(enrolment('phone'))).id).not.toEqual(id);
  });

  it('remembers a once until the latest expiry it came with', async () => {
    const { store, clock } = await body.open();
    const first = await store.save(enrolment('a', figure('evidence'), NOON + 200));
    await store.save(enrolment('b', figure('evidence'), NOON + 100));
    clock.now = NOON + 199;
    expect(await store.find(figure('id of b'))).toBeUndefined();
    expect((await store.save(enrolment('c', figure('evidence'), NOON + 200))).id).toEqual(first.id);
    clock.now = NOON + 200;
    expect((await store.save(enrolment('d', figure('evidence')))).id).not.toEqual(first.id);
  });

  it('erases the account, and lets the same evidence re-enter under the same id', async () => {
    const { store } = await body.open();
    const { id } = await store.save(enrolment('phone', figure('evidence')));
    await store.erase(id);
    await store.erase(id);
    expect(await store.find(figure('id of phone'))).toBeUndefined();
    expect((await store.save(enrolment('phone', figure('evidence')))).id).toEqual(id);
  });

  it('refuses when it is closed', async () => {
    const { store, close } = await body.open();
    close();
    const seen = { account: figure(1).slice(0, 16), credentialId: figure(1), counter: 1 };
    const acts = [store.find(figure(1)), store.save(enrolment('phone')), store.save(seen), store.erase(figure(1))];
    const outcomes = await Promise.all(acts.map((act) => outcome<unknown>(act)));
    expect(outcomes).toEqual(acts.map(() => 'ERR_STORE_UNAVAILABLE'));
  });

  it.skipIf(!body.lasts)('ends in one account over two handles (:memory: has one)', async () => {
    const { store, another } = await body.open();
    const stores = [store, await another()];
    const save = (i: number) => (stores[i % 2] as typeof store).save(enrolment(`p${i}`, figure('evidence')));
    const ids = (await Promise.all(upTo(40).map(save))).map(({ id }) => formatHex(id));
    expect(new Set(ids).size).toBe(1);
  });

  it.skipIf(!body.lasts)(
    'ends in one account over two processes (:memory: has one)',
    async () => {
      const { file } = await body.open();
      const [first, second] = await race<string[]>('enrol', file as string, NOON);
      const accounts = raced(file as string).length / 20;
      expect(first).toHaveLength(accounts);
      expect(second).toEqual(first);
      expect(new Set(first).size).toBe(accounts);
    },
    RACE_TIMEOUT,
  );

  it.skipIf(!body.lasts)('knows everything when opened again (:memory: forgets)', async () => {
    const { store, close, another } = await body.open();
    const saved = await store.save(enrolment('phone', figure('evidence')));
    close();
    const again = await another();
    expect(await again.find(figure('id of phone'))).toEqual(saved);
    expect((await again.save(enrolment('new phone', figure('evidence')))).id).toEqual(saved.id);
  });
});
