import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '@bauta/services/exit-codes';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Command, runCommand } from '../../figures/command.ts';
import type { Bound } from '../../figures/result.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bauta-figures-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const HELD: Bound = { what: 'a share', measured: '0.5 (0.4 to 0.6)', bound: '< 0.7', isHeld: true };

async function run(command: Partial<Command>, ...args: string[]) {
  let [out, err] = ['', ''];
  const measure = async () => ({ title: 'A <title>', intro: ['Why.'], bounds: [HELD], sections: [], data: { n: 1 } });
  const code = await runCommand({ name: 'count', measure, ...command }, args, {
    root,
    isTerminal: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

it('ends with 0, writes page and figures, and says the seed', async () => {
  const { code, out, err } = await run({}, '--quick', '--seed', '7', '--json', 'out/figures.json');
  expect([code, err]).toEqual([EXIT.held, expect.stringContaining('seed 7, quick')]);
  expect(out).toMatch(/a share {2}0\.5 \(0\.4 to 0\.6\) {2}< 0\.7 {2}held\nseed 7/);
  const json = JSON.parse(readFileSync(join(root, 'out/figures.json'), 'utf8'));
  expect(json).toMatchObject({ command: 'count', seed: 7, quick: true, held: true, bounds: [HELD], data: { n: 1 } });
  expect(readFileSync(join(root, 'test/results/count.html'), 'utf8')).toContain('<h1>A &lt;title&gt;</h1>');
});

it('ends with 1 when one bound was missed', async () => {
  const missed = { ...HELD, isHeld: false };
  const measure = async () => ({ title: 'T', intro: [], bounds: [HELD, missed], sections: [], data: {} });
  const { code, out } = await run({ measure });
  expect([code, out]).toEqual([EXIT.didNotHold, expect.stringContaining('MISSED')]);
});

it('goes on with the parts, the seed and the length of a run that was broken off', async () => {
  const done: string[] = [];
  let isBroken = true;
  const measure: Command['measure'] = async ({ part, seed, isQuick }) => {
    await part('first', async () => done.push('first'));
    if (isBroken) throw new Error('the lights went out');
    await part('second', async () => done.push('second'));
    return { title: 'T', intro: [], bounds: [HELD], sections: [], data: { seed, isQuick } };
  };
  expect(await run({ measure }, '--quick', '--seed', '9')).toMatchObject({ code: EXIT.fault });
  isBroken = false;
  const { code } = await run({ measure }, '--resume', '--json', 'f.json');
  expect([code, done]).toEqual([EXIT.held, ['first', 'second']]);
  expect(JSON.parse(readFileSync(join(root, 'f.json'), 'utf8')).data).toEqual({ seed: 9, isQuick: true });
  expect(existsSync(join(root, '.build/figures/count.jsonl'))).toBe(false);
});

it('refuses to go on where no run was broken off, and options that cannot be', async () => {
  for (const args of [['--resume'], ['--seed', '-1'], ['--seed', '2147483648'], ['--more'], ['--own', '3']]) {
    const { code, err } = await run({}, ...args);
    expect([args, code, err]).toEqual([args, EXIT.configuration, expect.stringContaining('npm run count --')]);
  }
  expect(await run({ own: { own: 'N' } }, '--own', '3')).toMatchObject({ code: EXIT.held });
});
