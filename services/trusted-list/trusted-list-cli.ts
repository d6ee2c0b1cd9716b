// `npm run -s trusted-list -- --url URL …`: makes signed snapshots of a trusted list, for those who cannot read its XML.
import { readFileSync } from 'node:fs';
import { EXIT } from '../exit-codes.ts';
import { createLoopbackFetch } from '../loopback.ts';
import { fileText } from './file-text.ts';
import { XML_MAX } from './read-xml.ts';
import { runTrustedList } from './run-trusted-list.ts';

try {
  process.exitCode = await runTrustedList(process.argv.slice(2), {
    fetch: createLoopbackFetch({ timeoutMs: 60_000, maxBytes: XML_MAX }),
    now: () => Math.floor(Date.now() / 1000),
    read: (path) => readFileSync(path, 'utf8'),
    fileText,
    print: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
  });
} catch (error) {
  process.stderr.write(`trusted-list: a fault of this program: ${error instanceof Error ? error.name : 'unknown'}\n`);
  process.exitCode = EXIT.fault;
}
