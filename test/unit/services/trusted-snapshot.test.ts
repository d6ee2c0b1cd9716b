import { openSnapshot, type SnapshotText, writeSnapshot } from '@bauta/sdk/eu-wallet';
import {
  cosign,
  createNoteSigner,
  formatNote,
  openCheckpoint,
  readUtf8,
  signNote,
  writeCheckpoint,
  writeUtf8,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PUBLISHER, publish, sign } from '../../rooms/list-publisher.ts';
import { NOW, pki } from '../eu-wallet/holder.ts';

const DAY = 86_400;
const NAME = PUBLISHER.key.name;
const { certificates } = JSON.parse(pki.trustedList) as { certificates: [{ name: string; der: string }] };
const [{ der }] = certificates;
const LIST = JSON.stringify({ certificates: [{ name: 'a provider', der }] });
const GOOD: SnapshotText = { sequence: 7, issued: NOW, expires: NOW + 10 * DAY, list: LIST };
const NOTE = await publish(GOOD);

const open = (note: string, production = false) => openSnapshot(note, PUBLISHER.key, { production });
const lines = writeSnapshot(NAME, GOOD).split('\n');
const [first, sequence, issued, expires] = lines as [string, string, string, string];

/** The good text with one line as it may not be. */
const lineAs = (i: number, line: string): string => lines.with(i, line).join('\n');

const ANOTHER = 'not a trusted list of this publisher';
const SPELLING = 'not a snapshot';
const LIFETIME = 'a lifetime that no snapshot has';

/** Texts that their publisher has signed all the same. */
const WRONG: readonly (readonly [what: string, text: string, says: string])[] = [
  ['a first line of another version', lineAs(0, first.replace('v1', 'v2')), ANOTHER],
  ['a first line of another publisher', lineAs(0, first.replace(NAME, 'other.example')), ANOTHER],
  ['a first line without a publisher', lineAs(0, 'bauta/trusted-list/v1'), ANOTHER],
  ['a first line as of a checkpoint', lineAs(0, NAME), ANOTHER],
  ['a first line with a space behind it', lineAs(0, `${first} `), ANOTHER],
  ...['07', '+7', '7.0', '0x7', '7e0', ' 7', ''].map(
    (text) => [`sequence ${text}`, lineAs(1, text), SPELLING] as const,
  ),
  ...['-1', '9007199254740992', 'NaN'].map((text) => [`sequence ${text}`, lineAs(1, text), 'not a number'] as const),
  ['issued in another spelling', lineAs(2, `0${issued}`), SPELLING],
  ['issued as a date', lineAs(2, new Date(NOW * 1000).toISOString()), 'not a number'],
  ['expires in another spelling', lineAs(3, `${expires}.0`), SPELLING],
  ['over when it was issued', lineAs(3, issued), LIFETIME],
  ['over before it was issued', lineAs(3, String(NOW - 1)), LIFETIME],
  ['good for a second more than ten days', lineAs(3, String(NOW + 10 * DAY + 1)), LIFETIME],
  ['JSON with a space', lineAs(4, LIST.replace(':', ': ')), SPELLING],
  ['JSON with an escape that needs none', lineAs(4, LIST.replace('a provider', '\\u0061 provider')), SPELLING],
  ['no JSON', lineAs(4, '{'), 'the trusted list is not JSON'],
  ['no list', lineAs(4, ''), 'the trusted list is not JSON'],
  ['a member twice', lineAs(4, LIST.replace('{', '{"demonstration":true,"demonstration":true,')), 'is not JSON'],
  ['a member that is not known', lineAs(4, LIST.replace('{', '{"more":1,')), 'has members besides'],
  ['a certificate that is none', lineAs(4, LIST.replace(der, 'AAAA')), 'certificate 1 of the trusted list'],
  ['a sixth line', `${lines.join('\n')}more\n`, SPELLING],
  ['a line too few', `${[first, sequence, issued, expires].join('\n')}\n`, 'is not JSON'],
];

describe('a snapshot of the trusted list', () => {
  it('is read as it was signed', async () => {
    const read = await open(NOTE);
    expect(read).toMatchObject({ sequence: 7, issued: NOW, expires: NOW + 10 * DAY, list: { demonstration: true } });
    expect(read.list.certificates.map(({ name }) => name)).toEqual(['a provider']);
  });

  it.each(WRONG)('with %s is refused, whoever has signed it', async (_, text, says) => {
    await expect(open(await sign(text))).rejects.toThrow(says);
    await expect(open(await sign(text))).rejects.toThrow(TypeError);
  });

  it('is refused when another key has signed it, under whatever name', async () => {
    const other = await createNoteSigner(NAME, 'log', new Uint8Array(32).fill(8));
    await expect(open(await publish(GOOD, other))).rejects.toThrow('not signed by the publisher');
    const asOther = { ...PUBLISHER, key: { ...PUBLISHER.key, name: 'other.example' } };
    await expect(open(await publish(GOOD, asOther))).rejects.toThrow(ANOTHER);
    await expect(open(await sign(writeSnapshot(NAME, GOOD), asOther))).rejects.toThrow('not signed by the publisher');
  });

  it('is refused with the signature of another snapshot', async () => {
    const text = writeSnapshot(NAME, GOOD);
    const signature = await signNote(writeSnapshot(NAME, { ...GOOD, sequence: 6 }), PUBLISHER);
    await expect(open(formatNote({ text, signatures: [signature] }))).rejects.toThrow('not signed by the publisher');
  });

  it('has one signature: nobody would check another one', async () => {
    const text = writeSnapshot(NAME, GOOD);
    const other = await createNoteSigner('other.example', 'log', new Uint8Array(32).fill(8));
    const signatures = [await signNote(text, PUBLISHER), await signNote(text, other)];
    await expect(open(formatNote({ text, signatures }))).rejects.toThrow('more than one signature');
  });

  it('is believed by production only without the demonstration', async () => {
    await expect(open(NOTE, true)).rejects.toThrow('production must not believe it');
  });

  it('is refused with any one byte changed', async () => {
    const bytes = writeUtf8(NOTE);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = bytes.with(at, (bytes[at] as number) ^ by);
        await expect((async () => open(readUtf8(changed)))()).rejects.toThrow(TypeError);
      }),
      { numRuns: 2000 },
    );
  });

  it('is no checkpoint, and no checkpoint is one, with the same key', async () => {
    const trust = { key: PUBLISHER.key, witnesses: [], quorum: 0 };
    await expect(openCheckpoint(NOTE, trust, NOW)).rejects.toMatchObject({ code: 'ERR_LOG_MALFORMED' });
    const witness = await createNoteSigner('witness.example', 'witness', new Uint8Array(32).fill(9));
    await expect(cosign(writeSnapshot(NAME, GOOD), witness, NOW)).rejects.toThrow(TypeError);
    const checkpoint = writeCheckpoint({ origin: NAME, size: 7, root: new Uint8Array(32) });
    await expect(openCheckpoint(await sign(checkpoint), trust, NOW)).resolves.toMatchObject({ size: 7 });
    await expect(open(await sign(checkpoint))).rejects.toThrow(ANOTHER);
  });

  it('is not written with what could not be read again', () => {
    for (const wrong of [
      { sequence: -1 },
      { issued: 1.5 },
      { expires: NOW },
      { expires: NOW + 11 * DAY },
      { list: '' },
    ])
      expect(() => writeSnapshot(NAME, { ...GOOD, ...wrong })).toThrow(TypeError);
  });
});
