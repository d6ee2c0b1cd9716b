import { type Deployment, findDeploymentFaults } from './deployment.ts';
import { type Needs, needsOf } from './needs.ts';
import type { Bundle } from './run-wrangler.ts';
import { findBreaches } from './walls.ts';

/** What is known of an environment before anyone deploys it. */
export interface CheckedDeployment extends Needs {
  readonly environment: string;
  /** Undefined when wrangler makes none. */
  readonly bytes?: number;
  readonly gzipBytes?: number;
  readonly bindings: readonly string[];
  readonly crons: readonly string[];
  /** Where it will be; none: nowhere until a route is written. */
  readonly addresses: readonly string[];
  /** None: it held. */
  readonly faults: readonly string[];
}

/** What the check may touch. */
export interface DeploymentWorld {
  readonly read: (environment: string) => Deployment;
  readonly dryRun: (environment: string) => Promise<Bundle | string>;
  /** Makes the files of an environment when they are not there. @returns what was made, if anything */
  readonly makeAssets: (deployment: Deployment) => string | undefined;
  /** Told of what takes a while. */
  readonly say: (line: string) => void;
}

/** Judges an environment by its lines in `wrangler.toml` and by what wrangler would send. */
export async function checkDeployment(environment: string, world: DeploymentWorld): Promise<CheckedDeployment> {
  const deployment = world.read(environment);
  const { main, bindings, crons, addresses } = deployment;
  const made = world.makeAssets(deployment);
  if (made !== undefined) world.say(made);
  const bundle = await world.dryRun(environment);
  const known = { environment, bindings, crons, addresses, ...needsOf(main) };
  const faults = findDeploymentFaults(deployment);
  if (typeof bundle === 'string') return { ...known, faults: [...faults, `wrangler: ${bundle}`] };
  const { bytes, gzipBytes } = bundle;
  return { ...known, bytes, gzipBytes, faults: [...faults, ...findBreaches(main, bundle)] };
}
