// `npm run supply-chain [-- --out DIR]`: builds what is published, and the wallet, from a copy of this repository, and
// prints the digest of each. With --out the tarballs and the wallet's files stay there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT } from '../../services/exit-codes.ts';
import { ROOT } from '../laws/sources.ts';
import { type Built, buildShipped } from './build-shipped.ts';
import { digestsOf, formatDigests } from './digests.ts';
import { furnish } from './place.ts';

function readOut(): { readonly out?: string } {
  try {
    return parseArgs({ options: { out: { type: 'string' } } }).values;
  } catch {
    process.stderr.write('npm run supply-chain [-- --out DIR]\n');
    process.exit(EXIT.configuration);
  }
}

/** What the digests are made of: two people have the same when these lines are the same. */
function describeSource(): string {
  const git = (...args: readonly string[]): string =>
    spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
  const changed = git('status', '--porcelain') === '' ? '' : ', with changes that are not committed';
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const npm = spawnSync('npm', ['--version'], { encoding: 'utf8' }).stdout.trim();
  return `commit     ${git('rev-parse', 'HEAD')}${changed}\nlockfile   ${lock}\nbuilt with Node ${process.version}, npm ${npm}\n\n`;
}

function build(folder: string): Built {
  try {
    const place = { folder, umask: '022' };
    furnish(place);
    return buildShipped(place);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(EXIT.fault);
  }
}

const { out } = readOut();
mkdirSync(join(ROOT, '.build'), { recursive: true });
const house = mkdtempSync(join(ROOT, '.build/supply-chain-'));
process.once('exit', () => rmSync(house, { recursive: true, force: true }));
const built = build(join(house, 'source'));
if (out !== undefined) {
  const target = resolve(out);
  for (const tarball of built.tarballs) cpSync(tarball, join(target, basename(tarball)));
  cpSync(built.wallet, join(target, 'wallet'), { recursive: true });
}
process.stdout.write(describeSource() + formatDigests(digestsOf(built)));
