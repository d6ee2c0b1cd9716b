// `npm run sbom -- --out DIR` writes the list of parts of everything shipped, NAME.cdx.json each (CycloneDX 1.6);
// `npm run -s sbom -- NAME [--out FILE]` writes one, to standard output without a file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT } from '../../services/exit-codes.ts';
import { formatParts, listPartsOf } from './list-parts.ts';
import { readLockfile } from './lockfile.ts';
import { SHIPPED } from './shipped.ts';

const USAGE = `npm run sbom -- --out DIR\nnpm run -s sbom -- ${SHIPPED.map(({ name }) => name).join('|')} [--out FILE]\n`;

function readArguments(): { readonly name?: string; readonly out?: string } | undefined {
  try {
    const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
    const [name, ...more] = positionals;
    const isKnown = name === undefined ? values.out !== undefined : SHIPPED.some((one) => one.name === name);
    return isKnown && more.length === 0 ? { ...values, ...(name ? { name } : {}) } : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${file} written\n`);
}

const args = readArguments();
if (args === undefined) {
  process.stderr.write(USAGE);
  process.exit(EXIT.configuration);
}
const lock = readLockfile();
for (const shipped of SHIPPED.filter(({ name }) => args.name === undefined || name === args.name)) {
  const text = formatParts(listPartsOf(lock, shipped));
  if (args.out === undefined) process.stdout.write(text);
  else write(args.name === undefined ? join(args.out, `${shipped.name}.cdx.json`) : args.out, text);
}
