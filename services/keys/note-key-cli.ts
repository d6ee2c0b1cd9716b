// `npm run -s note-key -- KIND NAME < SEED`: the public key that belongs to a seed, for the files of a log.
import { text } from 'node:stream/consumers';
import { EXIT } from '../exit-codes.ts';
import { runNoteKey } from './run-note-key.ts';

try {
  process.exitCode = await runNoteKey(process.argv.slice(2), {
    readInput: () => text(process.stdin),
    print: (line) => void process.stdout.write(line),
    complain: (line) => void process.stderr.write(line),
  });
} catch (error) {
  process.stderr.write(`note-key: a fault of this program: ${error instanceof Error ? error.name : 'unknown'}\n`);
  process.exitCode = EXIT.fault;
}
