import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../../browser/chromium.ts';

/** A browser on a profile of its own that can be killed as a power cut or the system would: with all its processes. */
export interface MortalBrowser {
  readonly context: BrowserContext;
  /** SIGKILL to the whole process group. Fulfilled when it is gone. */
  kill(): Promise<void>;
  /** Ends it as a person does. */
  close(): Promise<void>;
}

const PATIENCE = 60_000;

/** @param profile a folder, which may be of an earlier browser. */
export async function startMortalBrowser(profile: string): Promise<MortalBrowser> {
  const executable = findChromium();
  if (!executable) throw new Error('chromium is not installed');
  const portFile = join(profile, 'DevToolsActivePort');
  // What the last one left of itself.
  await rm(portFile, { force: true });
  const child = spawn(
    executable,
    [
      ...CHROMIUM_ARGS,
      '--headless=new',
      '--remote-debugging-port=0',
      '--disable-breakpad',
      '--lang=en-GB',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    // A group of its own: what it starts dies with it.
    { detached: true, stdio: 'ignore' },
  );
  const exited = once(child, 'exit');
  const browser = await chromium.connectOverCDP(await addressIn(portFile, child));
  const [context] = browser.contexts();
  if (!context) throw new Error('a browser without a context');
  return {
    context,
    async kill() {
      process.kill(-(child.pid as number), 'SIGKILL');
      await exited;
      await browser.close().catch(() => {});
    },
    async close() {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {});
      await Promise.race([exited, pause(PATIENCE)]);
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid as number), 'SIGKILL');
    },
  };
}

async function addressIn(portFile: string, child: ChildProcess): Promise<string> {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline && child.exitCode === null) {
    if (existsSync(portFile)) {
      const [port, path] = (await readFile(portFile, 'utf8')).split('\n');
      if (port && path) return `ws://127.0.0.1:${port}${path}`;
    }
    await pause(20);
  }
  throw new Error('the browser did not start');
}
