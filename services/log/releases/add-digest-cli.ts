// `npm run -s add-digest -- wallet URL …` and `-- sdk PACKAGE.tgz …`: adds a digest to the log, as one of its operators.
import { readFileSync } from 'node:fs';
import { EXIT } from '../../exit-codes.ts';
import { loopbackFetch } from '../../loopback.ts';
import { runAddDigest } from './run-add-digest.ts';

try {
  process.exitCode = await runAddDigest(process.argv.slice(2), {
    fetch: loopbackFetch,
    read,
    print: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
  });
} catch (error) {
  process.stderr.write(`add-digest: a fault of this program: ${error}\n`);
  process.exitCode = EXIT.fault;
}

function read(path: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return undefined;
  }
}
