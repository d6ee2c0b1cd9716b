import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigFault } from '@bauta/services/settings/config-fault';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkSettings } from '../../../services/settings/effective.ts';
import { parseFlags } from '../../../services/settings/flags.ts';
import { secretFilesOnDisk } from '../../../services/settings/secret-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const check = (env: Readonly<Record<string, string>>, ...args: readonly string[]): string =>
  checkSettings({ DATA_DIR: folder, ...env }, parseFlags([...args, '--check']), secretFilesOnDisk);

it('says what holds for a room and where it comes from, and makes nothing', () => {
  const said = check({ THRESHOLDS: '15,18' }, 'issuer');
  expect(said).toMatch(/^every room\n {2}PORT_BASE +4000 \(default\)\n/);
  expect(said).toMatch(/\nissuer\n/);
  expect(said).toMatch(/\n {2}THRESHOLDS +15,18\n/);
  expect(said).toMatch(/\n {2}ISSUER_ORIGIN +http:\/\/issuer\.localhost:4003 \(default\)\n/);
  expect(said).toMatch(/\n {2}ISSUER_KEK +hidden, in DATA_DIR\n/);
  expect(said).not.toContain('ATTESTER_KEK');
  expect(said).toMatch(/The settings are good; nothing was started\.\n$/);
  expect(readdirSync(folder)).toEqual([]);
});

it('shows no secret, wherever it stands', () => {
  const inText = '5e'.repeat(32);
  const inFile = 'a7'.repeat(32);
  const made = 'c3'.repeat(32);
  writeFileSync(join(folder, 'kek'), inFile);
  writeFileSync(join(folder, 'attester.seed'), made);
  const said = check({ ATTESTER_PEPPER: inText, ATTESTER_KEK_FILE: join(folder, 'kek') }, 'attester');
  expect(said).toMatch(/ATTESTER_PEPPER +hidden, from the environment\n/);
  expect(said).toMatch(/ATTESTER_KEK +hidden, from the file\n/);
  expect(said).toMatch(/ATTESTER_SEED +hidden, in DATA_DIR\n/);
  for (const secret of [inText, inFile, made]) expect(said).not.toContain(secret);
});

it('does not print a file that stands in the place of its path', () => {
  const said = check({ KEY_LOG: JSON.stringify({ log: 'x'.repeat(100) }) }, 'issuer');
  expect(said).toMatch(/KEY_LOG +\d+ characters\n/);
});

it('refuses what a start would refuse, all of it at once', () => {
  let fault: unknown;
  try {
    check({ THRESHOLDS: '19', GRANTS_PER_EPOCH: '0' }, 'attester');
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(ConfigFault);
  expect((fault as ConfigFault).lines.map((line) => line.split(':')[0])).toEqual(['THRESHOLDS', 'GRANTS_PER_EPOCH']);
});
