import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGateStore } from '@bauta/sdk/config';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'bauta-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
const open = (path: string) =>
  openGateStore({ kind: 'sqlite', url: `sqlite:${path}` }, { now: () => Math.floor(Date.now() / 1000), folder });
const modeOf = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8);

describe('a SQLite file that a configuration names', () => {
  it.skipIf(process.platform === 'win32')('is its owner’s alone, and so is what lies beside it', async () => {
    const store = await open('new/age.db');
    await store.sessions.put(new Uint8Array(16), 'a', 60);
    expect(['new', 'new/age.db', 'new/age.db-wal'].map(modeOf)).toEqual(['700', '600', '600']);
    await store.close();
  });

  it('that cannot be written is a store that cannot answer', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(open('file/age.db')).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
  });
});
