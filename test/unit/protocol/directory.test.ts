import {
  type Bytes,
  calendarOf,
  compareSlots,
  epochAfter,
  epochAt,
  formatBase64url,
  formatDirectory,
  formatHex,
  formatPaddedBase64url,
  keyFor,
  type PublishedKey,
  parseHex,
  readDirectory,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { writeSpki } from '../../generate/vectors/rsa.ts';
import { big, seeded, sha256 } from '../../generate/vectors/seeded.ts';
import { ISSUER, MONDAY, NOW, SITE, WEEK } from '../../generate/vectors/world.ts';
import { outcomeOf } from './refusals.ts';

const URL_OF_ISSUER = `https://${ISSUER}/token-request`;
const published: PublishedKey[] = SITE.keys.map(({ spki, ...slot }) => ({ ...slot, spki: parseHex(spki) }));
const [current, next, previous, young] = published as [PublishedKey, PublishedKey, PublishedKey, PublishedKey];

/** A modulus that nobody knows the factors of: good enough to be listed. */
function modulusOf(seed: string): bigint {
  const draw = seeded(seed);
  for (;;) {
    const bytes = draw(256);
    bytes[0] = 0xc0;
    bytes[255] = (bytes[255] as number) | 1;
    if (upTo(999).every((small) => small < 2 || big(bytes) % BigInt(small) !== 0n)) return big(bytes);
  }
}

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, i) => i);

const drawnKey = (seed: string): Bytes => writeSpki(modulusOf(seed));

interface Written {
  'issuer-request-uri'?: unknown;
  'token-keys'?: unknown;
  [name: string]: unknown;
}

/** A directory as JSON, changed. */
function directoryWith(change: (written: Written, keys: Record<string, unknown>[]) => void, keys = published): string {
  const written = JSON.parse(formatDirectory({ requestUrl: URL_OF_ISSUER, keys, now: NOW, batchSize: 30 })) as Written;
  change(written, written['token-keys'] as Record<string, unknown>[]);
  return JSON.stringify(written);
}

const read = (text: string) => readDirectory(text, ISSUER);
const listed = async (text: string) => (await read(text)).keys.map(({ threshold, epoch }) => `${threshold} ${epoch}`);

describe('a directory', () => {
  it('reads back what was written', async () => {
    const { requestUrl, keys } = await read(directoryWith(() => {}));
    expect(requestUrl).toBe(URL_OF_ISSUER);
    expect(keys.map(({ key, ...slot }) => ({ ...slot, spki: key.spki }))).toEqual(
      [young, current, next, previous].map((key) => ({ ...key })),
    );
    expect(keys.map(({ key }) => key.id)).toEqual([young, current, next, previous].map(({ spki }) => sha256(spki)));
  });

  it('has the members of RFC 9578 §4 and ours, integers in seconds', () => {
    const written = JSON.parse(
      formatDirectory({ requestUrl: URL_OF_ISSUER, keys: [current], now: NOW, batchSize: 30 }),
    );
    expect(written).toEqual({
      'issuer-request-uri': URL_OF_ISSUER,
      'batch-size': 30,
      'token-keys': [
        {
          'token-type': 2,
          'token-key': formatBase64url(current.spki),
          'not-before': MONDAY - WEEK,
          'not-after': MONDAY + 2 * WEEK,
          threshold: 18,
          epoch: '2026-W47',
          generation: 0,
        },
      ],
      version: 1,
    });
    expect(JSON.parse(formatDirectory({ requestUrl: URL_OF_ISSUER, keys: [], now: NOW }))).not.toHaveProperty(
      'batch-size',
    );
  });

  it('lists current, next, previous, later epochs; then age', () => {
    const epoch = epochAt(NOW);
    const slots = [-1, 0, 1, 2, 3].flatMap((weeks) =>
      [21, 15].map((threshold) => ({ threshold, epoch: epochAfter(epoch, weeks), generation: 0 })),
    );
    const sorted = [...slots].sort(compareSlots(NOW));
    expect(sorted.map((slot) => slot.epoch.slice(-2))).toEqual('47 47 48 48 46 46 49 49 50 50'.split(' '));
    expect(sorted.map((slot) => slot.threshold)).toEqual([15, 21, 15, 21, 15, 21, 15, 21, 15, 21]);
    expect([...slots].reverse().sort(compareSlots(NOW))).toEqual(sorted);
    const generations = [1, 0].map((generation) => ({ threshold: 18, epoch, generation }));
    expect(generations.sort(compareSlots(NOW)).map(({ generation }) => generation)).toEqual([0, 1]);
  });

  it('orders the turn of a year by time, not by number', () => {
    const now = Date.UTC(2026, 11, 30) / 1000;
    const slots = ['2027-W01', '2026-W52', '2027-W02', '2026-W53'].map((epoch) => ({
      threshold: 18,
      epoch,
      generation: 0,
    }));
    const sorted = slots.sort(compareSlots(now)).map(({ epoch }) => epoch);
    expect(sorted).toEqual(['2026-W53', '2027-W01', '2026-W52', '2027-W02']);
  });

  it('takes padding, unknown members, and members in any order', async () => {
    const text = directoryWith((written, keys) => {
      written.later = { a: [1] };
      for (const key of keys) Object.assign(key, { more: true });
      (keys[0] as Record<string, unknown>)['token-key'] = formatPaddedBase64url(young.spki);
      written['token-keys'] = keys.map((key) => Object.fromEntries(Object.entries(key).reverse()));
    });
    expect(await listed(text)).toHaveLength(4);
  });
});

describe('a key that is passed over', () => {
  it.each<[string, (key: Record<string, unknown>) => void]>([
    ['begins a second early', (key) => Object.assign(key, { 'not-before': MONDAY - WEEK - 1 })],
    ['begins a second late', (key) => Object.assign(key, { 'not-before': MONDAY - WEEK + 1 })],
    ['ends a second early', (key) => Object.assign(key, { 'not-after': MONDAY + 2 * WEEK - 1 })],
    ['ends a second late', (key) => Object.assign(key, { 'not-after': MONDAY + 2 * WEEK + 1 })],
    ['never ends', (key) => Reflect.deleteProperty(key, 'not-after')],
    ['never begins', (key) => Reflect.deleteProperty(key, 'not-before')],
    ['says its window in text', (key) => Object.assign(key, { 'not-before': String(MONDAY - WEEK) })],
    ['has the window of another week', (key) => Object.assign(key, { epoch: '2026-W48' })],
    ['is of another type', (key) => Object.assign(key, { 'token-type': 1 })],
    ['is of a type in text', (key) => Object.assign(key, { 'token-type': '2' })],
    [
      'is of another type and says nothing else',
      (key) => {
        for (const name of Object.keys(key)) if (name !== 'token-type') Reflect.deleteProperty(key, name);
        key['token-type'] = 0xda7a;
      },
    ],
  ])('%s', async (_, change) => {
    const text = directoryWith((_written, keys) => change(keys[1] as Record<string, unknown>));
    expect(await listed(text)).toEqual(['15 2026-W47', '18 2026-W48', '18 2026-W46']);
  });

  it('is of a directory that says no version, as an issuer of others, or has members that nobody knows', async () => {
    const text = directoryWith((written) => {
      Reflect.deleteProperty(written, 'version');
      written['rate-limit'] = 7;
    });
    expect(await listed(text)).toHaveLength(4);
  });

  it('does not count against another key with its slot or its truncated id', async () => {
    const text = directoryWith((written, keys) => {
      written['token-keys'] = [...keys, { ...keys[0], 'not-after': MONDAY + 5 * WEEK }];
    });
    expect(await listed(text)).toHaveLength(4);
  });
});

describe('a directory that is refused whole', () => {
  const malformed: [string, (written: Written, keys: Record<string, unknown>[]) => void][] = [
    ['no token keys', (written) => Reflect.deleteProperty(written, 'token-keys')],
    ['token keys that are no list', (written) => Object.assign(written, { 'token-keys': {} })],
    ['a key that is no object', (written) => Object.assign(written, { 'token-keys': [1] })],
    ['another version', (written) => Object.assign(written, { version: 2 })],
    ['a version in text', (written) => Object.assign(written, { version: '1' })],
    ['no request URI', (written) => Reflect.deleteProperty(written, 'issuer-request-uri')],
    ['no epoch', (_, keys) => Reflect.deleteProperty(keys[0] as object, 'epoch')],
    ['an epoch that does not exist', (_, keys) => Object.assign(keys[0] as object, { epoch: '2026-W54' })],
    ['no age', (_, keys) => Reflect.deleteProperty(keys[0] as object, 'threshold')],
    ['an age in text', (_, keys) => Object.assign(keys[0] as object, { threshold: '18' })],
    ['half an age', (_, keys) => Object.assign(keys[0] as object, { threshold: 17.5 })],
    ['an age that is 18 in one byte', (_, keys) => Object.assign(keys[0] as object, { threshold: 274 })],
    ['no generation', (_, keys) => Reflect.deleteProperty(keys[0] as object, 'generation')],
    ['a negative generation', (_, keys) => Object.assign(keys[0] as object, { generation: -1 })],
    ['a generation above a byte', (_, keys) => Object.assign(keys[0] as object, { generation: 256 })],
    ['no key', (_, keys) => Reflect.deleteProperty(keys[0] as object, 'token-key')],
    ['a key in the other base64', (_, keys) => Object.assign(keys[0] as object, { 'token-key': '+/+/' })],
  ];

  it.each(malformed)('%s', async (_, change) => {
    expect(await outcomeOf(() => read(directoryWith(change)))).toBe('ERR_DIRECTORY_MALFORMED');
  });

  it.each([
    ['another host', 'https://other.example/token-request'],
    ['another port', `https://${ISSUER}:8443/token-request`],
    ['http', `http://${ISSUER}/token-request`],
    ['a path alone', '/token-request'],
    ['an address in memory of the same origin', `blob:https://${ISSUER}/0b6d3cbe`],
    ['a name and a password', `https://user:secret@${ISSUER}/token-request`],
    ['a query, which could tell one wallet from another', `${URL_OF_ISSUER}?wallet=1`],
    ['a fragment', `${URL_OF_ISSUER}#a`],
    ['another spelling', `https://Issuer.example/token-request`],
    ['no text', 7],
  ])('a request URI with %s', async (_, uri) => {
    const text = directoryWith((written) => Object.assign(written, { 'issuer-request-uri': uri }));
    expect(await outcomeOf(() => read(text))).toBe('ERR_DIRECTORY_MALFORMED');
  });

  it.each([
    ['no JSON', 'token-keys'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a doubled member', `{"issuer-request-uri":"https://other.example/",${directoryWith(() => {}).slice(1)}`],
    ['a doubled member in a key', directoryWith(() => {}).replace('"threshold"', '"epoch":"2026-W40","threshold"')],
  ])('%s', async (_, text) => {
    expect(await outcomeOf(() => read(text))).toBe('ERR_DIRECTORY_MALFORMED');
  });

  it('two keys for one slot', async () => {
    const keys = [...published, { ...current, spki: drawnKey('a second key') }];
    expect(await outcomeOf(() => read(directoryWith(() => {}, keys)))).toBe('ERR_DIRECTORY_MALFORMED');
  });

  it('two generations of one age and epoch: the former was not retired', async () => {
    const keys = [...published, { ...current, generation: 1, spki: drawnKey('a generation') }];
    expect(await outcomeOf(() => read(directoryWith(() => {}, keys)))).toBe('ERR_DIRECTORY_MALFORMED');
  });

  it('one key for two slots', async () => {
    const keys = [...published, { ...current, threshold: 21 }];
    expect(await outcomeOf(() => read(directoryWith(() => {}, keys)))).toBe('ERR_DIRECTORY_MALFORMED');
  });

  it('two keys with one truncated id', async () => {
    const last = (spki: Bytes): number => sha256(spki)[31] as number;
    let twin = drawnKey('twin 0');
    for (let i = 1; last(twin) !== last(current.spki); i++) twin = drawnKey(`twin ${i}`);
    const withTwin = [...published, { ...current, threshold: 21, spki: twin }];
    expect(await outcomeOf(() => read(directoryWith(() => {}, withTwin)))).toBe('ERR_DIRECTORY_MALFORMED');
    // Not for being one more: another last byte, and it is taken.
    const other = [...published, { ...current, threshold: 21, spki: drawnKey('no twin') }];
    expect(last(drawnKey('no twin'))).not.toBe(last(current.spki));
    expect(await outcomeOf(() => read(directoryWith(() => {}, other)))).toBe('accepted');
  });

  const n = modulusOf('odd');
  it.each<[string, Bytes]>([
    ['e = 3', writeSpki(n, 3n)],
    ['e = 65539, as long as 65537', writeSpki(n, 65_539n)],
    ['e = 1', writeSpki(n, 1n)],
    ['an even modulus', writeSpki(n - 1n)],
    ['a modulus of 2047 bits', writeSpki(n >> 1n)],
    ['a modulus of 1024 bits', writeSpki(n >> 1024n)],
    ['a modulus of 2048 bits whose length is written longer', withLongLength(writeSpki(n))],
    ['a byte behind it', Uint8Array.from([...writeSpki(n), 0])],
    ['a byte short', writeSpki(n).slice(0, -1)],
    ['rsaEncryption instead of RSASSA-PSS', rsaEncryption(n)],
    ['a salt of 32 bytes in its parameters', replaceHex(writeSpki(n), 'a203020130', 'a203020120')],
    ['SHA-256 in its parameters', replaceHex(writeSpki(n), '0609608648016503040202', '0609608648016503040201')],
    ['nothing', new Uint8Array()],
  ])('a key with %s', async (_, spki) => {
    const keys = [...published, { ...current, threshold: 21, spki }];
    expect(await outcomeOf(() => read(directoryWith(() => {}, keys)))).toBe('ERR_KEY_MALFORMED');
  });

  it('and the key those were made from is taken', async () => {
    const keys = [...published, { ...current, threshold: 21, spki: writeSpki(n) }];
    expect(await outcomeOf(() => read(directoryWith(() => {}, keys)))).toBe('accepted');
  });
});

describe('keyFor', () => {
  it('finds the one key of an age and epoch while its window is open', async () => {
    const directory = await read(directoryWith(() => {}));
    const slot = { threshold: 18, epoch: '2026-W48' };
    const { asks, signs, accepted } = calendarOf('2026-W48');
    for (const [name, window] of Object.entries({ asks, signs, accepted })) {
      const find = (now: number) => outcomeOf(() => keyFor(directory, slot, now, name as 'asks'));
      expect(await find(window.from)).toBe('accepted');
      expect(await find(window.to - 1)).toBe('accepted');
      expect(await find(window.from - 1)).toBe('ERR_SLOT');
      expect(await find(window.to)).toBe('ERR_SLOT');
    }
    expect(formatHex(keyFor(directory, slot, asks.from, 'asks').key.spki)).toBe(formatHex(next.spki));
  });

  it('finds no other age and no other epoch', async () => {
    const directory = await read(directoryWith(() => {}));
    expect(await outcomeOf(() => keyFor(directory, { threshold: 21, epoch: '2026-W47' }, NOW, 'asks'))).toBe(
      'ERR_SLOT',
    );
    expect(await outcomeOf(() => keyFor(directory, { threshold: 18, epoch: '2026-W49' }, NOW, 'asks'))).toBe(
      'ERR_SLOT',
    );
  });
});

function replaceHex(spki: Bytes, from: string, to: string): Bytes {
  const text = formatHex(spki);
  if (!text.includes(from)) throw new TypeError('nothing to replace');
  return parseHex(text.replace(from, to));
}

/** The outermost length in three bytes where two do. */
function withLongLength(spki: Bytes): Bytes {
  return replaceHex(spki, '30820152', '3083000152');
}

function rsaEncryption(n: bigint): Bytes {
  const key = formatHex(writeSpki(n)).slice(-550);
  return parseHex(`30820122300d06092a864886f70d0101010500${key}`);
}
