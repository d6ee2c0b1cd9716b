import { type HeldToken, request, systemRandomness } from '@bauta/sdk/client';
import { type Bytes, concat } from '@bauta/sdk/protocol';
import { eightBytes, milliseconds } from '../games/material.ts';
import { type Asker, type Crypto, HONEST, type Policy, type Stocked, type WorldPorts } from '../world/ports.ts';
import { requestWithNonces } from './free-nonces.ts';
import { createLocalIssuer } from './local-issuer.ts';

/** A fault that somebody could build, on purpose or not. Whoever plays the games must see it. */
export interface Mutant {
  readonly name: string;
  readonly about: string;
  /** What gives it away: what is in the bytes, or when they are sent. */
  readonly by: 'values' | 'times';
  /** Made anew for each world. */
  readonly open: () => WorldPorts;
}

const withCrypto = (crypto: Partial<Crypto>): WorldPorts => ({ ...HONEST, crypto: { ...HONEST.crypto, ...crypto } });
const withPolicy = (policy: Partial<Policy>): WorldPorts => ({ ...HONEST, policy: { ...HONEST.policy, ...policy } });

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

/** The issuer has a key for each name that somebody is given, and its sites take them all. */
function keyBy(nameOf: (asker: Asker) => string): WorldPorts {
  const issuer = createLocalIssuer();
  return withCrypto({
    keyFor: (listed, asker) => issuer.keyFor(listed, nameOf(asker)),
    issue: ({ pending }) => issuer.issue(pending),
    furtherKeys: issuer.keys,
  });
}

const withNonces = (nonceOf: (asker: Asker, index: number) => Bytes): WorldPorts =>
  withCrypto({
    prepare: (keys, asker) => requestWithNonces(keys, (index) => nonceOf(asker, index)),
    isLenient: true,
  });

const oldest = (usable: readonly Stocked[]): Stocked =>
  usable.reduce((first, one) => (one.epoch < first.epoch || one.minted < first.minted ? one : first));

const newest = (usable: readonly Stocked[]): Stocked =>
  usable.reduce((last, one) => (one.minted > last.minted ? one : last));

/** Shows every token under one key of the person: its proof is right, its thumbprint is not the token's nonce. */
function stableHolder(): WorldPorts {
  const holders = new Map<number, HeldToken['holder'] | Promise<HeldToken['holder']>>();
  return withCrypto({
    isLenient: true,
    async present(held, asked, person) {
      if (!holders.has(person)) holders.set(person, systemRandomness.generateHolder());
      const holder = await (holders.get(person) as HeldToken['holder']);
      return HONEST.crypto.present({ ...held, holder }, asked, person);
    },
  });
}

/** All tokens of a person's week are held by one key, so their nonces are one. */
function oneNonce(): WorldPorts {
  const holders = new Map<string, Promise<HeldToken['holder']>>();
  return withCrypto({
    async prepare(keys, { person }) {
      const week = `${person} ${keys.tokenKey.epoch}`;
      const drawn = holders.get(week) ?? Promise.resolve(systemRandomness.generateHolder());
      holders.set(week, drawn);
      const holder = await drawn;
      return request(keys, { ...systemRandomness, generateHolder: () => holder });
    },
    isLenient: true,
  });
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'per-user key',
    about: 'the issuer signs each person’s tokens with a key of their own',
    by: 'values',
    open: () => keyBy(({ person }) => String(person)),
  },
  {
    name: 'timestamp in token',
    about: 'the nonce begins with the time of minting, in milliseconds',
    by: 'values',
    open: () => withNonces(({ now }) => concat(milliseconds(now), random(24))),
  },
  {
    name: 'sequential id',
    about: 'the nonce begins with the number of the batch',
    by: 'values',
    open: () => withNonces(({ serial }) => concat(eightBytes(serial), random(24))),
  },
  {
    name: 'size leak',
    about: 'what a wallet posts is as long as its account’s number is great',
    by: 'values',
    open: () =>
      withCrypto({
        present: async (held, asked, person) => ({
          ...(await HONEST.crypto.present(held, asked, person)),
          beside: ' '.repeat(person),
        }),
      }),
  },
  { name: 'stable holder key', about: 'one key of the person signs at every site', by: 'values', open: stableHolder },
  { name: 'nonce reuse', about: 'the tokens of a person’s week share one nonce', by: 'values', open: oneNonce },
  {
    name: 'method in key',
    about: 'the issuer has a key for each method of proof',
    by: 'values',
    open: () => keyBy(({ method }) => method),
  },
  {
    name: 'on-demand minting',
    about: 'visits are fetched when a site asks',
    by: 'times',
    open: () =>
      withPolicy({
        ...{ fetchesAhead: false, fetchesForVisit: () => 'always', rest: 0 },
        ...{ choose: newest, batchesAWeek: Number.POSITIVE_INFINITY, batchSize: 1 },
      }),
  },
  {
    name: 'refill when empty',
    about: 'visits are fetched when a site asks and none is left',
    by: 'times',
    open: () =>
      withPolicy({ fetchesAhead: false, fetchesForVisit: (usable) => (usable === 0 ? 'due' : 'never'), rest: 0 }),
  },
  {
    name: 'oldest token first',
    about: 'the wallet takes the oldest that is still good, of whatever week',
    by: 'times',
    open: () => withPolicy({ choose: oldest, usesStockRule: false }),
  },
];
