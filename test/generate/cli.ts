// `npm run generate` writes the generated files of `spec/`; with `--check` it compares them, and exits with 1 when one differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeRoom } from '../../services/http/describe.ts';
import type { RoomName } from '../../services/rooms.ts';
import { PAPERS } from '../papers/papers.ts';
import { writePaper } from '../papers/write-paper.ts';
import { generateCompatibility } from './compatibility.ts';
import { writeDashboard } from './dashboard.ts';
import { writeErrors } from './errors.ts';
import { writeLimits } from './limits/write-limits.ts';
import { DESCRIBED } from './rooms.ts';
import { generateRuntimes } from './runtimes.ts';
import { writeSettings } from './settings.ts';
import { generateVectors } from './vectors.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Every generated file with its text. */
function generate(): ReadonlyMap<string, string> {
  const files = new Map([
    ['spec/errors.md', writeErrors()],
    ['spec/settings.md', writeSettings()],
    ['spec/dashboards/site.json', writeDashboard()],
    ['spec/guides/limits.md', writeLimits()],
  ]);
  for (const [room, routes] of Object.entries(DESCRIBED)) {
    const description = describeRoom(room as RoomName, routes());
    files.set(`spec/openapi/${room}.json`, `${JSON.stringify(description, null, 2)}\n`);
  }
  for (const { template, path, language } of PAPERS) {
    const text = readFileSync(join(ROOT, 'test/papers/templates', template), 'utf8');
    files.set(path, writePaper(text, language));
  }
  for (const [path, text] of generateVectors()) files.set(path, text);
  return files;
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const isCheck = process.argv.includes('--check');
const files = new Map(generate());
// Each is made of a run, which a test compares with whenever it runs.
const OF_RUNS = { 'spec/runtimes.md': generateRuntimes, 'spec/compatibility.md': generateCompatibility };
for (const [path, run] of isCheck ? [] : Object.entries(OF_RUNS)) {
  const made = await run();
  if ('text' in made) files.set(path, made.text);
  else process.stdout.write(`${path} left as it is: ${made.missing}\n`);
}
let differing = 0;
for (const [path, text] of files) {
  const full = join(ROOT, path);
  if (readOrNothing(full) === text) continue;
  differing++;
  if (!isCheck) {
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  process.stdout.write(isCheck ? `${path} differs: run npm run generate\n` : `${path} written\n`);
}
if (isCheck && differing > 0) process.exitCode = 1;
