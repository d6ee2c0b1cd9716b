import { parseArgs } from 'node:util';
import { EXIT } from '../../exit-codes.ts';
import { type CheckedDeployment, checkDeployment, type DeploymentWorld } from './check-deployment.ts';
import { formatDeployments } from './format-deployments.ts';

export const USAGE = `npm run -s deploy:check -- [ENVIRONMENT …] [--json]

  ENVIRONMENT  of wrangler.toml; all of them unless given
  --json       one JSON document in place of the table

Bundles what would be deployed, and asks no network. Ends with 0 when all of it held, 1 when it did not, 3 on wrong
arguments or a wrangler.toml that cannot be read.
`;

/** What the command may touch. */
export interface DeployCheckWorld extends DeploymentWorld {
  readonly environments: () => { readonly names: readonly string[]; readonly hasDefault: boolean };
  readonly print: (text: string) => void;
}

/** Checks environments of `wrangler.toml`. @returns the exit code */
export async function runDeployCheck(args: readonly string[], world: DeployCheckWorld): Promise<number> {
  const { print, say } = world;
  let asked: readonly string[];
  let isJson: boolean;
  let hasDefault: boolean;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const { names, hasDefault: found } = world.environments();
    const strangers = positionals.filter((name) => !names.includes(name));
    if (strangers.length > 0) throw new TypeError(`no environment of wrangler.toml; there are ${names.join(', ')}`);
    asked = positionals.length > 0 ? positionals : names;
    isJson = values.json;
    hasDefault = found;
  } catch (error) {
    say(`deploy:check: ${error instanceof Error ? error.message : 'wrong arguments'}\n\n${USAGE}`);
    return EXIT.configuration;
  }

  const checked: CheckedDeployment[] = [];
  for (const [i, environment] of asked.entries()) {
    say(`${environment} (${i + 1} of ${asked.length})`);
    checked.push(await checkDeployment(environment, world));
  }
  const faults = hasDefault ? ['wrangler.toml has a main at its top: what is deployed without --env is no room'] : [];
  const held = faults.length === 0 && checked.every((one) => one.faults.length === 0);
  print(isJson ? `${JSON.stringify({ held, faults, environments: checked })}\n` : formatDeployments(checked, faults));
  return held ? EXIT.held : EXIT.didNotHold;
}
