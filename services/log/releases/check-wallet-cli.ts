// `npm run -s check-wallet -- URL [--log FILE] [--json]`: compares what a wallet's host serves with the log.
import { readFileSync } from 'node:fs';
import { EXIT } from '../../exit-codes.ts';
import { createLoopbackFetch } from '../../loopback.ts';
import { BUNDLE_MAX } from './check-wallet.ts';
import { runCheckWallet } from './run-check-wallet.ts';

/** For everything: a host that answers a byte at a time ends here. */
const LIMIT_MS = 300_000;

const fetch = createLoopbackFetch({ timeoutMs: 30_000, maxBytes: BUNDLE_MAX });
const signal = AbortSignal.timeout(LIMIT_MS);

try {
  process.exitCode = await runCheckWallet(process.argv.slice(2), {
    fetch: (input, init) => fetch(input, { ...init, signal }),
    now: () => Math.floor(Date.now() / 1000),
    read,
    print: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
  });
} catch (error) {
  process.stderr.write(`check-wallet: a fault of this program: ${error}\n`);
  process.exitCode = EXIT.fault;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
