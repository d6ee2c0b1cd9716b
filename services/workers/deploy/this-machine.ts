import { readDeployment, readEnvironments } from './deployment.ts';
import type { DeployCheckWorld } from './run-deploy-check.ts';
import { dryRun } from './run-wrangler.ts';
import { makeMissingAssets } from './wallet-files.ts';

/** The root `wrangler.toml`, wrangler and a terminal. */
export const worldOfThisMachine: DeployCheckWorld = {
  environments: readEnvironments,
  read: readDeployment,
  dryRun,
  makeAssets: makeMissingAssets,
  say: (line) => void process.stderr.write(`${line}\n`),
  print: (text) => void process.stdout.write(text),
};
