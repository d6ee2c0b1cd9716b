import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretFilesOnDisk } from '../../../services/settings/secret-files.ts';

describe('secrets on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bauta-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are made once, for their owner alone', () => {
    const path = join(folder, 'data/issuer.kek');
    const text = secretFilesOnDisk.readOrMake(path);
    expect(text).toMatch(/^[0-9a-f]{64}$/);
    expect(secretFilesOnDisk.readOrMake(path)).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'data'))).toEqual(['issuer.kek']);
  });

  it('are one and the same for processes that make them at once', async () => {
    const file = JSON.stringify(join(import.meta.dirname, '../../../services/settings/secret-files.ts'));
    const code = `import(${file}).then((m) => console.log(m.secretFilesOnDisk.readOrMake('${folder}/x.kek')))`;
    const make = () => promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', code]);
    const texts = await Promise.all([make(), make(), make(), make()]);
    expect(new Set(texts.map(({ stdout }) => stdout)).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['x.kek']);
  });

  it('that are named and missing are not made', () => {
    expect(() => secretFilesOnDisk.read(join(folder, 'nothing'))).toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});
