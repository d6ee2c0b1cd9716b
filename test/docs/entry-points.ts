import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SDK = join(import.meta.dirname, '../../sdk');

/** One way into the SDK: what a program imports. */
export interface EntryPoint {
  /** Behind `@bauta/sdk/`: `gate/hono`. */
  readonly name: string;
  /** The full path of its source. */
  readonly source: string;
  /** What it is for: one sentence. */
  readonly does: string;
}

/** In the order in which somebody new reads them. */
const SENTENCES: Readonly<Record<string, string>> = {
  gate: 'Withholds a site until a token has been shown: the three lines that guard everything.',
  'gate/hono': 'The gate in front of Hono.',
  'gate/express': 'The gate in front of Express 4 and 5.',
  'gate/next': 'The gate as the proxy of Next 16.',
  'gate/node': 'The gate in front of anything on node:http.',
  'gate/worker': 'The gate in front of a Cloudflare Worker.',
  'stores/memory': 'Spent tokens and sessions in memory, for development alone.',
  'stores/sqlite': 'Spent tokens and sessions in one SQLite file, for a site on one machine.',
  'stores/redis': 'Spent tokens and sessions in Redis, for a site on several machines.',
  'stores/durable-object': 'Spent tokens and sessions in a Durable Object, for a site on Workers.',
  'stores/sql': 'What the stores on SQL share, for databases that bring their own connection.',
  'stores/checkpoint-file': 'Keeps in a file the last state of the log of keys that was seen.',
  config: 'Reads a bauta.toml, and opens the store that it names.',
  'config/worker-variables': 'Reads the same keys from the variables of a Worker.',
  metrics: 'Counts what a gate does, for Prometheus.',
  'test-issuer': 'Stands in for wallet and issuer while a site is being built, and refuses production.',
  verifier: 'The whole of what a relying party judges: a question, a token, its proof.',
  log: 'What wallets and sites check of the log of keys.',
  client: 'What a wallet does: asks for grants, mints tokens, keeps them, shows one.',
  protocol: 'The bytes that all parties share: tokens, challenges, proofs, directories, weeks, refusals.',
  'eu-wallet': 'Checks proofs of age of EU wallets, and lets a site take them itself.',
  'eu-wallet/haip': 'Asks EUDI wallets by HAIP 1.0, and reads what they answer.',
};

/** Every entry point of the package, in that order. @throws Error when one has no sentence, or a sentence no entry point. */
export function readEntryPoints(): readonly EntryPoint[] {
  const { exports } = JSON.parse(readFileSync(join(SDK, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  };
  const sources = new Map(
    Object.entries(exports).flatMap(([path, conditions]) => {
      const source = typeof conditions === 'string' ? undefined : conditions['bauta-source'];
      return source === undefined ? [] : [[path.slice('./'.length), join(SDK, source)]];
    }),
  );
  const strange = [...new Set([...sources.keys(), ...Object.keys(SENTENCES)])].filter(
    (name) => !(sources.has(name) && Object.hasOwn(SENTENCES, name)),
  );
  if (strange.length > 0) throw new Error(`an entry point or a sentence stands alone: ${strange.join(', ')}`);
  return Object.entries(SENTENCES).map(([name, does]) => ({ name, source: sources.get(name) as string, does }));
}
