import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findEvidence } from '../../conformance/commands/replay-paths.ts';
import { filesOfArchive, MOST_BYTES, writeArchive } from '../../conformance/evidence/archive.ts';
import { filesOfFolder } from '../../conformance/evidence/evidence-folder.ts';
import { formatEvidence, parseEvidence } from '../../conformance/evidence/evidence-json.ts';
import { openEvidence, readEvidence } from '../../conformance/evidence/open-evidence.ts';
import { type SampleFolder, writeSample } from './sample-folder.ts';

const SCHEMA = JSON.parse(readFileSync(join(import.meta.dirname, '../../../spec/evidence.schema.json'), 'utf8'));
const bytesOf = (value: unknown): Uint8Array => strToU8(typeof value === 'string' ? value : JSON.stringify(value));

let sample: SampleFolder;
let scratch: string;
let folder: string;
beforeAll(() => {
  sample = writeSample();
});
afterAll(() => sample.remove());
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'bauta-evidence-'));
  folder = join(scratch, 'evidence');
  cpSync(sample.evidenceFolder, folder, { recursive: true });
});
afterEach(() => rmSync(scratch, { recursive: true }));

/** A row of an archive's directory under another name. */
function rowOf(row: Uint8Array, name: string): Uint8Array {
  const head = Buffer.from(row.subarray(0, 46));
  head.writeUInt16LE(name.length, 28);
  return Buffer.concat([head, strToU8(name)]);
}

const someBlob = () => `blobs/${readdirSync(join(folder, 'blobs')).toSorted()[3]}`;

describe('a folder of evidence', () => {
  it('holds the evidence, each blob once, the traffic, and a manifest of them all', () => {
    const { paths } = filesOfFolder(folder);
    expect(paths.filter((path) => !path.startsWith('blobs/'))).toEqual([
      'evidence.json',
      'manifest.json',
      'traffic.har',
    ]);
    expect(paths.filter((path) => path.startsWith('blobs/'))).toHaveLength(sample.blobs.size);
    const opened = openEvidence(folder);
    expect(opened.evidence).toEqual(sample.evidence);
    expect(opened.digest).toBe(sample.report.evidence);
    expect(opened.verify()).toEqual([]);
  });

  it('gives back the bytes of a blob by its digest', () => {
    const { view } = openEvidence(folder);
    const [page] = view.probe('gate').pages();
    expect(view.text(page?.text as never)).toContain('Avez-vous plus de 18 ans');
  });

  it('names each file that was changed, taken away or added', () => {
    const blob = someBlob();
    writeFileSync(join(folder, blob), 'other');
    unlinkSync(join(folder, 'traffic.har'));
    writeFileSync(join(folder, 'note.txt'), 'a note');
    expect(openEvidence(folder).verify()).toEqual([
      { path: blob, kind: 'changed' },
      { path: 'note.txt', kind: 'extra' },
      { path: 'traffic.har', kind: 'missing' },
    ]);
  });

  it('sees one changed byte of the evidence itself', () => {
    const path = join(folder, 'evidence.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"status": 206', '"status": 403'));
    expect(openEvidence(folder).verify()).toEqual([{ path: 'evidence.json', kind: 'changed' }]);
  });

  it('refuses a blob whose bytes are not those of its name, when it is read', () => {
    const { view } = openEvidence(folder);
    const sha256 = view.probe('media').exchanges('canary')[0]?.response?.body.sha256 ?? '';
    writeFileSync(join(folder, 'blobs', sha256), 'other');
    expect(() => view.bytes({ sha256, bytes: 5 })).toThrow(`blobs/${sha256} has been changed`);
    unlinkSync(join(folder, 'blobs', sha256));
    expect(() => view.bytes({ sha256, bytes: 5 })).toThrow(`blobs/${sha256} is missing`);
  });

  it('refuses a folder without evidence, without a manifest, or with a link in it', () => {
    expect(() => openEvidence(scratch)).toThrow('evidence.json is missing');
    expect(() => openEvidence(join(scratch, 'nowhere'))).toThrow('there is no folder and no archive');
    unlinkSync(join(folder, 'manifest.json'));
    expect(() => openEvidence(folder).verify()).toThrow('manifest.json is missing');
    symlinkSync('/etc/hostname', join(folder, 'link'));
    expect(() => openEvidence(folder)).toThrow('link is neither a file nor a folder');
  });

  it('follows no path of a manifest out of the folder', () => {
    writeFileSync(join(scratch, 'outside.txt'), 'outside');
    expect(() => filesOfFolder(folder).read('../outside.txt')).toThrow('../outside.txt is missing');
  });

  it('is found from a report, from itself, and from one of its files', () => {
    expect(findEvidence(scratch)).toBe(folder);
    expect(findEvidence(folder)).toBe(folder);
    expect(findEvidence(join(folder, 'evidence.json'))).toBe(folder);
    expect(findEvidence(join(scratch, 'nowhere'))).toBe(join(scratch, 'nowhere'));
  });
});

describe('evidence.json', () => {
  const validate = new Ajv2020({ strict: false }).compile(SCHEMA);
  const change = (edit: (evidence: Record<string, never>) => void): unknown => {
    const copy = JSON.parse(formatEvidence(sample.evidence));
    edit(copy);
    return copy;
  };

  it('is as its schema says, and comes back as it was', () => {
    expect(validate(JSON.parse(formatEvidence(sample.evidence))), JSON.stringify(validate.errors)).toBe(true);
    expect(formatEvidence(parseEvidence(bytesOf(formatEvidence(sample.evidence))))).toBe(
      formatEvidence(sample.evidence),
    );
  });

  // biome-ignore lint/suspicious/noExplicitAny: what is spoilt has no type
  const SPOILT: readonly (readonly [string, (evidence: any) => void, string])[] = [
    [
      'another schema',
      (e) => {
        e.schema = 'urn:bauta:schema:evidence:2';
      },
      '$.schema',
    ],
    [
      'another plan',
      (e) => {
        e.plan = 'shop';
      },
      '$.plan',
    ],
    [
      'an unknown member',
      (e) => {
        e.verdict = 'passed';
      },
      '$.verdict is not known',
    ],
    [
      'a missing member',
      (e) => {
        delete e.target;
      },
      '$.target is not a text',
    ],
    [
      'a time that is none',
      (e) => {
        e.circumstances.began = 'yesterday';
      },
      '$.circumstances.began',
    ],
    [
      'a digest that is none',
      (e) => {
        e.probes[1].observations[0].response.body.sha256 = '../../x';
      },
      '.sha256',
    ],
    [
      'an unknown kind',
      (e) => {
        e.probes[0].observations[0].kind = 'rumour';
      },
      '$.probes[0].observations[0].kind',
    ],
    [
      'neither answer nor reason',
      (e) => {
        delete e.probes[0].observations[0].response;
      },
      'not either',
    ],
    [
      'a header of three',
      (e) => {
        e.probes[0].observations[0].request.headers[0].push('x');
      },
      'headers[0]',
    ],
    [
      'a negative size',
      (e) => {
        e.probes[0].observations[0].response.body.bytes = -1;
      },
      '.bytes',
    ],
    [
      'an unknown reason',
      (e) => {
        e.probes[5].reason = 'tired';
      },
      '$.probes[5].reason',
    ],
  ];
  it.each(SPOILT)('is refused with %s, by reader and schema alike', (_, edit, at) => {
    const spoilt = change(edit);
    expect(validate(spoilt)).toBe(false);
    expect(() => parseEvidence(bytesOf(spoilt))).toThrow(at);
  });

  it('is refused where it is no JSON, or no UTF-8', () => {
    expect(() => parseEvidence(bytesOf('{'))).toThrow('evidence.json is not JSON');
    expect(() => parseEvidence(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('evidence.json is not JSON');
  });
});

describe('an archive of evidence', () => {
  it('gives the same evidence, and is the same each time', () => {
    const archive = writeArchive(filesOfFolder(folder));
    expect(Buffer.from(archive).equals(writeArchive(filesOfFolder(sample.evidenceFolder)))).toBe(true);
    const path = join(scratch, 'evidence.zip');
    writeFileSync(path, archive);
    const opened = openEvidence(path);
    expect(opened.digest).toBe(sample.report.evidence);
    expect(opened.verify()).toEqual([]);
    expect(findEvidence(path)).toBe(path);
  });

  it('opens as another tool would have packed it: no folder around it, folders as entries', () => {
    const flat = Object.fromEntries(
      Object.entries(unzipSync(writeArchive(filesOfFolder(folder)))).map(([path, bytes]) => [
        path.replace('evidence/', ''),
        bytes,
      ]),
    );
    expect(readEvidence(filesOfArchive(zipSync({ ...flat, 'blobs/': new Uint8Array() }))).verify()).toEqual([]);
  });

  it.each([
    '../evil.sh',
    '/etc/cron.d/evil',
    'evidence/../../evil',
    'evidence/blobs/../../evil',
    'C:\\evil',
    'blobs/short',
    '__proto__',
  ])('is refused with an entry %s', (name) => {
    // An object cannot be given every name: the archive's own bytes can.
    const stand = 'x'.repeat(name.length);
    const archive = Buffer.from(zipSync({ 'evidence.json': strToU8('{}'), [stand]: strToU8('1') }));
    for (let at = archive.indexOf(stand); at >= 0; at = archive.indexOf(stand)) archive.write(name, at);
    expect(() => filesOfArchive(archive)).toThrow('which is no part of evidence');
  });

  it('is refused with a file twice: with its folder and without', () => {
    const twice = zipSync({ 'evidence.json': strToU8('{}'), 'evidence/evidence.json': strToU8('{"a":1}') });
    expect(() => filesOfArchive(twice)).toThrow('is there twice');
  });

  it('is refused before it is unpacked when it says that it is too large', () => {
    const archive = Buffer.from(zipSync({ 'evidence.json': strToU8('{}'.repeat(200)) }));
    const directory = archive.indexOf(Buffer.from('504b0102', 'hex'));
    archive.writeUInt32LE(MOST_BYTES + 1, directory + 24);
    expect(() => filesOfArchive(archive)).toThrow('larger than evidence may be');
  });

  it('never grows beyond what it says', () => {
    const archive = Buffer.from(zipSync({ 'evidence.json': strToU8('a'.repeat(100_000)) }));
    archive.writeUInt32LE(10, archive.indexOf(Buffer.from('504b0102', 'hex')) + 24);
    let length = 0;
    try {
      length = filesOfArchive(archive).read('evidence.json').length;
    } catch (error) {
      expect(String(error)).toContain('cannot be unpacked');
    }
    expect(length).toBeLessThanOrEqual(10);
  });

  it('is refused with more files than evidence may have', () => {
    const entry = { 'evidence.json': new Uint8Array() };
    const archive = Buffer.from(zipSync(entry, { level: 0 }));
    const directory = archive.indexOf(Buffer.from('504b0102', 'hex'));
    const row = archive.subarray(directory, archive.length - 22);
    const names = Array.from({ length: 100_001 }, (_, i) => `blobs/${i.toString(16).padStart(64, '0')}`);
    const body = Buffer.concat([archive.subarray(0, directory), ...names.map((name) => rowOf(row, name))]);
    // The large form (ZIP64), whose end counts beyond 65,535.
    const end = Buffer.alloc(76);
    end.writeUInt32LE(0x06064b50, 0);
    end.writeUInt32LE(names.length, 32);
    end.writeUInt32LE(directory, 48);
    end.writeUInt32LE(0x07064b50, 56);
    end.writeUInt32LE(body.length, 64);
    const many = Buffer.concat([body, end, archive.subarray(archive.length - 22)]);
    expect(() => filesOfArchive(many)).toThrow('larger than evidence may be (512 MiB, 100,000 files)');
  });

  it('is not written with more files than it can count', () => {
    const paths = Array.from({ length: 65_536 }, (_, i) => `blobs/${i.toString(16).padStart(64, '0')}`);
    expect(() => writeArchive({ paths, read: () => new Uint8Array() })).toThrow('65,535 files');
  });

  it('is refused when it is no archive, or a damaged one', () => {
    expect(() => filesOfArchive(strToU8('no archive'))).toThrow('it is no .zip, or it is damaged');
    const archive = writeArchive(filesOfFolder(folder));
    expect(() => filesOfArchive(archive.subarray(0, archive.length / 2))).toThrow('it is no .zip, or it is damaged');
  });
});
