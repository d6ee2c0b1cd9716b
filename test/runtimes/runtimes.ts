import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { ROOT } from '../laws/sources.ts';
import { bundleWorker, startWorker } from '../workerd/start-worker.ts';
import type { Outcomes } from './case.ts';
import type { Material } from './material.ts';

/** Somewhere the SDK runs. */
export interface Runtime {
  readonly name: string;
  /** Why it cannot be asked here. */
  readonly missing: string | undefined;
  run(material: Material): Promise<Outcomes>;
}

async function bundle(entry: string, format: 'esm' | 'iife', conditions: readonly string[]): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`test/runtimes/${entry}`],
    bundle: true,
    write: false,
    format,
    platform: format === 'esm' ? 'node' : 'browser',
    conditions: ['bauta-source', ...conditions],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

async function runOnNode(material: Material): Promise<Outcomes> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-runtimes-'));
  try {
    const file = join(folder, 'suite.mjs');
    writeFileSync(file, await bundle('on-node.ts', 'esm', ['node']));
    const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'pipe'] });
    const closed = once(child, 'close');
    child.stdin.end(JSON.stringify(material));
    const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    if (said === '') throw new Error(`the suite said nothing on Node: ${complaint}`);
    return JSON.parse(said);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** No compatibility flag: what Workers have by themselves is enough. */
async function runOnWorkerd(material: Material): Promise<Outcomes> {
  const worker = await startWorker({ code: await bundleWorker('test/runtimes/worker.ts'), compatibilityFlags: [] });
  try {
    const body = JSON.stringify(material);
    const answer = await worker.fetch('https://suite.example/', { method: 'POST', body });
    if (!answer.ok) throw new Error(`the suite answered ${answer.status} in workerd: ${await answer.text()}`);
    return (await answer.json()) as Outcomes;
  } finally {
    await worker.stop();
  }
}

async function runInChromium(material: Material): Promise<Outcomes> {
  const content = await bundle('in-page.ts', 'iife', ['browser']);
  // WebCrypto wants a secure context, which loopback is.
  const server = createServer((_, response) => response.end('<!doctype html><title>suite</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content });
    const asked = JSON.stringify(material);
    const said = await page.evaluate(async (given) => {
      const { runSuite } = globalThis as unknown as { runSuite(material: unknown): Promise<unknown> };
      return JSON.stringify(await runSuite(JSON.parse(given)));
    }, asked);
    return JSON.parse(said);
  } finally {
    await browser.close();
    server.close();
  }
}

/** In the order of the table's columns. */
export const RUNTIMES: readonly Runtime[] = [
  { name: 'Node', missing: undefined, run: runOnNode },
  { name: 'workerd', missing: undefined, run: runOnWorkerd },
  { name: 'Chromium', missing: whyNoBrowser, run: runInChromium },
];
