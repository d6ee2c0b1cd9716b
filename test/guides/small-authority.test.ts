import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createNoteSigner, formatNoteKey, parseNoteKey } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWith } from '../e2e/running-rooms.ts';
import { findProgram } from '../gateway/programs.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { guideBlock, guideText } from '../programs/guide-block.ts';
import { createProvider } from '../unit/trusted-list/signed-list.ts';
import { type Ran, runCommands } from './run-commands.ts';

const GUIDE = 'small-authority.md';
const ROOMS = ['wallet', 'attester', 'issuer', 'log'];
const SECRETS = ['attester.kek', 'attester.pepper', 'attester.seed', 'issuer.kek', 'issuer.seed', 'log.seed'];

/** A machine's folders, under one of this test. */
const machine = mkdtempSync(join(tmpdir(), 'bauta-machine-'));
afterAll(() => rmSync(machine, { recursive: true, force: true }));
const at = (path: string): string => join(machine, path);
const onMachine = (text: string): string =>
  text
    .replaceAll('/etc/bauta', at('etc/bauta'))
    .replaceAll('/var/lib/bauta-', at('var/lib/bauta-'))
    .replaceAll('/usr/bin/node', process.execPath);

const env: Record<string, string> = {};
/** A block as one script: what a line sets, the next one has. */
async function run(name: string): Promise<Ran> {
  const [ran] = await runCommands([onMachine(guideBlock(GUIDE, name).join('\n'))], { env });
  return ran as Ran;
}

describe('a whole deployment on one machine, line by line', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    mkdirSync(at('etc/bauta'), { recursive: true });
    for (const room of ROOMS) mkdirSync(at(`var/lib/bauta-${room}`), { recursive: true });
    for (const [variable, name, byte] of [
      ['WITNESS_ONE', 'witness.one.example', 1],
      ['WITNESS_TWO', 'witness.two.example', 2],
    ] as const) {
      const { key } = await createNoteSigner(name, 'witness', new Uint8Array(32).fill(byte));
      env[variable] = formatNoteKey(key);
    }
    const certificates = [{ name: 'A provider', der: await createProvider('one') }];
    writeFileSync(at('etc/bauta/trusted-list.json'), JSON.stringify({ certificates }));
  });

  it('makes secrets that nobody else can read', async () => {
    expect(await run('small-authority secrets')).toMatchObject({ exit: 0, out: '', err: '' });
    expect(
      readdirSync(at('etc/bauta'))
        .filter((name) => !name.endsWith('.json'))
        .sort(),
    ).toEqual(SECRETS);
    const read = SECRETS.map((name) => readFileSync(at(`etc/bauta/${name}`), 'utf8'));
    expect(read.filter((text) => /^[0-9a-f]{64}\n$/.test(text)).length).toBe(6);
    expect(new Set(read).size).toBe(6);
    for (const name of SECRETS) expect(statSync(at(`etc/bauta/${name}`)).mode & 0o077).toBe(0);
  });

  it('writes whom the log takes entries of, and whom everyone believes', async () => {
    const ran = await run('small-authority log');
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect((await parseNoteKey(ran.out.trim())).name).toBe('log.authority.example');
    for (const name of ['key-log', 'log-operators']) JSON.parse(readFileSync(at(`etc/bauta/${name}.json`), 'utf8'));
  });

  it('and settings with which every room would start', async () => {
    expect(await run('small-authority settings')).toMatchObject({ exit: 0, out: '', err: '' });
    const { exit, out, err } = await run('small-authority check');
    expect([exit, err, out.includes('would not start')]).toEqual([0, '', false]);
    for (const name of SECRETS) expect(out).not.toContain(readFileSync(at(`etc/bauta/${name}`), 'utf8').trim());
  });

  it.each(ROOMS)('and the %s does, with its own settings', async (room) => {
    const own = ['common', room].map((name) => parseEnv(readFileSync(at(`etc/bauta/${name}.env`), 'utf8')));
    const ofUnit = { DATA_DIR: at(`var/lib/bauta-${room}`), PORT_BASE: '31270' };
    const started = startWith([room, '--production'], Object.assign(ofUnit, ...own));
    try {
      // The log waits for its witnesses, attester and issuer for their first keys in the log: neither is here.
      const last = room === 'wallet' ? 'room-ready' : room === 'log' ? 'witness-unreachable' : 'log-unreachable';
      await vi.waitFor(() => expect(started.output()).toContain(`"event":"${last}"`), {
        timeout: 40_000,
        interval: 100,
      });
      expect(started.output()).not.toMatch(/cannot start|"event":"fault"/);
    } finally {
      await started.stop();
    }
  });

  it('says so of a room that would not', async () => {
    writeFileSync(at('etc/bauta/issuer.seed'), '');
    const { out } = await run('small-authority check');
    expect(out.match(/\w+ would not start/g)).toEqual(['issuer would not start']);
  });
});

const verify = findProgram('systemd-analyze');
const whyNot = verify ? '' : ': systemd is not installed';
describe.skipIf(verify === undefined)(`its services${whyNot}`, () => {
  it('are ones that systemd takes', () => {
    const folder = temporaryFolder();
    const files = {
      'bauta@.service': 'small-authority unit',
      'bauta-backup@.service': 'small-authority backup',
      'bauta-backup@.timer': 'small-authority timer',
    };
    for (const [file, block] of Object.entries(files)) {
      const text = guideText(GUIDE, block, 'ini').replaceAll('/usr/bin/node', process.execPath);
      writeFileSync(join(folder, file), text.replaceAll('/opt/bauta', process.cwd()));
    }
    const names = ['bauta@issuer.service', 'bauta-backup@issuer.timer'].map((name) => join(folder, name));
    const said = execFileSync(verify as string, ['verify', '--man=no', ...names], {
      encoding: 'utf8',
      env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
    });
    expect(said).toBe('');
  });
});
