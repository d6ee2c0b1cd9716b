import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEDNESDAY_NOON } from '../rooms/house.ts';
import { type RunningRooms, startRooms } from './running-rooms.ts';

const ROOT = join(import.meta.dirname, '../..');
const PORT_BASE = 21_800;

let rooms: RunningRooms;

beforeAll(async () => {
  rooms = await startRooms(PORT_BASE);
  await rooms.setClock(WEDNESDAY_NOON);
}, 180_000);
afterAll(() => rooms?.stop());

function runFlow(args: readonly string[], portBase = PORT_BASE): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const command = ['--conditions=bauta-source', '--import', 'tsx', 'test/flow/cli.ts', ...args];
    const env = { PATH: process.env.PATH, PORT_BASE: String(portBase) };
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe('npm run flow', () => {
  it('does the main job against running rooms, and prints exactly what it promises', async () => {
    const { code, out } = await runFlow(['--json']);
    const report = JSON.parse(out);
    expect(Object.keys(report)).toEqual(['ok', 'steps', 'tokens', 'refusals']);
    expect(report).toMatchObject({ ok: true, tokens: 60, refusals: [{ name: 'replay', status: 403 }] });
    expect(report.steps.map(({ name }: { name: string }) => name)).toEqual([
      'evidence',
      'account',
      'grant',
      'mint',
      'redeem',
      'replay',
    ]);
    for (const step of report.steps) {
      expect(Object.keys(step)).toEqual(['name', 'ms', 'bytes']);
      expect(step.bytes).toBeGreaterThan(0);
    }
    expect(code).toBe(0);
  });

  it('says the same for people', async () => {
    const { code, out } = await runFlow([]);
    expect(out).toContain('60 tokens. The main job holds.');
    expect(code).toBe(0);
  });

  it('ends with 4 where nobody answers, and with 3 on a flag that does not exist', async () => {
    expect((await runFlow(['--json'], 21_890)).code).toBe(4);
    expect((await runFlow(['--jsn'])).code).toBe(3);
  });
});
