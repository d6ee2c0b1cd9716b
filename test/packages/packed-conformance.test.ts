import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Standing } from '../conformance/badgate/fixture.ts';
import { startFixture } from '../conformance/badgate/start-badgate.ts';
import { runProgram } from '../e2e/run-program.ts';
import { ROOT } from '../laws/sources.ts';
import { type PackedConformance, packConformance } from './pack-conformance.ts';

let house: string;
let packed: PackedConformance;
let site: Standing;
beforeAll(async () => {
  house = mkdtempSync(join(tmpdir(), 'bauta-packed-'));
  packed = packConformance(house);
  site = await startFixture('blur-only', 0);
}, 120_000);
afterAll(async () => {
  await site?.close();
  rmSync(house, { recursive: true, force: true });
});

/** The lines of the package's README that are typed, as words. */
const LINES = readFileSync(join(ROOT, 'test/conformance/README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('npx @bauta/conformance '))
  .map((line) => line.split(' ').slice(2));

/** How each of them ends against a site that blurs its pages and sends them to everybody. */
const ENDS: Readonly<Record<string, number>> = { doctor: 0, site: 1, explain: 0, replay: 1, help: 0 };

describe('the packed @bauta/conformance', { timeout: 240_000 }, () => {
  it('holds one program, what is said of it and whose code it holds, and nothing of the tree that it was built from', () => {
    const files = execFileSync('tar', ['-tzf', packed.tarball], { encoding: 'utf8' }).trim().split('\n');
    expect(files.toSorted()).toEqual([
      'package/README.md',
      'package/dist/THIRD_PARTY.txt',
      'package/dist/bauta-conformance.mjs',
      'package/package.json',
    ]);
    const program = readFileSync(packed.program, 'utf8');
    expect(program.startsWith('#!/usr/bin/env node')).toBe(true);
    expect(program.includes(ROOT)).toBe(false);
  });

  it('is well formed (publint)', () => {
    const publint = join(ROOT, 'node_modules/publint/src/cli.js');
    const said = execFileSync(process.execPath, [publint, packed.tarball, '--strict'], { encoding: 'utf8' });
    expect(said).toContain('All good!');
  });

  it('does in an empty folder what its README says, line by line', async () => {
    expect(LINES.map(([command]) => command)).toEqual(Object.keys(ENDS));
    for (const [command, ...words] of LINES) {
      const args = words.map((word) => (word === 'https://site.example' ? site.origin : word));
      const { code, stderr } = await runProgram([packed.program, command as string, ...args], packed.folder);
      expect([command, code, /\bat .*:\d+:\d+/.test(stderr)]).toEqual([command, ENDS[command as string], false]);
    }
    const report = (folder: string) => readFileSync(join(packed.folder, folder, 'report.json'), 'utf8');
    expect(report('replay')).toBe(report('report'));
  });
});
