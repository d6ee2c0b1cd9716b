import {
  deriveKek,
  deriveOnlineKek,
  importDataKey,
  openPending,
  openToken,
  type PendingMint,
  type PendingRecord,
  prfSalt,
  sealToken,
  type TokenRecord,
  unwrapDataKey,
  type WrapRecord,
  wrapDataKey,
} from '@bauta/sdk/client';
import { type Bytes, concat, parseHex } from '@bauta/sdk/protocol';
import { type Case, same } from '../case.ts';
import type { HexToken, SpecFile } from '../material.ts';
import { drawnFrom } from '../numbers.ts';
import { tokenOf } from '../site.ts';
import type { WriteGroups } from '../write-groups.ts';

interface RecordCase {
  readonly store: 'wraps' | 'tokens' | 'pending';
  readonly record: Readonly<Record<string, string | number>>;
  readonly plaintext?: string;
  readonly plaintextHash?: string;
}

type RecordKeys = Readonly<Record<'prf' | 'prfSalt' | 'dataKey', string>>;

const BYTES = ['id', 'iv', 'ct', 'credentialId'];

const hash = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** What a batch under way holds, as it is sealed. */
function plainOf({ body, grant, tokens }: PendingMint): Bytes {
  const parts = tokens.flatMap(({ input, inverse, holder }) => [input, inverse, holder.d, holder.x, holder.y]);
  return concat(body, grant.input, grant.inverse, grant.request, ...parts);
}

async function judge({ store, record, ...expected }: RecordCase, keys: RecordKeys): Promise<unknown> {
  const members = Object.entries(record).map(([name, value]) => [
    name,
    BYTES.includes(name) ? parseHex(String(value)) : value,
  ]);
  const stored: unknown = Object.fromEntries(members);
  const dataKey = await importDataKey(parseHex(keys.dataKey));
  const open: Readonly<Record<RecordCase['store'], () => Promise<Bytes>>> = {
    wraps: async () => unwrapDataKey(await deriveKek(parseHex(keys.prf)), stored as WrapRecord),
    async tokens() {
      const { token, holder } = await openToken(dataKey, stored as TokenRecord);
      return concat(token, holder.d, holder.x, holder.y);
    },
    pending: async () => plainOf(await openPending(dataKey, stored as PendingRecord)),
  };
  const plain = await open[store]();
  if (expected.plaintext !== undefined) same(plain, expected.plaintext);
  if (expected.plaintextHash !== undefined) same(await hash(plain), expected.plaintextHash);
  return hash(plain);
}

const draw = drawnFrom(5);
const [local, share, id, raw] = [draw(32), draw(32), draw(16), draw(32)];

/** Sealed here, and opened again. */
function sealed(token: HexToken | undefined): readonly Case[] {
  if (!token) throw new Error('no token');
  const held = tokenOf(token);
  const place = { id, epoch: '2026-W47', threshold: 18, minted: 1_795_255_200 };
  const change = (name: string, edit: (record: TokenRecord) => Partial<TokenRecord>): Case => ({
    name: `a token, ${name}`,
    expected: 'ERR_RECORD',
    async run() {
      const dataKey = await importDataKey(raw);
      const record = await sealToken(dataKey, held, place);
      return openToken(dataKey, { ...record, ...edit(record) });
    },
  });
  const place2 = { credentialId: id, attester: 'attester.example', local };
  return [
    {
      name: 'a token',
      expected: 'accepted',
      async run() {
        const dataKey = await importDataKey(raw);
        return same(await openToken(dataKey, await sealToken(dataKey, held, place)), held);
      },
    },
    change('of another epoch', () => ({ epoch: '2026-W46' })),
    change('of another age', () => ({ threshold: 15 })),
    change('minted later', ({ minted }) => ({ minted: minted + 1 })),
    change('cut short', ({ ct }) => ({ ct: ct.slice(1) })),
    change('without a nonce', () => ({ iv: new Uint8Array() })),
    {
      name: 'the data key under both halves',
      expected: 'accepted',
      async run() {
        const kek = await deriveOnlineKek(local, share);
        return same(await unwrapDataKey(kek, await wrapDataKey(kek, raw, place2)), raw);
      },
    },
    {
      name: 'the data key under the halves swapped',
      expected: 'ERR_RECORD',
      async run() {
        const record = await wrapDataKey(await deriveOnlineKek(local, share), raw, place2);
        return unwrapDataKey(await deriveOnlineKek(share, local), record);
      },
    },
    { name: 'a half of 31 bytes', expected: 'TypeError', run: () => deriveOnlineKek(local.slice(1), share) },
    {
      name: 'a key that is asked for',
      expected: 'accepted',
      run: async () => same((await importDataKey(raw)).extractable, false),
    },
  ];
}

/** The wallet at rest. */
export const records: WriteGroups = ({ spec, scene }) => {
  const file = spec.records as SpecFile<RecordCase, RecordKeys>;
  return [
    {
      name: 'spec/vectors/records.json',
      cases: file.cases.map((one) => ({ name: one.id, expected: one.result, run: () => judge(one, file) })),
    },
    {
      name: 'records sealed and opened',
      cases: [
        { name: 'salt', expected: 'accepted', run: async () => same(await prfSalt(), file.prfSalt) },
        ...sealed(scene.tokens[0]),
      ],
    },
  ];
};
