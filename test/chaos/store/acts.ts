import { type SqliteDatabase, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { sqliteGrants } from '../../../services/storage/grants.ts';
import { accountsOn } from '../../ports/adapters.ts';
import { figure, NOON } from '../../ports/figures.ts';

/** What must not be forgotten once it was acknowledged. */
interface Act {
  /** Does the act of that number; resolves when it is acknowledged. */
  do(number: number): Promise<unknown>;
  /** Whether the act of that number is remembered. */
  isKept(number: number): Promise<boolean>;
}

interface ActRow {
  readonly title: string;
  open(database: SqliteDatabase, now: () => number): Act;
}

const UNTIL = NOON + 1000;

export const ACTS = {
  spend: {
    title: 'spends',
    open(database, now) {
      const set = sqliteSpentSet(database, { now });
      const spend = (number: number): Promise<boolean> => set.spend(figure(number), UNTIL);
      return { do: spend, isKept: async (number) => !(await spend(number)) };
    },
  },
  grant: {
    title: 'grants',
    open(database, now) {
      const grants = sqliteGrants(database, { now });
      const claim = (number: number, k: number): Promise<boolean> =>
        grants.claim(figure(number % 100), 18, '2026-W47', figure(number), k);
      // A claim that is remembered is free, even where nothing new is granted.
      return { do: (number) => claim(number, Number.MAX_SAFE_INTEGER), isKept: (number) => claim(number, 0) };
    },
  },
  enrol: {
    title: 'accounts',
    open(database, now) {
      const accounts = accountsOn(database, now);
      const passkey = (number: number) => ({
        credentialId: figure(number),
        publicKey: figure(`${number}`),
        counter: 0,
      });
      return {
        do: (number) =>
          accounts.save({ once: figure(-number), passkey: passkey(number), thresholds: [18], expires: UNTIL }),
        async isKept(number) {
          const found = await accounts.find(figure(number));
          return found?.passkeys.length === 1 && found.thresholds[0] === 18 && found.expires === UNTIL;
        },
      };
    },
  },
} satisfies Record<string, ActRow>;

export type ActName = keyof typeof ACTS;
