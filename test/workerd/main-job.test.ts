import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../browser/browser.ts';
import { createInjectedPasskey } from '../browser/injected-passkey.ts';
import { startPlainChromium } from '../browser/plain-chromium.ts';
import { fillWallet, openSite } from '../e2e/visits.ts';
import { type StartedTarget, startOnWorkers } from '../flow/start-on-workers.ts';
import { whyNoVisits } from '../flow/week-gives-visits.ts';

/** The wallet may want a minute between two visits, and real time cannot be hurried. */
const PATIENCE_MS = 150_000;

// Workers have no clock but the machine's.
const why = whyNoBrowser ?? whyNoVisits(400);

describe.skipIf(why)(`the main job in Chromium, with every room in workerd${why ? ` (skipped: ${why})` : ''}`, () => {
  let target: StartedTarget;
  const profile = mkdtempSync(join(tmpdir(), 'bauta-on-workers-'));
  beforeAll(async () => {
    target = await startOnWorkers({ PATH: process.env.PATH, PORT_BASE: '25550' });
  }, 180_000);
  afterAll(async () => {
    await target?.stop();
    rmSync(profile, { recursive: true, force: true });
  }, 60_000);

  it('proves an age once, and opens the site with a visit', { timeout: 300_000 }, async () => {
    const passkey = createInjectedPasskey(target.rooms.wallet);
    const browser = await startPlainChromium({
      profile,
      netLog: join(profile, 'net-log.json'),
      environment: {},
      prepare: passkey.giveTo,
    });
    try {
      await fillWallet(browser, target.rooms);
      const build = await openSite(browser, target.rooms, PATIENCE_MS);
      expect(build).toMatch(/\w/);
    } finally {
      await browser.close();
    }
  });
});
