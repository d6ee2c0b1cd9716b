import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watch } from '../../conformance/commands/watch.ts';
import { openHistory } from '../../conformance/watch/history.ts';

const HOUR = 3_600_000;
const FILM = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.alloc(4096, 7)]);
const GATE = '<!doctype html><html lang="fr"><title>18+</title><h1>Cette page est réservée aux adultes.</h1>';
const FILMS =
  '<!doctype html><html lang="fr"><title>Films</title><h1>Films</h1><video src="/film.mp4"></video><a href="/film/1">Film 1</a>';

/** A site that forgets its gate, or asks everyone for their age and lets nobody in. */
let isOpen = true;
const server = createServer((request, response) => {
  if (!isOpen) return void response.writeHead(403, { 'content-type': 'text/html; charset=utf-8' }).end(GATE);
  const isFilm = request.url === '/film.mp4';
  response.setHeader('content-type', isFilm ? 'video/mp4' : 'text/html; charset=utf-8').end(isFilm ? FILM : FILMS);
});
let dir = '';
let port = 0;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'watch-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await new Promise((resolve) => void server.close(resolve));
});

test('follows a real site round by round: found, known, mended, broken again, gone', { timeout: 120_000 }, async () => {
  const out = join(dir, 'out');
  const list = join(dir, 'sites.txt');
  const origin = `http://127.0.0.1:${port}`;
  writeFileSync(list, `${origin} Un site\n`);
  const listeners = process.listenerCount('SIGTERM');
  let hours = 0;
  const go = async (): Promise<readonly [number, string]> => {
    const printed: string[] = [];
    const exit = await watch({
      args: [list, '--out', out, '--once', '--no-browser', '--operator', 'A test'],
      language: 'en',
      print: (line) => void printed.push(line),
      progress: () => undefined,
      // Rounds a day apart, by a clock that goes on.
      now: () => Date.now() + hours * HOUR,
      env: {},
      askEnter: async () => false,
    });
    hours += 24;
    return [exit, printed[1] ?? ''];
  };

  const [first, told] = await go();
  expect(told).toMatch(/^B {2}127\.0\.0\.1:\d+ {2}Breach found\. First run · New breach: .*S-01.*S-03/);
  expect(first).toBe(1);
  const [second, still] = await go();
  expect(still).toMatch(/Breach found\. Nothing new$/);
  expect(second).toBe(0);
  isOpen = false;
  const [third, mended] = await go();
  expect(mended).toContain('No longer found: S-01');
  expect(third).not.toBe(1);
  isOpen = true;
  const [fourth, again] = await go();
  expect(again).toMatch(/→ Breach found\. New breach: .*S-01/);
  expect(fourth).toBe(1);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  const [fifth, silent] = await go();
  expect(silent).toMatch(/Breach found → Unreachable\. Nothing new$/);
  expect(fifth).toBe(4);

  const runs = openHistory(out).runs();
  expect(runs.map(({ exit }) => exit)).toEqual([1, 1, runs[2]?.exit, 1, 4]);
  expect(runs.at(-1)?.standing).toEqual(runs.at(-2)?.findings);
  for (const { report } of runs.slice(0, 4)) {
    expect(existsSync(join(out, report ?? '', 'report.fr.html'))).toBe(true);
    expect(existsSync(join(out, report ?? '', 'evidence', 'manifest.json'))).toBe(true);
  }
  const overview = readFileSync(join(out, 'overview.en.html'), 'utf8');
  expect(overview).toContain('Un site: its last 5 runs');
  expect(overview).toContain(`href="${runs[3]?.report}/report.en.html"`);
  expect(existsSync(join(out, 'watch.lock'))).toBe(false);
  expect(process.listenerCount('SIGTERM')).toBe(listeners);
});
