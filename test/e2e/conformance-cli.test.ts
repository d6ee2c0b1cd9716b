import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Standing } from '../conformance/badgate/fixture.ts';
import { ROOT } from '../laws/sources.ts';
import { runProgram } from './run-program.ts';

const CLI = [
  '--conditions=bauta-source',
  '--import',
  import.meta.resolve('tsx'),
  join(ROOT, 'test/conformance/cli.ts'),
];

let folder: string;
let site: Standing;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const { startFixture } = await import('../conformance/badgate/start-badgate.ts');
  site = await startFixture('media-ungated', 0);
});
afterAll(async () => {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

const conformance = (...args: readonly string[]) => runProgram([...CLI, ...args], folder);

/** The first file below a folder of evidence that holds bytes. */
function someBlob(evidence: string): string {
  const name = readdirSync(join(evidence, 'blobs')).find(
    (one) => readFileSync(join(evidence, 'blobs', one)).length > 0,
  );
  return join(evidence, 'blobs', name as string);
}

describe('the suite as a program', { timeout: 120_000 }, () => {
  it('finds the breach, writes every form of the report, and signs it', async () => {
    expect((await conformance('keygen', '--out', 'key.pem')).code).toBe(0);
    const run = await conformance(
      'site',
      site.origin,
      '--no-browser',
      '--out',
      'report',
      '--sign',
      'key.pem',
      '--lang',
      'en',
    );
    expect([run.code, run.stderr.includes('Error')]).toEqual([1, false]);
    expect(run.stdout).toContain('Breach found');
    expect(run.stdout).toContain('S-03');
    expect(readdirSync(join(folder, 'report')).toSorted()).toEqual([
      'evidence',
      'report.dsse.json',
      'report.en.html',
      'report.fr.html',
      'report.json',
      'report.junit.xml',
      'report.sarif.json',
    ]);
  });

  it('judges the same evidence alike in an empty folder, and writes the same report', async () => {
    cpSync(join(folder, 'report/evidence'), join(folder, 'elsewhere/evidence'), { recursive: true });
    const replay = await conformance('replay', 'elsewhere/evidence', '--out', 'again', '--lang', 'en');
    expect(replay.code).toBe(1);
    for (const name of ['report.json', 'report.fr.html', 'report.en.html', 'report.sarif.json', 'report.junit.xml']) {
      expect(readFileSync(join(folder, 'again', name), 'utf8')).toBe(
        readFileSync(join(folder, 'report', name), 'utf8'),
      );
    }
  });

  it('packs the evidence into one file, which is judged alike, and packs nothing that was changed', async () => {
    expect((await conformance('pack', 'report', '--out', 'packed/evidence.zip', '--lang', 'en')).stdout).toMatch(
      /^packed\/evidence\.zip {2}[\d,]+ bytes\n$/,
    );
    expect((await conformance('pack', 'report', '--out', 'packed/evidence.zip')).code).toBe(3);
    expect((await conformance('replay', 'packed/evidence.zip', '--out', 'of-zip')).code).toBe(1);
    expect(readFileSync(join(folder, 'of-zip/report.json'))).toEqual(readFileSync(join(folder, 'report/report.json')));
    // What is handed over: the reports, their signature, and the evidence as one file in the folder's stead.
    for (const name of readdirSync(join(folder, 'report')).filter((one) => one.startsWith('report.'))) {
      cpSync(join(folder, 'report', name), join(folder, 'packed', name));
    }
    expect((await conformance('verify', 'packed', '--key', 'key.pub.pem')).code).toBe(0);

    const copy = join(folder, 'unlike/evidence');
    cpSync(join(folder, 'report/evidence'), copy, { recursive: true });
    writeFileSync(someBlob(copy), 'other');
    const refused = await conformance('pack', 'unlike', '--out', 'unlike.zip', '--lang', 'en');
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('No archive was written.')]);
    expect(existsSync(join(folder, 'unlike.zip'))).toBe(false);
  });

  it('verifies what was signed, and says what a changed byte changed', async () => {
    expect((await conformance('verify', 'report', '--key', 'key.pub.pem')).code).toBe(0);
    // Whole, and signed by nobody knows whom.
    expect((await conformance('verify', 'report')).code).toBe(2);
    const blob = someBlob(join(folder, 'report/evidence'));
    const bytes = readFileSync(blob);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    writeFileSync(blob, bytes);
    const verified = await conformance('verify', 'report', '--key', 'key.pub.pem');
    expect(verified.code).toBe(1);
    expect(verified.stdout + verified.stderr).toContain(blob.split('/').at(-1));
    expect((await conformance('replay', 'report/evidence', '--out', 'changed')).code).toBe(1);
    expect(existsSync(join(folder, 'changed'))).toBe(false);
  });

  it.each([
    ['an unknown flag', ['site', 'http://localhost:1', '--nonsense'], 3, '--nonsense'],
    ['no address', ['site'], 3, 'https://'],
    ['an unknown catalogue', ['site', 'http://localhost:1', '--catalogue', 'x'], 3, '--catalogue'],
    ['a folder that holds a report', ['site', 'http://localhost:1', '--out', 'report'], 3, '--out'],
    [
      'a browser that is not there',
      ['site', 'http://localhost:1', '--browser', '/nowhere', '--out', 'b'],
      3,
      '--browser',
    ],
    ['a stamp without a signature', ['site', 'http://localhost:1', '--timestamp', 'http://localhost:2'], 3, '--sign'],
    ['nobody there', ['site', 'http://localhost:1', '--no-browser', '--out', 'n'], 4, 'localhost:1'],
    ['an unknown command', ['certainly'], 3, 'help'],
    ['evidence that is none', ['replay', 'nothing'], 3, 'nothing'],
  ] as const)('says what to set right: %s', async (_, args, code, said) => {
    const run = await conformance(...args);
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(said)]);
    expect(run.stderr).not.toContain('    at ');
  });

  it('lists and explains, in both languages', async () => {
    expect((await conformance('list', '--lang', 'fr')).stdout).toContain('fr-arcom-2024-20');
    expect((await conformance('explain', 'ARCOM-R20', '--lang', 'fr')).stdout).toContain('S-10');
    expect((await conformance('help')).stdout).toContain('replay');
  });
});
