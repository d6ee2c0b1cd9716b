import { describeStore, type GateConfig } from '@bauta/sdk/config';

/** What the gateway says of itself when it starts. Nothing in it is secret. */
export interface GatewayReport {
  readonly version: string;
  readonly origin: string;
  readonly issuer: string;
  /** Keys that the issuer's directory listed; 0 until it was read, and until then the door stays shut. */
  readonly keys: number;
  readonly wallet: string;
  readonly threshold: number;
  readonly policy: GateConfig['rule'];
  readonly store: { readonly address: string; readonly durability: string };
  /** How many keys of challenges: the first signs, all verify. */
  readonly secrets: number;
  readonly publicPaths: readonly string[];
  /** Undefined with `--check`. */
  readonly listen: string | undefined;
}

export const VERSION = '0.1.0';

export function makeReport(
  { options, rule, store }: GateConfig,
  facts: { readonly keys: number; readonly listen: string | undefined },
): GatewayReport {
  return {
    version: VERSION,
    origin: options.origin,
    issuer: options.issuer,
    keys: facts.keys,
    wallet: options.wallet,
    threshold: options.threshold ?? 18,
    policy: rule,
    store: describeStore(store),
    secrets: options.secrets.length,
    publicPaths: options.publicPaths ?? [],
    listen: facts.listen,
  };
}

/** The report for people: one block, the address last. */
export function formatReport(report: GatewayReport): string {
  const { policy, store, keys } = report;
  const rows = [
    ['site', report.origin],
    [
      'issuer',
      `${report.issuer} · ${keys > 0 ? `${keys} ${keys === 1 ? 'key' : 'keys'}` : 'not read yet: the door stays shut until then'}`,
    ],
    ['wallet', report.wallet],
    ['age', String(report.threshold)],
    ['policy', `${policy.name} · ${secondsOf(policy)}`],
    ['secrets', report.secrets === 1 ? '1' : `${report.secrets}, the first signs`],
    ['store', `${store.address} · ${store.durability}`],
    [
      'public',
      report.publicPaths.length === 0 ? 'nothing' : `${report.publicPaths.join(' ')} · opened by the server in front`,
    ],
    ['listen', report.listen ?? 'not with --check'],
  ];
  return `Bauta gateway ${report.version}\n${rows.map(([name = '', value]) => `  ${name.padEnd(8)}${value}\n`).join('')}`;
}

function secondsOf(rule: GateConfig['rule']): string {
  const { leaseSeconds, leaveSeconds, idleSeconds, idleSecondsWithoutScripts } = rule;
  return `lease ${leaseSeconds} s, leave ${leaveSeconds} s, idle ${idleSeconds} s, without scripts ${idleSecondsWithoutScripts} s`;
}
