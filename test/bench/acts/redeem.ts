import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DirectoryKey, MODE, readTokenKey } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { createVerifier, type Presentation, type VerifierOptions } from '@bauta/sdk/verifier';
import { build } from 'esbuild';
import type { Act } from '../act.ts';
import { measureP256, measureRsa } from '../openssl.ts';
import { cpuMicros } from '../statistics.ts';
import { createLocalIssuer, type LocalIssuer, mintTokens, presentAll } from '../tokens.ts';
import { createBareRedemption } from './bare-calls.ts';

const REDEEM_URL = 'https://site.example/_age/redeem';
const SECRET = new Uint8Array(32).fill(7);

/** One redemption on Node and on WebCrypto, on memory and SQLite, and the bare calls that it cannot do without. */
export const redeem: Act = {
  name: 'redeem',
  async open({ now, count, isQuick }) {
    const scene = { issuer: await createLocalIssuer(now), now, count };
    const ways: Record<string, Way> = {
      'redeem, bare calls': await withBareCalls(scene),
      'redeem, memory': await inMemory(scene),
      'redeem, SQLite': await onSqlite(scene),
      'redeem, WebCrypto': await withWebCrypto(scene),
    };
    for (const way of Object.values(ways)) {
      // Code that a site runs all day is compiled.
      for (let warm = 0; warm < (isQuick ? 2 : 12); warm++) await way.measure();
    }
    return {
      plans: Object.keys(ways).map((act) => ({
        act,
        limit: 'openssl RSA verify + P-256 verify',
        of: ['rsaVerify', 'p256Verify'],
        ...(act === 'redeem, memory' ? { bound: { most: 3.2 } } : {}),
      })),
      async measure() {
        const { rsaVerify } = await measureRsa();
        const figures: Record<string, number> = { rsaVerify, ...(await measureP256()) };
        for (const [name, way] of Object.entries(ways)) figures[name] = await way.measure();
        return figures;
      },
      close() {
        for (const way of Object.values(ways)) way.close();
      },
    };
  },
};

/** A way to run the site's side. */
interface Way {
  /** Microseconds of CPU for one redemption. */
  measure(): Promise<number>;
  close(): void;
}

/** What of the SDK a site uses: from the source tree, or from a bundle for another runtime. */
interface SiteSdk {
  readonly createVerifier: typeof createVerifier;
  readonly readTokenKey: typeof readTokenKey;
}

interface Scene {
  readonly issuer: LocalIssuer;
  readonly now: number;
  readonly count: number;
}

/** One presentation for each token, made once: they answer to the challenges of any verifier with these options. */
async function preparePresentations({ issuer, now, count }: Scene): Promise<Presentation[]> {
  const verifier = createVerifier(optionsOf(issuer, issuer.keys.tokenKey, memoryStores(now)));
  return presentAll(await mintTokens(issuer, count), verifier, REDEEM_URL, now);
}

function optionsOf(
  issuer: LocalIssuer,
  listed: DirectoryKey,
  stores: Pick<VerifierOptions, 'spent' | 'codes'>,
): VerifierOptions {
  return {
    issuer: issuer.name,
    threshold: 18,
    redeemUrl: REDEEM_URL,
    secrets: [SECRET],
    keys: { find: () => listed },
    ...stores,
  };
}

/** Redeems every presentation at stores that know none of them yet. */
async function measureWith(
  sdk: SiteSdk,
  { issuer, now, count }: Scene,
  presentations: readonly Presentation[],
  stores: Pick<VerifierOptions, 'spent' | 'codes'>,
  atOnce: boolean,
): Promise<number> {
  const listed = { ...issuer.keys.tokenKey, key: await sdk.readTokenKey(issuer.keys.tokenKey.key.spki) };
  const verifier = sdk.createVerifier(optionsOf(issuer, listed, stores));
  return cpuMicros(count, async () => {
    if (atOnce) await Promise.all(presentations.map((one) => verifier.redeem(one, MODE.form, now)));
    else for (const one of presentations) await verifier.redeem(one, MODE.form, now);
  });
}

const memoryStores = (now: number): Pick<VerifierOptions, 'spent' | 'codes'> => ({
  spent: memorySpentSet({ now: () => now }),
  codes: memorySessions({ now: () => now }),
});

/** The floor of Node itself: the same presentations through the bare calls. */
async function withBareCalls(scene: Scene): Promise<Way> {
  const presentations = await preparePresentations(scene);
  return {
    measure: () => {
      const redeem = createBareRedemption(createPublicKey(scene.issuer.privateKey), SECRET, REDEEM_URL);
      return cpuMicros(scene.count, async () => {
        for (const one of presentations) redeem(one);
      });
    },
    close: () => {},
  };
}

/** On Node's own crypto, with everything in memory: the figure that has a bound. */
async function inMemory(scene: Scene): Promise<Way> {
  const presentations = await preparePresentations(scene);
  const sdk = { createVerifier, readTokenKey };
  return { measure: () => measureWith(sdk, scene, presentations, memoryStores(scene.now), false), close: () => {} };
}

/** On SQLite with an fsync for every group of spends, many visitors at once. */
async function onSqlite(scene: Scene): Promise<Way> {
  const presentations = await preparePresentations(scene);
  const folder = mkdtempSync(join(tmpdir(), 'bauta-bench-'));
  const now = (): number => scene.now;
  let files = 0;
  return {
    async measure() {
      const database = openSqlite(join(folder, `site-${files++}.db`));
      const stores = { spent: sqliteSpentSet(database, { now }), codes: sqliteSessions(database, { now }) };
      const micros = await measureWith({ createVerifier, readTokenKey }, scene, presentations, stores, true);
      database.close();
      return micros;
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** The same source with its WebCrypto body, bundled as for any runtime that is not Node. */
async function withWebCrypto(scene: Scene): Promise<Way> {
  const presentations = await preparePresentations(scene);
  const contents =
    "export { createVerifier } from '@bauta/sdk/verifier'; export { readTokenKey } from '@bauta/sdk/protocol';";
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    conditions: ['bauta-source', 'worker'],
  });
  const text = outputFiles[0]?.text ?? '';
  const sdk: SiteSdk = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  return { measure: () => measureWith(sdk, scene, presentations, memoryStores(scene.now), false), close: () => {} };
}
