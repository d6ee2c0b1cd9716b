import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../laws/sources.ts';
import { serveDirectory, serveSite, withHeaders } from './served-site.ts';

let issuer: Awaited<ReturnType<typeof serveDirectory>>;
let site: Awaited<ReturnType<typeof serveSite>>;
beforeAll(async () => {
  issuer = await serveDirectory();
  site = await serveSite(issuer.name);
});
afterAll(async () => {
  await issuer.close();
  await site.close();
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const command = ['--conditions=bauta-source', '--import', 'tsx', join(ROOT, 'sdk/cli.ts'), ...args];
    const child = spawn(process.execPath, command, { cwd: ROOT, timeout: 60_000 });
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (data) => {
        text[name] += data;
      });
    }
    child.on('error', reject).on('close', (code) => resolve({ code, ...text }));
  });
}

describe('bauta doctor', { timeout: 60_000 }, () => {
  it('ends with 0 and a line for each check when all is well', async () => {
    const { code, stdout } = await run('doctor', `${site.origin}/films/3`);
    expect(stdout).toMatch(/^http:\/\/localhost:\d+\/films\/3\n {2}ok {6}tls /);
    expect(stdout).not.toMatch(/fault|look/);
    expect(stdout).not.toContain(String.fromCharCode(27));
    expect(code).toBe(0);
  });

  it('ends with 1, names what to do, and says the same as JSON', async () => {
    site.tamper = (_, answer) => withHeaders(answer, { vary: undefined });
    const [text, json] = await Promise.all([run('doctor', site.origin), run('doctor', site.origin, '--json')]);
    site.tamper = (_, answer) => answer;
    expect(text.stdout).toMatch(/\n {2}fault {3}headers {7}Vary is not .*\n {24}→ Have the server in front/);
    expect([text.code, json.code]).toEqual([1, 1]);
    const { examined, exit } = JSON.parse(json.stdout) as {
      exit: number;
      examined: { findings: { check: string }[] }[];
    };
    expect(exit).toBe(1);
    expect(examined[0]?.findings.map(({ check }) => check)).toContain('headers');
  });

  it('says what it waits for after a second', async () => {
    site.tamper = async (request, answer) => {
      if (request.url.endsWith('age-gate.json')) await new Promise((resolve) => setTimeout(resolve, 2500));
      return answer;
    };
    const { stderr, code } = await run('doctor', site.origin);
    site.tamper = (_, answer) => answer;
    expect(stderr).toMatch(/…\s+reach\s+still asking http:/);
    expect(code).toBe(0);
  });

  it('ends with 2 when nobody answers, and with 3 when called wrongly', async () => {
    const ended = await Promise.all([
      run('doctor', 'http://localhost:24499'),
      run('doctor', '--verbose'),
      run('examine', site.origin),
      run('doctor', 'https://user:password@site.example'),
      run('--help'),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([2, 3, 3, 3, 0]);
    expect(ended[1]?.stderr).toContain('a flag is unknown');
    expect(ended[2]?.stderr).toContain('bauta doctor, backup, restore, restored, shut-until');
    expect(ended[4]?.stdout).toContain('never sends a token');
  });
});
