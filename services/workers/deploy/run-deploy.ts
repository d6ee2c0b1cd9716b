import { EXIT } from '../../exit-codes.ts';
import { checkDeployment } from './check-deployment.ts';
import type { Deployment } from './deployment.ts';
import { formatDeployments } from './format-deployments.ts';
import { needsOf } from './needs.ts';
import type { DeployCheckWorld } from './run-deploy-check.ts';

export const USAGE = `npm run -s deploy -- ENVIRONMENT

  ENVIRONMENT  of wrangler.toml: one of the rooms

Checks it as deploy:check does, and then deploys it with wrangler, which asks for a login or CLOUDFLARE_API_TOKEN. The
wallet's files are built anew first, from the settings of this shell.
Ends with 0, with 1 when the check did not hold, 3 on wrong arguments or settings, 4 when wrangler could not deploy.
`;

/** What the command may touch. */
export interface DeployWorld extends DeployCheckWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly buildWallet: () => void;
  /** @returns wrangler's exit code */
  readonly deploy: (environment: string) => Promise<number>;
}

/** Deploys one environment, unless its check does not hold. @returns the exit code */
export async function runDeploy(args: readonly string[], world: DeployWorld): Promise<number> {
  const { say, print } = world;
  const [environment, ...rest] = args;
  let deployment: Deployment;
  try {
    const { names, hasDefault } = world.environments();
    if (hasDefault) throw new TypeError('wrangler.toml has a main at its top');
    if (environment === undefined || rest.length > 0 || !names.includes(environment)) {
      throw new TypeError(`name one environment of wrangler.toml: ${names.join(', ')}`);
    }
    deployment = world.read(environment);
    buildWith(deployment, world);
  } catch (error) {
    say(`deploy: ${error instanceof Error ? error.message : 'wrong arguments'}\n\n${USAGE}`);
    return EXIT.configuration;
  }

  say(`checking ${environment}`);
  const checked = await checkDeployment(environment, world);
  print(formatDeployments([checked], []));
  if (checked.faults.length > 0) {
    say('nothing was deployed');
    return EXIT.didNotHold;
  }
  return (await world.deploy(environment)) === 0 ? EXIT.held : EXIT.notReachable;
}

/** A wallet with the defaults of a build, or with a phone that gives everyone a proof, is nobody's. */
function buildWith({ main }: Deployment, { env, buildWallet, say }: DeployWorld): void {
  const { atBuild } = needsOf(main);
  if (atBuild.length === 0) return;
  const missing = atBuild.filter((name) => !env[name]);
  if (missing.length > 0) throw new TypeError(`its files are built with ${missing.join(', ')}, not set in this shell`);
  if (env.PHONE_ORIGIN) throw new TypeError('PHONE_ORIGIN is for demonstration only');
  say('building its files');
  buildWallet();
}
