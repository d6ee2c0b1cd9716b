import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../ports/bodies.ts';
import { LOG_FILE } from './log-file.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Runs a command as its npm script does. */
function run(file: string, args: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
  const node = ['--conditions=bauta-source', '--import', 'tsx', join(ROOT, 'services/log', file), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, node, { cwd: ROOT, timeout: 30_000 }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

describe('as programs', { timeout: 60_000 }, () => {
  it('check-wallet reads the file and asks the host', async () => {
    const server = createServer((_, answer) => answer.writeHead(302, { location: '/' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const log = join(temporaryFolder(), 'key-log.json');
    writeFileSync(log, LOG_FILE);
    const url = `http://wallet.localhost:${(server.address() as AddressInfo).port}`;
    const { code, out, err } = await run('releases/check-wallet-cli.ts', [url, '--log', log, '--json']);
    expect([code, JSON.parse(out), err]).toEqual([1, expect.objectContaining({ url, reason: 'no-list' }), '']);
  });

  it('add-digest says how it is used', async () => {
    const { code, out, err } = await run('releases/add-digest-cli.ts', ['wallet', '--log', 'nowhere.json']);
    expect([code, out, err]).toEqual([3, '', expect.stringMatching(/^add-digest: --log: cannot be read\n\nnpm run/)]);
  });
});
