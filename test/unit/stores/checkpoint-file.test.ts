import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointFile } from '@bauta/sdk/stores/checkpoint-file';
import { expect, it, onTestFinished } from 'vitest';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'bauta-seen-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

it('keeps the last checkpoint for whoever opens the file next', async () => {
  const path = join(folder(), 'seen');
  const seen = checkpointFile(path);
  expect(await seen.load()).toBeUndefined();
  await seen.save('first\n');
  await seen.save('second\n');
  expect(await checkpointFile(path).load()).toBe('second\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('is whole at any moment, and leaves nothing beside it, whoever writes at once', async () => {
  const home = folder();
  const path = join(home, 'seen');
  const texts = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(10_000));
  await Promise.all(texts.map((text) => checkpointFile(path).save(text)));
  expect(texts).toContain(await checkpointFile(path).load());
  expect(readdirSync(home)).toEqual(['seen']);
});

it('rejects where it cannot know, so that no key is taken anew', async () => {
  const home = folder();
  await expect(checkpointFile(home).load()).rejects.toThrow(/EISDIR/);
  await expect(checkpointFile(join(home, 'none', 'seen')).save('text')).rejects.toThrow(/ENOENT/);
});
