import { isIndependent, parseKeyLogFile } from '@bauta/sdk/log';
import { formatNoteKey, noteKeyOf } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { parseLogOperators } from '../../../services/settings/log-operators-file.ts';
import { LOG, OPERATOR, WITNESSES } from '../../log/ground.ts';

const [first, second] = WITNESSES.map(({ key }) => formatNoteKey(key)) as [string, string];
const FILE = {
  url: 'http://log.localhost:4004',
  key: formatNoteKey(LOG.key),
  witnesses: [
    { key: first, url: 'http://witness.localhost:4008', independent: false },
    { key: second, url: 'https://w.example/bauta', independent: true },
  ],
  quorum: 1,
};
const [witness] = FILE.witnesses as [(typeof FILE.witnesses)[number]];
/** The log's own key in the form of a witness's. */
const ownWitness = formatNoteKey(await noteKeyOf('w.example/3', 'witness', LOG.key.publicKey));

const URLS = ['http://log.example', 'https://log.example/', 'https://log.example/a/', 'https://log.example?a', 'log'];
const KEYS = [first, 'log.example', `${FILE.key}=`, FILE.key.slice(0, -4), FILE.key.replace(/\+.{8}\+/, '+x+')];

/** What is said of a file, and what is wrong in it. */
const WRONG: readonly { readonly says: string; readonly is: object }[] = [
  { says: 'url: not an address', is: { url: undefined } },
  ...URLS.map((url) => ({ says: 'url: not a plain https address without a slash at its end', is: { url } })),
  ...KEYS.map((key) => ({ says: 'key: not the key of a log', is: { key } })),
  { says: 'witnesses: not a list', is: { witnesses: first } },
  { says: 'witnesses[0].key: not the key of a witness', is: { witnesses: [{ ...witness, key: FILE.key }] } },
  { says: 'witnesses[0].independent: not true or false', is: { witnesses: [{ ...witness, independent: 1 }] } },
  { says: 'witnesses[0]: a member that is not known', is: { witnesses: [{ ...witness, more: 1 }] } },
  { says: 'witnesses[1].url: not an address', is: { witnesses: [witness, { ...witness, url: 1 }] } },
  { says: 'witnesses: a key stands twice', is: { witnesses: [witness, witness] } },
  { says: 'witnesses: a key stands twice', is: { witnesses: [{ ...witness, key: ownWitness }] } },
  { says: 'quorum: not a whole number', is: { quorum: 1.5 } },
  { says: 'quorum: from 1 to the number of witnesses', is: { quorum: 0 } },
  { says: 'quorum: from 1 to the number of witnesses', is: { quorum: 3 } },
  { says: 'the file: a member that is not known', is: { more: 1 } },
];

describe('key-log.json', () => {
  it('is read as it stands', () => {
    expect(parseKeyLogFile(JSON.stringify(FILE))).toEqual(FILE);
  });

  it.each(WRONG)('names what is wrong: $says', ({ says, is }) => {
    expect(() => parseKeyLogFile(JSON.stringify({ ...FILE, ...is }))).toThrow(new TypeError(says));
  });

  it('is JSON, with no member twice', () => {
    for (const text of ['', '{', JSON.stringify(FILE).replace('{', '{"quorum":1,')]) {
      expect(() => parseKeyLogFile(text)).toThrow('the file: not JSON, or a member stands twice');
    }
  });

  it('says that keys are checked independently only when two strangers stand in every quorum', () => {
    const of = (quorum: number, ...independent: boolean[]): boolean =>
      isIndependent({ quorum, witnesses: independent.map((one) => ({ ...witness, independent: one })) });
    expect([of(2, true, true), of(2, true, true, true), of(3, true, true, false)]).toEqual([true, true, true]);
    expect([of(1, true), of(1, true, true), of(2, true, true, false)]).toEqual([false, false, false]);
  });
});

describe('log-operators.json', () => {
  const key = formatNoteKey(OPERATOR.key);
  const row = { key, roles: ['issuer'], names: ['issuer.localhost:4003'] };

  it('gives the operators of a log, restricted or not', async () => {
    expect(await parseLogOperators(JSON.stringify([row, { key: FILE.key }]))).toEqual([
      { ...row, key: OPERATOR.key },
      { key: LOG.key },
    ]);
  });

  it.each([
    ['the file: not a list', row],
    ['[0].key: not the key of an operator', [{ ...row, key: first }]],
    ['[0].key: not the key of an operator', [{ ...row, key: `x${key}` }]],
    ['[0].roles: an empty list', [{ ...row, roles: [] }]],
    ['[0].roles[0]: not a role', [{ ...row, roles: ['admin'] }]],
    ['[0].names: an empty list', [{ ...row, names: [] }]],
    ['[0].names[0]: not a name', [{ ...row, names: ['https://issuer.example'] }]],
    ['[0]: a member that is not known', [{ ...row, name: 'issuer.example' }]],
    ['the file: an operator stands twice', [row, { key }]],
  ])('names what is wrong: %s', async (message, rows) => {
    await expect(parseLogOperators(JSON.stringify(rows))).rejects.toThrow(new TypeError(message));
  });
});
