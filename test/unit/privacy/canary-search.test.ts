import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMarks } from '../../privacy/canary/marks.ts';
import { searchAll } from '../../privacy/canary/observe.ts';

const BYTES = new Uint8Array(createHash('sha512').update('a value of 64 bytes').digest());
const TEXT = 'Zoë-q7w9 d’Aix+age@mail.example';

const marks = createMarks();
marks.keep('grant', BYTES);
marks.keep('given name', TEXT);
const index = marks.index();

const hash = (name: string, value: Uint8Array | string): Buffer => createHash(name).update(value).digest();
const inside = (before: string, value: Uint8Array | string): Buffer =>
  Buffer.concat([Buffer.from(before), Buffer.from(value as string), Buffer.from('behind it')]);
const base64url = (value: Uint8Array | string): string => Buffer.from(value as string).toString('base64url');

/** Where a value is planted, and whether only its hash is there. */
type Planted = readonly [name: string, hay: Buffer | string, isHashed?: boolean];

const PLANTED: readonly Planted[] = [
  ['raw', Buffer.from(BYTES)],
  ['a part of it, raw', Buffer.from(BYTES.slice(0, 20))],
  ['hex', Buffer.from(BYTES).toString('hex')],
  ['hex in capitals', Buffer.from(BYTES).toString('hex').toUpperCase()],
  ...['', 'x', 'xy'].flatMap((before) => [
    [`base64 behind ${before.length} bytes`, inside(before, BYTES).toString('base64')] as const,
    [`base64url behind ${before.length} bytes`, inside(before, BYTES).toString('base64url')] as const,
    [
      `base64url in JSON in base64url behind ${before.length} bytes`,
      base64url(`${before}{"x":"${base64url(BYTES)}"}`),
    ] as const,
  ]),
  ['percent', [...BYTES].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
  ...['sha256', 'sha1', 'md5', 'sha512'].flatMap((name) => [
    [`${name}, raw`, hash(name, BYTES), true] as const,
    [`${name}, hex`, hash(name, BYTES).toString('hex'), true] as const,
    [`${name}, base64url`, hash(name, BYTES).toString('base64url'), true] as const,
    [`${name}, base64 behind a byte`, inside('x', hash(name, BYTES)).toString('base64'), true] as const,
    [`${name} of base64url`, hash(name, base64url(BYTES)).toString('hex'), true] as const,
    [`${name}, cut to 16 bytes`, hash(name, BYTES).subarray(0, 16).toString('base64url'), true] as const,
  ]),
];
const PLANTED_TEXTS: readonly Planted[] = [
  ['utf-8', TEXT],
  ['lower case', TEXT.toLowerCase()],
  ['utf-16', Buffer.from(TEXT, 'utf16le')],
  ['percent', encodeURIComponent(TEXT)],
  ['a form', new URLSearchParams({ name: TEXT }).toString()],
  ['JSON, escaped', [...TEXT].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
  ['base64url behind a byte', inside('x', TEXT).toString('base64url')],
  ['sha256 of the lower case', hash('sha256', TEXT.toLowerCase()).toString('hex'), true],
  ['md5', hash('md5', TEXT).toString('hex'), true],
];

describe('the search', () => {
  for (const [datum, planted] of [
    ['grant', PLANTED],
    ['given name', PLANTED_TEXTS],
  ] as const) {
    it.each(planted.map(([name, hay, isHashed = false]) => ({ name, hay, isHashed })))(
      `finds a ${datum} as $name`,
      ({ hay, isHashed }) => {
        const found = index.find(inside('what stands before it ', hay));
        expect(found.length).toBeGreaterThan(0);
        expect(new Set(found.map((one) => `${one.datum} ${one.isHashed}`))).toEqual(new Set([`${datum} ${isHashed}`]));
      },
    );
  }

  it('finds at the very beginning and the very end', () => {
    expect(index.find(Buffer.from(BYTES)).length).toBeGreaterThan(0);
    expect(index.find(Buffer.concat([Buffer.alloc(100), Buffer.from(BYTES).subarray(0, 16)])).length).toBe(1);
  });

  it('finds nothing in what is like it', () => {
    const other = BYTES.map((byte) => byte ^ 1);
    expect(index.find(Buffer.concat([other, Buffer.from(TEXT.slice(1))]))).toEqual([]);
    expect(index.find(new Uint8Array())).toEqual([]);
    expect(index.find(Buffer.from('short'))).toEqual([]);
  });

  it('takes no value that would be found by accident', () => {
    expect(() => marks.keep('grant', new Uint8Array(7))).toThrow(TypeError);
  });

  it('says where, and how much it went through', () => {
    const bytes = inside('', BYTES);
    const searched = searchAll(index, [
      { party: 'issuer', place: 'logs', name: 'a', bytes },
      { party: 'issuer', place: 'logs', name: 'b', bytes },
      { party: 'site', place: 'keeps', name: 'c', bytes: new Uint8Array(9) },
    ]);
    expect(searched.sightings).toEqual([
      { datum: 'grant', party: 'issuer', place: 'logs', form: 'clear', isHashed: false, in: ['a', 'b'] },
    ]);
    expect(searched).toMatchObject({
      haystacks: 3,
      bytes: 2 * bytes.length + 9,
      bytesOf: { 'issuer logs': 2 * bytes.length, 'site keeps': 9 },
    });
  });
});
