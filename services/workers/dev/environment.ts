import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as readWorkerOptions } from 'wrangler';

export const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The one file that says what is deployed. */
export const WRANGLER_FILE = join(ROOT, 'wrangler.toml');

/** An environment of the root `wrangler.toml`, for a runtime on this machine. */
export interface Environment {
  /** Bindings, dates and flags as they are deployed. */
  readonly options: Partial<MiniflareOptions>;
  /** The Worker's first file. */
  readonly main: string;
}

/** The names of all environments. */
export function environmentNames(): readonly string[] {
  return [...readFileSync(WRANGLER_FILE, 'utf8').matchAll(/^\[env\.([a-z-]+)\]$/gm)].map(([, name]) => name as string);
}

/** @param assets the folder in the place of the one that is deployed. */
export function readEnvironment(name: string, assets?: string): Environment {
  const overrides = assets === undefined ? {} : { overrides: { assets: { directory: assets } } };
  const { workerOptions, main } = readWorkerOptions(WRANGLER_FILE, name, overrides);
  if (main === undefined) throw new TypeError(`env.${name}: no main`);
  const { modulesRules: _, ...options } = workerOptions;
  return { options: options as Partial<MiniflareOptions>, main };
}
