import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeKey } from '../../conformance/commands/keygen.ts';
import { signFolder } from '../../conformance/commands/sign-folder.ts';
import { verifyReport } from '../../conformance/commands/verify.ts';
import { writeArchive } from '../../conformance/evidence/archive.ts';
import { filesOfFolder } from '../../conformance/evidence/evidence-folder.ts';
import { formatManifest, makeManifest } from '../../conformance/evidence/manifest.ts';
import { formatEnvelope, parseEnvelope, preAuthEncode } from '../../conformance/report/sign/dsse.ts';
import { generateSigningKey, readPrivateKey, readPublicKey } from '../../conformance/report/sign/signing-key.ts';
import { signReport } from '../../conformance/report/sign/statement.ts';
import { type SampleFolder, writeSample } from './sample-folder.ts';

let sample: SampleFolder;
let signed: string;
let folder: string;
let keyPath: string;

beforeAll(async () => {
  sample = writeSample();
  signed = mkdtempSync(join(tmpdir(), 'bauta-signed-'));
  generateSigningKey(join(signed, 'key.pem'));
  generateSigningKey(join(signed, 'other.pem'));
  keyPath = join(signed, 'key.pub.pem');
  await signFolder(sample.folder, join(signed, 'key.pem'), undefined, sample.report);
});
afterAll(() => {
  sample.remove();
  rmSync(signed, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-verify-'));
  cpSync(sample.folder, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function verify(key: string | undefined = keyPath): { readonly code: number; readonly said: string } {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const path = join(folder, 'report.dsse.json');
  const code = verifyReport(key === '' ? { path } : { path, keyPath: key }, {
    language: 'en',
    print: say,
    complain: say,
  });
  return { code, said: lines.join('\n') };
}
const edit = (name: string, change: (text: string) => string) =>
  writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8')));

describe('PAE', () => {
  it('is that of the DSSE specification’s own example', () => {
    const encoded = preAuthEncode('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('counts bytes, not signs', () => {
    expect(Buffer.from(preAuthEncode('é', Buffer.from('ß'))).toString()).toBe('DSSEv1 2 é 2 ß');
  });
});

describe('a signed report', () => {
  it('is an in-toto statement on the report in each language and on the manifest', () => {
    const envelope = parseEnvelope(readFileSync(join(folder, 'report.dsse.json')), 'report.dsse.json');
    expect(envelope.payloadType).toBe('application/vnd.in-toto+json');
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'urn:bauta:predicate:conformance-report:1',
      predicate: { verdict: 'breach', target: 'https://video.example', catalogue: { id: 'fr-arcom-2024-20' } },
    });
    expect(statement.subject.map(({ name }: { name: string }) => name)).toEqual([
      'report.json',
      'report.fr.html',
      'report.en.html',
      'evidence/manifest.json',
    ]);
  });

  it('holds, from the file and from its folder', () => {
    expect(verify()).toMatchObject({ code: 0, said: expect.stringContaining('The signature is by the key') });
    const say = () => {};
    expect(verifyReport({ path: folder, keyPath }, { language: 'fr', print: say, complain: say })).toBe(0);
  });

  it('holds with its evidence as an archive', () => {
    writeFileSync(join(folder, 'evidence.zip'), writeArchive(filesOfFolder(join(folder, 'evidence'))));
    rmSync(join(folder, 'evidence'), { recursive: true });
    expect(verify()).toMatchObject({ code: 0 });
  });

  const CHANGED: readonly (readonly [string, () => void, string])[] = [
    [
      'report.json',
      () => edit('report.json', (text) => text.replace('"verdict": "breach"', '"verdict": "no-breach"')),
      'report.json has been changed',
    ],
    [
      'report.fr.html',
      () => edit('report.fr.html', (text) => text.replace('Manquement', 'manquement')),
      'report.fr.html has been changed',
    ],
    [
      'a byte of the evidence',
      () => edit('evidence/evidence.json', (text) => text.replace('"status": 200', '"status": 403')),
      'evidence/evidence.json has been changed',
    ],
    [
      'the traffic',
      () => edit('evidence/traffic.har', (text) => text.replace('Film 3', 'Film 4')),
      'evidence/traffic.har has been changed',
    ],
    ['a file less', () => unlinkSync(join(folder, 'report.en.html')), 'report.en.html is missing'],
    ['a file more', () => writeFileSync(join(folder, 'evidence/blobs/note'), 'x'), 'evidence/blobs/note was added'],
  ];
  it.each(CHANGED)('does not hold with %s', (_, change, line) => {
    change();
    expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining(line) });
  });

  it('does not hold when the evidence is changed and its manifest is made anew', () => {
    edit('evidence/traffic.har', (text) => text.replace('Film 3', 'Film 4'));
    const evidence = join(folder, 'evidence');
    writeFileSync(join(evidence, 'manifest.json'), formatManifest(makeManifest(filesOfFolder(evidence))));
    const { code, said } = verify();
    expect(code).toBe(1);
    expect(said).toContain('evidence/manifest.json has been changed');
    expect(said).not.toContain('traffic.har');
  });

  it('tells a changed statement from another signer, and from none', () => {
    expect(verify(join(signed, 'other.pub.pem'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('by another key'),
    });
    const envelope = JSON.parse(readFileSync(join(folder, 'report.dsse.json'), 'utf8'));
    const payload = Buffer.from(envelope.payload, 'base64').toString().replace('"breach"', '"no-breach"');
    const forged = { ...envelope, payload: Buffer.from(payload).toString('base64') };
    writeFileSync(join(folder, 'report.dsse.json'), formatEnvelope(forged));
    const found = verify();
    expect(found).toMatchObject({ code: 1, said: expect.stringContaining('The signature is not valid') });
    expect(found.said).toContain('says another verdict, target or catalogue');
    writeFileSync(join(folder, 'report.dsse.json'), formatEnvelope({ ...envelope, signatures: [] }));
    expect(verify()).toMatchObject({ code: 2, said: expect.stringContaining('bears no signature') });
    expect(verify('')).toMatchObject({ code: 2, said: expect.stringContaining('bears no signature') });
  });

  it('is inconclusive without a key, and without the evidence', () => {
    expect(verify('')).toMatchObject({ code: 2, said: expect.stringContaining('no key to check it with was given') });
    rmSync(join(folder, 'evidence'), { recursive: true });
    expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining('evidence/manifest.json is missing') });
  });

  it('does not take a key id for a signature', () => {
    const envelope = JSON.parse(readFileSync(join(folder, 'report.dsse.json'), 'utf8'));
    const [{ sig }] = envelope.signatures;
    writeFileSync(
      join(folder, 'report.dsse.json'),
      formatEnvelope({ ...envelope, signatures: [{ keyid: 'f'.repeat(64), sig }] }),
    );
    expect(verify().code).toBe(0);
  });

  it.each([
    [
      'another type',
      (e: Record<string, unknown>) => ({ ...e, payloadType: 'application/json' }),
      'no statement on a report',
    ],
    ['no JSON in it', (e: Record<string, unknown>) => ({ ...e, payload: 'e30g' }), 'is not what it should be'],
    ['base64 of two spellings', (e: Record<string, unknown>) => ({ ...e, payload: 'e31=' }), 'no proper base64'],
    ['a member more', (e: Record<string, unknown>) => ({ ...e, note: '' }), '$.note is not known'],
  ])('is refused with %s', (_, spoil, line) => {
    const envelope = JSON.parse(readFileSync(join(folder, 'report.dsse.json'), 'utf8'));
    writeFileSync(join(folder, 'report.dsse.json'), JSON.stringify(spoil(envelope)));
    expect(verify()).toMatchObject({ code: 3, said: expect.stringContaining(line) });
  });

  it('is not signed where a part of it is not written', () => {
    unlinkSync(join(folder, 'report.en.html'));
    const key = readPrivateKey(readFileSync(join(signed, 'key.pem'), 'utf8'));
    expect(() => signReport(sample.report, (name) => readFileSync(join(folder, name)), key)).toThrow('ENOENT');
  });
});

describe('keygen', () => {
  it('keeps the private key from others, and says the public key’s digest', () => {
    const path = join(folder, 'mine.pem');
    const lines: string[] = [];
    expect(makeKey(path, { language: 'fr', print: (line) => void lines.push(line), complain: () => {} })).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readPrivateKey(readFileSync(path, 'utf8')).asymmetricKeyType).toBe('ed25519');
    expect(readPublicKey(readFileSync(join(folder, 'mine.pub.pem'), 'utf8')).type).toBe('public');
    expect(lines.join('\n')).toMatch(/[0-9a-f]{64}/);
    expect(lines.join('\n')).not.toContain('PRIVATE');
  });

  it('replaces no key', () => {
    const path = join(folder, 'mine.pem');
    generateSigningKey(path);
    const before = readFileSync(path, 'utf8');
    const complaints: string[] = [];
    const terminal = {
      language: 'en',
      print: () => {},
      complain: (line: string) => void complaints.push(line),
    } as const;
    expect(makeKey(path, terminal)).toBe(3);
    unlinkSync(join(folder, 'mine.pub.pem'));
    expect(makeKey(path, terminal)).toBe(3);
    expect(complaints.join('\n')).toContain('is there already');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('takes no other key for one of its own', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => readPrivateKey(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)).toThrow(
      'no private Ed25519',
    );
    expect(() => readPublicKey(rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string)).toThrow(
      'no public Ed25519',
    );
    expect(() => readPublicKey(readFileSync(join(signed, 'key.pem'), 'utf8'))).toThrow('no public Ed25519');
  });
});
