import {
  type Bytes,
  calendarOf,
  checkKeysEntry,
  formatHex,
  formatLogEntry,
  type KeysEntry,
  type LogEntry,
  type LoggedKey,
  parseLogEntry,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../sdk/protocol/crypto/node.ts';
import { outcomeOf } from './refusals.ts';

const EPOCH = '2026-W47';
const { from, to } = calendarOf(EPOCH).published;
const digest = new Uint8Array(32).fill(0xab);
const spki = new Uint8Array(342).fill(1);
const keyOf = (threshold: number, generation = 0): LoggedKey => ({
  ...{ threshold, generation, notBefore: from, notAfter: to },
  ...{ keyId: sha256(spki) as Bytes, spki },
});
const keys: KeysEntry = {
  kind: 'keys',
  ...({ role: 'issuer', name: 'issuer.example', epoch: EPOCH, exception: undefined } as const),
  keys: [keyOf(16), keyOf(18), keyOf(18, 1)],
};
const ENTRIES: Readonly<Record<string, LogEntry>> = {
  keys,
  genesis: { ...keys, role: 'attester', exception: 'genesis' },
  resume: { ...keys, name: 'localhost:8081', exception: 'resume' },
  retire: {
    kind: 'retire',
    role: 'issuer',
    name: 'a.example',
    epoch: EPOCH,
    threshold: 18,
    generation: 0,
    keyId: digest,
  },
  wallet: { kind: 'wallet', name: 'wallet.example', digest },
  sdk: { kind: 'sdk', version: '1.2.3-beta.1', digest },
  batches: { kind: 'batches', name: 'issuer.example', epoch: EPOCH, rounded: 12_000 },
};
const HEX = formatHex(digest);

describe('the text of an entry', () => {
  it('is lines that people can read', () => {
    const id = formatHex(sha256(spki) as Bytes);
    const line = (start: string) => `${start} 1762732800 1764547200 ${id} ${'AQEB'.repeat(114)}\n`;
    expect(from).toBe(Date.parse('2026-11-09T00:00:00Z') / 1000);
    expect(formatLogEntry(keys)).toBe(
      `bauta/keys/v1\nissuer\nissuer.example\n2026-W47\n-\n${['16 0', '18 0', '18 1'].map(line).join('')}`
        .replaceAll('1762732800', String(from))
        .replaceAll('1764547200', String(to)),
    );
    expect(formatLogEntry(ENTRIES.genesis as LogEntry)).toContain('\n2026-W47\ngenesis\n16 0 ');
    expect(formatLogEntry(ENTRIES.retire as LogEntry)).toBe(
      `bauta/retire/v1\nissuer\na.example\n2026-W47\n18 0 ${HEX}\n`,
    );
    expect(formatLogEntry(ENTRIES.wallet as LogEntry)).toBe(`bauta/wallet/v1\nwallet.example\n${HEX}\n`);
    expect(formatLogEntry(ENTRIES.sdk as LogEntry)).toBe(`bauta/sdk/v1\n1.2.3-beta.1\n${HEX}\n`);
    expect(formatLogEntry(ENTRIES.batches as LogEntry)).toBe('bauta/batches/v1\nissuer.example\n2026-W47\n12000\n');
  });

  it.each(Object.keys(ENTRIES))('of %s comes out as it went in', (kind) => {
    const entry = ENTRIES[kind] as LogEntry;
    expect(parseLogEntry(formatLogEntry(entry))).toEqual(entry);
  });

  it('of any keys comes out as it went in', () => {
    const slot = fc.tuple(fc.nat(255), fc.nat(255));
    const slots = fc.uniqueArray(slot, { minLength: 1, maxLength: 20, selector: String });
    fc.assert(
      fc.property(slots, (some) => {
        const sorted = [...some].sort(([a, b], [c, d]) => a - c || b - d);
        const entry = { ...keys, keys: sorted.map(([threshold, generation]) => keyOf(threshold, generation)) };
        expect(parseLogEntry(formatLogEntry(entry))).toEqual(entry);
      }),
    );
  });

  it('with one character changed is refused, or says something else', () => {
    const texts = Object.values(ENTRIES).map(formatLogEntry);
    const edit = fc.record({
      which: fc.nat(texts.length - 1),
      at: fc.nat(),
      by: fc.constantFrom('', '0', 'a', ' ', '\n'),
    });
    fc.assert(
      fc.property(edit, ({ which, at, by }) => {
        const text = texts[which] as string;
        const place = at % text.length;
        const changed = text.slice(0, place) + by + text.slice(place + 1);
        try {
          expect(formatLogEntry(parseLogEntry(changed))).toBe(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  const edits: [string, string, (text: string) => string][] = [
    ['is empty', 'keys', () => ''],
    ['is of an unknown kind', 'wallet', (text) => text.replace('wallet/v1', 'constructor/v1')],
    ['is of another version', 'wallet', (text) => text.replace('/v1', '/v2')],
    ['has no newline at its end', 'wallet', (text) => text.slice(0, -1)],
    ['has a line too many', 'wallet', (text) => `${text}more\n`],
    ['has an empty line at its end', 'wallet', (text) => `${text}\n`],
    ['has CR LF', 'keys', (text) => text.replaceAll('\n', '\r\n')],
    ['has a role of its own', 'keys', (text) => text.replace('issuer\n', 'wallet\n')],
    ['has no role', 'keys', (text) => text.replace('issuer\n', '\n')],
    ['has a name in capitals', 'keys', (text) => text.replace('issuer.example', 'Issuer.example')],
    ['has a name with its port 443', 'keys', (text) => text.replace('issuer.example', 'issuer.example:443')],
    ['has a name with a path', 'keys', (text) => text.replace('issuer.example', 'issuer.example/a')],
    ['has an epoch that is none', 'keys', (text) => text.replace('2026-W47', '2026-W54')],
    ['has the window of another epoch', 'keys', (text) => text.replace('2026-W47', '2026-W46')],
    ['has a window that is stretched', 'keys', (text) => text.replace(String(to), String(to + 1))],
    ['has a window that begins early', 'keys', (text) => text.replace(String(from), String(from - 1))],
    ['has an unknown exception', 'keys', (text) => text.replace('\n-\n', '\nlate\n')],
    ['has no keys', 'keys', (text) => text.split('\n').slice(0, 5).join('\n').concat('\n')],
    ['has a key twice', 'keys', (text) => text.replace(/(18 1 .*\n)/, '$1$1')],
    ['has keys in another order', 'keys', (text) => text.replace(/(16 0 .*\n)(18 0 .*\n)/, '$2$1')],
    ['has a threshold with a leading zero', 'keys', (text) => text.replace('\n16 0', '\n016 0')],
    ['has a threshold beyond a byte', 'keys', (text) => text.replace('\n18 1', '\n256 1')],
    ['has a negative generation', 'keys', (text) => text.replace('\n16 0', '\n16 -0')],
    ['has two spaces', 'keys', (text) => text.replace('\n16 0', '\n16  0')],
    ['has a key id in capitals', 'retire', (text) => text.replace(HEX, HEX.toUpperCase())],
    ['has a key id of 31 bytes', 'retire', (text) => text.replace(HEX, HEX.slice(2))],
    ['has a key in base64url', 'keys', (text) => text.replace('AQEBAQEB', 'AQEB_QEB')],
    ['has a key of no bytes', 'keys', (text) => text.replace(/(16 0 \d+ \d+ \w+ ).*\n/, '$1\n')],
    ['has a digest of 33 bytes', 'wallet', (text) => text.replace(HEX, `${HEX}00`)],
    ['has a version with a leading zero', 'sdk', (text) => text.replace('1.2.3', '1.02.3')],
    ['has a version with a v', 'sdk', (text) => text.replace('1.2.3', 'v1.2.3')],
    ['has three significant digits', 'batches', (text) => text.replace('12000', '12300')],
    ['has a number with a leading zero', 'batches', (text) => text.replace('12000', '012000')],
    ['has a number with a point', 'batches', (text) => text.replace('12000', '12000.0')],
    ['has a negative number', 'batches', (text) => text.replace('12000', '-12000')],
  ];
  it.each(edits)('is refused when it %s (%s)', (_, kind, edit) => {
    const text = formatLogEntry(ENTRIES[kind] as LogEntry);
    expect(edit(text)).not.toBe(text);
    expect(() => parseLogEntry(edit(text))).toThrow(TypeError);
  });

  it.each([0, 7, 99, 100, 120, 9_900, 10_000])('may say %i batches', (rounded) => {
    const entry = { ...ENTRIES.batches, rounded } as LogEntry;
    expect(parseLogEntry(formatLogEntry(entry))).toEqual(entry);
  });
});

describe('the ids of logged keys', () => {
  it('are the SHA-256 of their keys', async () => {
    expect(await outcomeOf(() => checkKeysEntry(keys))).toBe('accepted');
    const wrong = { ...keys, keys: [keyOf(16), { ...keyOf(18), keyId: digest }] };
    expect(await outcomeOf(() => checkKeysEntry(wrong))).toBe('ERR_LOG_MALFORMED');
  });
});
