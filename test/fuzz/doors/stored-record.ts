import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import {
  deriveKek,
  importDataKey,
  openPending,
  openToken,
  type PendingRecord,
  sealPending,
  sealToken,
  type TokenRecord,
  unwrapDataKey,
  type WrapRecord,
  wrapDataKey,
} from '@bauta/sdk/client';
import { type Bytes, epochAfter } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { isPendingRecord, isTokenRecord, isWrapRecord } from '../../../services/wallet/pages/keep/stored-shapes.ts';
import { p256FromSeed } from '../../generate/vectors/es256.ts';
import { seeded } from '../../generate/vectors/seeded.ts';
import { NOW } from '../../generate/vectors/world.ts';
import type { Door } from '../door.ts';
import { anyBytes, mutated } from '../mutate.ts';
import { endOf, promise } from '../promise.ts';

const EPOCH = '2026-W47';

type Stored = Readonly<Record<string, unknown>>;

/** A good record, what it opens to, and the members that the sealing vouches for. */
interface Good {
  readonly record: Stored;
  readonly content: unknown;
}

/** A kind of record: whether it has the form, and what it opens to. */
interface Kind {
  readonly name: string;
  readonly isWell: (value: unknown) => boolean;
  readonly open: (value: Stored) => Promise<unknown>;
  readonly sealed: readonly string[];
  readonly good: readonly Good[];
}

/** What lies in IndexedDB. Inputs are structured clones (`v8.serialize`), as the browser's database keeps them. */
export const storedRecord: Door = {
  about: 'records in the browser: their shapes, openToken, openPending, unwrapDataKey',
  async open() {
    const kinds = await createKinds();
    const records = kinds.flatMap(({ good }) => good.map(({ record }) => record));
    return {
      inputs: fc.oneof(
        { weight: 6, arbitrary: edited(records) },
        { weight: 2, arbitrary: mutated(records.map(freeze)) },
        { weight: 1, arbitrary: shaped(records) },
        { weight: 1, arbitrary: fc.anything({ withTypedArray: true, withDate: true, withMap: true }).map(freeze) },
      ),
      async enter(input) {
        let value: unknown;
        try {
          value = deserialize(input);
        } catch {
          return 'no structured clone';
        }
        const outcomes = [];
        for (const kind of kinds) outcomes.push(await judge(kind, value));
        return outcomes.filter((outcome) => outcome !== '').join(', ') || 'no record';
      },
    };
  },
};

async function judge({ name, isWell, open, sealed, good }: Kind, value: unknown): Promise<string> {
  const shape = await endOf(() => isWell(value), []);
  promise('value' in shape && typeof shape.value === 'boolean', `${name}: the shape is neither true nor false`);
  if (value === null || typeof value !== 'object') {
    promise(!shape.value, `${name}: no object has the form`);
    return '';
  }
  const record = value as Stored;
  const ended = await endOf(() => open(record), ['ERR_RECORD']);
  if ('refusal' in ended) return shape.value ? `${name}: ${ended.refusal}` : '';
  const isKnown = good.some(({ content }) => isDeepStrictEqual(ended.value, content));
  promise(isKnown, `${name}: opened to something that was never sealed`);
  // What has another form opens if its bytes are the same; the wallet passes over it before.
  const isSame = good.some(
    ({ record: one, content }) =>
      isDeepStrictEqual(content, ended.value) &&
      sealed.every((member) => isDeepStrictEqual(plain(record[member]), one[member])),
  );
  promise(isSame || !shape.value, `${name}: an edited record opened`);
  return shape.value ? `${name}: opened` : `${name}: opened, and is passed over for its form`;
}

/** Node reads bytes back as views of one buffer, or as its own kind of them. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? Uint8Array.from(value) : value;
}

function freeze(value: unknown): Bytes {
  return new Uint8Array(serialize(value));
}

async function createKinds(): Promise<readonly Kind[]> {
  const draw = seeded('fuzzed records');
  const bytes = (length: number): Bytes => draw(length);
  const [key, kek] = [await importDataKey(bytes(32)), await deriveKek(bytes(32))];
  const [one, other] = [p256FromSeed('one'), p256FromSeed('other')];

  const tokens = await Promise.all(
    [one, other].map(async (holder, i): Promise<Good> => {
      const content = { token: bytes(354), holder };
      const place = { id: bytes(16), epoch: epochAfter(EPOCH, i), threshold: 18, minted: NOW + i };
      return { record: { ...(await sealToken(key, content, place)) }, content };
    }),
  );
  const mint = {
    threshold: 18,
    epoch: EPOCH,
    generation: 1,
    body: bytes(7772),
    grant: { input: bytes(98), inverse: bytes(256), request: bytes(259) },
    tokens: Array.from({ length: 30 }, () => ({ input: bytes(98), inverse: bytes(256), holder: one })),
  };
  const pending = [{ record: { ...(await sealPending(key, bytes(16), mint)) }, content: mint }];
  const dataKey = bytes(32);
  const places = [
    { credentialId: bytes(20), attester: 'attester.example' },
    { credentialId: bytes(64), attester: 'other.example', local: bytes(32) },
  ];
  const wraps = await Promise.all(
    places.map(async (place) => ({ record: { ...(await wrapDataKey(kek, dataKey, place)) }, content: dataKey })),
  );
  return [
    {
      name: 'token',
      isWell: isTokenRecord,
      open: (value) => openToken(key, value as unknown as TokenRecord),
      sealed: ['id', 'epoch', 'threshold', 'minted', 'iv', 'ct'],
      good: tokens,
    },
    {
      name: 'pending',
      isWell: isPendingRecord,
      open: (value) => openPending(key, value as unknown as PendingRecord),
      sealed: ['id', 'epoch', 'threshold', 'generation', 'iv', 'ct'],
      good: pending,
    },
    {
      name: 'wrap',
      isWell: isWrapRecord,
      open: (value) => unwrapDataKey(kek, value as unknown as WrapRecord),
      // The attester's name is no secret's business: who edits it sends the person to a checker that knows them not.
      sealed: ['credentialId', 'iv', 'ct'],
      good: wraps,
    },
  ];
}

/** Good records with members changed, swapped, added or left out. */
function edited(records: readonly Stored[]): fc.Arbitrary<Bytes> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const strange = fc.oneof(
    fc.constantFrom<unknown>(undefined, null, -1, 0.5, 2 ** 32, 2 ** 53, Number.NaN, '', '2026-W54', '2026-w47', '18'),
    fc.constantFrom(18 + 256, 18 - 256, NOW - 2 ** 32, NOW + 2 ** 32, '2026-W46', EPOCH, 21, 'ＡＴＴester', '\u0000'),
    fc.anything({ withTypedArray: true }),
  );
  const bytesOf = records.flatMap((record) =>
    Object.values(record).filter((value): value is Bytes => value instanceof Uint8Array),
  );
  const value = fc.oneof(strange, mutated(bytesOf), fc.constantFrom(...records.flatMap(Object.values)), anyBytes(70));
  const edit = fc.tuple(fc.constantFrom(...names, 'more', '__proto__'), fc.option(value, { freq: 8, nil: 'gone' }));
  return fc
    .tuple(fc.constantFrom(...records), fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([record, edits]) => {
      const changed: Record<string, unknown> = { ...record };
      for (const [name, put] of edits) {
        if (put === 'gone') delete changed[name];
        else Object.defineProperty(changed, name, { value: put, enumerable: true, configurable: true, writable: true });
      }
      return freeze(changed);
    });
}

/** Records that have the form and were never sealed. */
function shaped(records: readonly Stored[]): fc.Arbitrary<Bytes> {
  const filled = (value: unknown, fill: number): unknown =>
    value instanceof Uint8Array ? new Uint8Array(value.length).fill(fill) : value;
  return fc
    .tuple(fc.constantFrom(...records), fc.nat(255))
    .map(([record, fill]) =>
      freeze(Object.fromEntries(Object.entries(record).map(([name, value]) => [name, filled(value, fill)]))),
    );
}
