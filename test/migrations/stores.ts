import { generateKeyPairSync } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';
import { keptText, type SqliteDatabase, sqliteKeptTexts, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { sqliteAccounts } from '../../services/storage/accounts.ts';
import { sqliteBatchCounts } from '../../services/storage/batch-counts.ts';
import { sqliteGrants } from '../../services/storage/grants.ts';
import type { KeySlot, KeyVault } from '../../services/storage/ports.ts';
import { sqliteWitnessState } from '../../services/witness/witness-state.ts';
import { vaultOn } from '../ports/adapters.ts';
import { figure, NOON } from '../ports/figures.ts';
import { madeUpKey } from '../ports/made-up-key.ts';

const DAY = 86_400;
const time = { now: (): number => NOON };
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A store as a version leaves it: what is written into a new one, and what must be found in it by every later version. */
export interface StoreOfVersion {
  readonly name: string;
  readonly write: (store: SqliteDatabase) => Promise<void>;
  /** What the ports of this version answer, as plain JSON; they change nothing that matters. */
  readonly read: (store: SqliteDatabase) => Promise<unknown>;
}

const vaultOf = (store: SqliteDatabase, room: 'attester' | 'issuer'): KeyVault =>
  vaultOn(store, time.now, {
    room,
    draw: async () => ({ privateKey, publicKey: madeUpKey(`${room} of a version`) }),
    open: (pkcs8) => ({ length: pkcs8.length }) as never,
    signers: { sign: async (key) => figure((key as unknown as { length: number }).length), forget: () => {} },
  });

const accountsOf = (store: SqliteDatabase) => {
  let drawn = 0;
  return sqliteAccounts(store, { ...time, random: (length) => figure(`account ${drawn++}`).slice(0, length) as Bytes });
};

const keyOf = async (vault: KeyVault) => {
  const slot = await vault.slot(18, '2026-W47', 0);
  const retired = await vault.slot(18, '2026-W48', 0);
  // Throws when the private half does not open any more.
  const signature = await (slot as KeySlot).signer.sign(figure('anything'));
  return { made: slot?.madeAt, retired: retired?.retiredAt, signature };
};

export const STORES: readonly StoreOfVersion[] = [
  {
    name: 'site',
    async write(store) {
      const spent = sqliteSpentSet(store, time);
      await spent.spend(figure('spent'), NOON + DAY);
      await keptText(sqliteKeptTexts(store), 'directory').save('a directory');
    },
    async read(store) {
      const spent = sqliteSpentSet(store, time);
      return {
        again: await spent.spend(figure('spent'), NOON + DAY),
        fresh: await spent.spend(figure('fresh'), NOON + DAY),
        kept: await keptText(sqliteKeptTexts(store), 'directory').load(),
      };
    },
  },
  {
    name: 'attester',
    async write(store) {
      const vault = vaultOf(store, 'attester');
      await vault.create(18, '2026-W47', 0);
      const passkey = { credentialId: figure('passkey'), publicKey: figure('public key'), counter: 7 };
      const evidence = { once: figure('evidence'), thresholds: [16, 18], expires: NOON + 90 * DAY };
      const { id } = await accountsOf(store).save({ ...evidence, passkey });
      const grants = sqliteGrants(store, time);
      for (const n of [1, 2]) await grants.claim(id, 18, '2026-W47', figure(`request ${n}`), 3);
    },
    async read(store) {
      const account = await accountsOf(store).find(figure('passkey'));
      const grants = sqliteGrants(store, time);
      const id = account?.id as Bytes;
      return {
        key: await keyOf(vaultOf(store, 'attester')),
        account: account && { ...account, id: undefined, passkeys: account.passkeys.map(({ counter }) => counter) },
        drawn: await grants.drawn(id),
        third: await grants.claim(id, 18, '2026-W47', figure('request 3'), 3),
        fourth: await grants.claim(id, 18, '2026-W47', figure('request 4'), 3),
      };
    },
  },
  {
    name: 'issuer',
    async write(store) {
      const vault = vaultOf(store, 'issuer');
      await vault.create(18, '2026-W47', 0);
      const counts = sqliteBatchCounts(store);
      for (const epoch of ['2026-W46', '2026-W47', '2026-W47']) await counts.add(epoch);
      await counts.setPublished('2026-W46');
    },
    async read(store) {
      return { key: await keyOf(vaultOf(store, 'issuer')), counts: await sqliteBatchCounts(store).list() };
    },
  },
  {
    name: 'witness',
    async write(store) {
      sqliteWitnessState(store).advance('log.example', undefined, { size: 42, root: figure('root') });
    },
    async read(store) {
      const { size } = sqliteWitnessState(store).latest('log.example') ?? {};
      return { size, unseen: sqliteWitnessState(store).latest('another.example') ?? null };
    },
  },
];
