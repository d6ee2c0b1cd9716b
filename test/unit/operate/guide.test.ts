import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { expect, it } from 'vitest';
import { ROOT } from '../../laws/sources.ts';
import { guideBlock } from '../../programs/guide-block.ts';

/** A clock that a run of this test may read in any week. */
const SHUT = /shut for the proofs of this week .*\n.*week that begins on \d{4}-\d\d-\d\dT00:00:00Z\.\n$/;
const SAYS = { backup: /^The backup is made/, restore: SHUT, 'shut-until': SHUT, restored: SHUT };

it('the commands of the guide on backups run as they stand there', { timeout: 60_000 }, () => {
  const commands = guideBlock('stores.md', 'stores backup');
  expect(commands.length).toBe(4);
  const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
  try {
    for (const part of ['var/lib/site', 'var/backups']) mkdirSync(join(folder, part), { recursive: true });
    const file = openSqlite(join(folder, 'var/lib/site/age.db'));
    sqliteSpentSet(file, { now: () => 0 });
    for (const command of commands) {
      const words = command.replaceAll('/var/', `${folder}/var/`).split(' ');
      expect(words.splice(0, 2)).toEqual(['npx', '@bauta/sdk']);
      const program = ['--conditions=bauta-source', '--import', 'tsx', join(ROOT, 'sdk/cli.ts'), ...words];
      const { status, stderr, stdout } = spawnSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
      expect([command, status, stderr]).toEqual([command, 0, '']);
      expect(stdout).toMatch(SAYS[words[0] as keyof typeof SAYS]);
    }
    file.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
