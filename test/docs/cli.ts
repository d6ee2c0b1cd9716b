// `npm run -s docs` writes the reference (SDK, rooms over HTTP, refusals) and shows it on this machine; `--out DIR` only writes.
import { join } from 'node:path';
import { EXIT } from '@bauta/services/exit-codes';
import { type Choices, readChoices, USAGE } from './choices.ts';
import { serveFolder } from './serve-folder.ts';
import { FolderOfOthers, writeSite } from './write-site.ts';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  let choices: Choices;
  try {
    choices = readChoices(args);
  } catch (error) {
    process.stderr.write(`docs: ${(error as Error).message}\n${USAGE}`);
    return EXIT.configuration;
  }
  const out = choices.out ?? join(import.meta.dirname, '../../.build/docs');
  try {
    const { pages, faults } = await writeSite(out);
    process.stdout.write(`${pages} pages in ${out}\n`);
    for (const fault of faults) process.stderr.write(`docs: ${fault}\n`);
    if (faults.length > 0) return EXIT.didNotHold;
    if (choices.out === undefined) process.stdout.write(`${(await serveFolder(out, choices.port)).url}\n`);
    return EXIT.held;
  } catch (error) {
    const isTheirs = error instanceof FolderOfOthers || (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    process.stderr.write(`docs: ${isTheirs ? (error as Error).message : (error as Error).stack}\n`);
    return isTheirs ? EXIT.configuration : EXIT.fault;
  }
}
