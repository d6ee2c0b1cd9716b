// `npm run -s monitor -- --url URL --key KEY --witness KEY --seen FILE`: reads a log whole and alarms on what is wrong.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createLoopbackFetch } from '../../loopback.ts';
import { runMonitor } from './run-monitor.ts';

/** A full bundle of the longest entries. */
const MAX_BYTES = 17 * 1024 * 1024;

process.exitCode = await runMonitor(process.argv.slice(2), {
  fetch: createLoopbackFetch({ timeoutMs: 60_000, maxBytes: MAX_BYTES }),
  now: () => Math.floor(Date.now() / 1000),
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  write(path, text) {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  },
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
});
