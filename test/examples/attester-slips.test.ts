import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, readStored, whyNoBrowser } from '../browser/browser.ts';
import { choose, comeToWallet, heading, protect, seeFilm } from '../e2e/methods-journey.ts';
import { type StartedRooms, startWith } from '../e2e/running-rooms.ts';
import { roomsFrom } from '../flow/rooms.ts';
import { whyNoVisits } from '../flow/week-gives-visits.ts';
import { ROOT } from '../laws/sources.ts';
import { guideBlock } from '../programs/guide-block.ts';

const PORT_BASE = 30_300;
const SLIPS_PORT = PORT_BASE + 40;
const EXAMPLE = join(ROOT, 'spec/examples/attester-slips');
/** Seconds that this file may take, of the machine's own clock. */
const LONGEST = 180;
const LABEL = 'Paper slip';
const whyNot = whyNoBrowser ?? whyNoVisits(LONGEST);

it('the example is a whole way with its page in under a hundred lines', () => {
  const lines = readdirSync(EXAMPLE)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join(EXAMPLE, name), 'utf8').trimEnd().split('\n'));
  expect(lines.length).toBeGreaterThan(40);
  expect(lines.length).toBeLessThan(100);
});

describe.skipIf(whyNot)(`an attester that takes slips of paper${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-slips-'));
  const env = {
    ...{ PORT_BASE: String(PORT_BASE), DATA_DIR: join(folder, 'data') },
    ...{ SLIPS_PORT: String(SLIPS_PORT), SLIPS_FILE: join(folder, 'slips.db') },
  };
  const origins = roomsFrom(env);
  let rooms: StartedRooms;
  let browser: Browser;
  let slips: string[];

  beforeAll(async () => {
    const [command = ''] = guideBlock('attesters.md', 'attesters own');
    const [, name = '', value = ''] = /^(EVIDENCE_MODULE)=(\S+) npm start$/.exec(command) ?? [];
    rooms = startWith([], { ...env, [name]: join(ROOT, value) });
    await rooms.untilReady(origins.demoSite);
    const [till = ''] = guideBlock('attesters.md', 'attesters slips');
    const { stdout, status } = spawnSync(till, {
      ...{ cwd: ROOT, shell: true, encoding: 'utf8' },
      env: { PATH: process.env.PATH, ...env },
    });
    expect(status).toBe(0);
    slips = stdout.trim().split('\n');
    browser = await launchBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await rooms?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** From the gate to the page of the slips, and on with a code. */
  async function bring(code: string): Promise<Page> {
    const { wallet } = await comeToWallet(browser, origins);
    await choose(wallet, LABEL);
    await wallet.getByRole('link', { name: `Go to ${LABEL}` }).click();
    await heading(wallet, 'Your slip');
    expect(new URL(wallet.url()).port).toBe(String(SLIPS_PORT));
    await wallet.getByLabel(/letters and digits/).fill(code);
    await wallet.getByRole('button', { name: 'Go on' }).click();
    return wallet;
  }

  it('opens the demo site to whoever types the code of one', { timeout: 90_000 }, async () => {
    const [slip = ''] = slips;
    expect(slip).toMatch(/^([A-Z2-7]{4} ){3}[A-Z2-7]{4}$/);
    const wallet = await bring(slip.toLowerCase());
    await protect(wallet);
    expect(await seeFilm(wallet, origins)).toBeGreaterThan(0);
    await wallet.context().close();
  });

  it.each([
    ['that was used', () => slips[0] as string],
    ['that nobody made', () => 'ABCD EFGH IJKL MNOP'],
  ])('refuses a code %s, and keeps nothing of it', { timeout: 60_000 }, async (_, code) => {
    const wallet = await bring(code());
    await heading(wallet, 'This proof did not show the age');
    const { tokens = [], wraps = [] } = await readStored(wallet);
    expect([tokens, wraps]).toEqual([[], []]);
    await wallet.context().close();
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    const spellings = [code(), code().replaceAll(' ', ''), code().toLowerCase()];
    for (const text of [...kept, rooms.output()]) for (const one of spellings) expect(text).not.toContain(one);
  });
});
