import { relative } from 'node:path';
import { unstable_readConfig as readConfig } from 'wrangler';
import { ROOT, WRANGLER_FILE } from '../dev/environment.ts';

/** An environment of `wrangler.toml`: what would be deployed, as far as anything here judges it. */
export interface Deployment {
  readonly environment: string;
  /** The Worker's first file, from the root. */
  readonly main: string;
  readonly flags: readonly string[];
  /** Binding by binding, for people: `STORE (LogStore)`. */
  readonly bindings: readonly string[];
  /** Classes of objects that are bound, and those of them that are made with SQLite. */
  readonly classes: readonly string[];
  readonly sqliteClasses: readonly string[];
  readonly assets: { readonly directory: string; readonly isWorkerFirst: boolean } | undefined;
  readonly crons: readonly string[];
  /** Routes and domains; `workers.dev` when it has the platform's own address. */
  readonly addresses: readonly string[];
  readonly hasPreviews: boolean;
  /** Whether the platform is told to keep no line of a request, in any of the places that it has for them. */
  readonly keepsNoLines: boolean;
}

/** What is read of wrangler's own account, whose types lean on a package that is not here. */
interface Configuration {
  readonly main?: string;
  readonly definedEnvironments?: readonly string[];
  readonly compatibility_flags: readonly string[];
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly r2_buckets: readonly { readonly binding: string; readonly bucket_name?: string }[];
  readonly migrations: readonly { readonly new_sqlite_classes?: readonly string[] }[];
  readonly assets?: { readonly directory?: string; readonly binding?: string; readonly run_worker_first?: unknown };
  readonly triggers: { readonly crons?: readonly string[] };
  readonly route?: Route;
  readonly routes?: readonly Route[];
  readonly observability?: { readonly enabled?: boolean };
  readonly logpush?: boolean;
  readonly tail_consumers?: readonly unknown[];
  readonly workers_dev?: boolean;
  readonly preview_urls?: boolean;
}

type Route = string | { readonly pattern: string };

function readConfiguration(file: string, env?: string): Configuration {
  return readConfig({ config: file, env }, { hideWarnings: true }) as Configuration;
}

/** The names of all environments; `hasDefault` when something would be deployed without naming one. */
export function readEnvironments(file: string = WRANGLER_FILE): {
  readonly names: readonly string[];
  readonly hasDefault: boolean;
} {
  const { definedEnvironments = [], main } = readConfiguration(file);
  return { names: definedEnvironments, hasDefault: main !== undefined };
}

/** @throws Error with wrangler's own words when the file is not as it must be */
export function readDeployment(environment: string, file: string = WRANGLER_FILE): Deployment {
  const config = readConfiguration(file, environment);
  const { durable_objects, r2_buckets, assets, triggers, routes = [], route, observability, workers_dev } = config;
  const objects = durable_objects.bindings;
  const at = [...routes, ...(route === undefined ? [] : [route])];
  return {
    environment,
    main: config.main === undefined ? '' : relative(ROOT, config.main),
    flags: config.compatibility_flags,
    bindings: [
      ...objects.map(({ name, class_name }) => `${name} (${class_name})`),
      ...r2_buckets.map(({ binding, bucket_name }) => `${binding} (bucket ${bucket_name ?? 'without a name'})`),
      ...(assets?.binding === undefined ? [] : [`${assets.binding} (files)`]),
    ],
    classes: objects.map(({ class_name }) => class_name),
    sqliteClasses: config.migrations.flatMap(({ new_sqlite_classes = [] }) => new_sqlite_classes),
    assets:
      assets?.directory === undefined
        ? undefined
        : { directory: assets.directory, isWorkerFirst: assets.run_worker_first === true },
    crons: triggers.crons ?? [],
    addresses: [
      ...at.map((one) => (typeof one === 'string' ? one : one.pattern)),
      ...(workers_dev === false ? [] : ['workers.dev']),
    ],
    hasPreviews: config.preview_urls !== false,
    keepsNoLines:
      observability?.enabled === false && config.logpush === false && (config.tail_consumers ?? []).length === 0,
  };
}

/** A line for each thing that an environment must not be. */
export function findDeploymentFaults(deployment: Deployment): readonly string[] {
  const { main, classes, sqliteClasses, assets, hasPreviews, keepsNoLines } = deployment;
  return [
    ...(main === '' ? ['it has no main'] : []),
    ...classes
      .filter((name) => !sqliteClasses.includes(name))
      .map((name) => `${name} is not among new_sqlite_classes: it would have no SQL, or none at all`),
    ...(assets && !assets.isWorkerFirst ? ['without run_worker_first its files are served past the Worker'] : []),
    ...(hasPreviews ? ['without preview_urls = false each version has an address of its own, a second door'] : []),
    ...(keepsNoLines
      ? []
      : ['lines of requests may be kept: observability.enabled and logpush must be false, tail_consumers empty']),
  ];
}
