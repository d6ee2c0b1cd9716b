import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODE, readTokenKey } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { createVerifier, type VerifierOptions } from '@bauta/sdk/verifier';
import { build } from 'esbuild';
import { cpuMicros } from '../statistics.ts';
import { type LocalIssuer, mintTokens, presentAll } from '../tokens.ts';

const REDEEM_URL = 'https://site.example/_age/redeem';

/** A way to run the site's side. */
export interface RedeemBench {
  /** Microseconds of CPU for one redemption; every call uses up `count` fresh tokens. */
  measure(): Promise<number>;
  close(): void;
}

/** What of the SDK a site uses: from the source tree, or from a bundle for another runtime. */
interface SiteSdk {
  readonly createVerifier: typeof createVerifier;
  readonly readTokenKey: typeof readTokenKey;
}

interface Setting {
  readonly issuer: LocalIssuer;
  readonly now: number;
  readonly count: number;
}

async function measureWith(
  sdk: SiteSdk,
  { issuer, now, count }: Setting,
  stores: Pick<VerifierOptions, 'spent' | 'codes'>,
  atOnce: boolean,
): Promise<number> {
  const listed = { ...issuer.keys.tokenKey, key: await sdk.readTokenKey(issuer.keys.tokenKey.key.spki) };
  const verifier = sdk.createVerifier({
    issuer: issuer.name,
    threshold: 18,
    redeemUrl: REDEEM_URL,
    secrets: [new Uint8Array(32).fill(7)],
    keys: { find: () => listed, list: () => [listed], refresh: async () => {} },
    ...stores,
  });
  const presentations = await presentAll(await mintTokens(issuer, count), verifier, REDEEM_URL, now);
  return cpuMicros(count, async () => {
    if (atOnce) await Promise.all(presentations.map((one) => verifier.redeem(one, MODE.form, now)));
    else for (const one of presentations) await verifier.redeem(one, MODE.form, now);
  });
}

const inMemory = (now: number): Pick<VerifierOptions, 'spent' | 'codes'> => ({
  spent: memorySpentSet({ now: () => now }),
  codes: memorySessions({ now: () => now }),
});

/** On Node's own crypto, with everything in memory: the figure that has a bound. */
export function redeemInMemory(setting: Setting): RedeemBench {
  const stores = inMemory(setting.now);
  return { measure: () => measureWith({ createVerifier, readTokenKey }, setting, stores, false), close: () => {} };
}

/** On SQLite with an fsync for every group of spends, many visitors at once. */
export function redeemOnSqlite(setting: Setting): RedeemBench {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-bench-'));
  const database = openSqlite(join(folder, 'site.db'));
  const now = (): number => setting.now;
  const stores = { spent: sqliteSpentSet(database, { now }), codes: sqliteSessions(database, { now }) };
  return {
    measure: () => measureWith({ createVerifier, readTokenKey }, setting, stores, true),
    close() {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same source with its WebCrypto body, bundled as for any runtime that is not Node. */
export async function redeemWithWebCrypto(setting: Setting): Promise<RedeemBench> {
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
  const stores = inMemory(setting.now);
  return { measure: () => measureWith(sdk, setting, stores, false), close: () => {} };
}
