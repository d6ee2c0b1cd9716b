import { describeStore, type GateConfig } from '@bauta/sdk/config';
import type { StartReport } from '@bauta/sdk/gate';

/** What the gateway says of itself when it starts: the gate's own report, and what a gateway adds. Nothing in it is secret. */
export interface GatewayReport extends StartReport {
  /** Keys that the issuer's directory listed; 0 until it was read, and until then the door stays shut. */
  readonly keys: number;
  readonly store: { readonly address: string; readonly durability: string };
  /** The log that the keys must stand in, and how many witnesses have to vouch for it; null: the issuer is believed. */
  readonly keyLog: { readonly url: string; readonly quorum: number } | null;
  /** Undefined with `--check`. */
  readonly listen: string | undefined;
  /** Undefined with `--check`, and where nobody reads metrics. */
  readonly metrics: string | undefined;
}

/** What is known only once the gateway stands. */
export interface GatewayFacts extends Pick<GatewayReport, 'keys' | 'listen' | 'metrics'> {
  readonly start: StartReport;
}

export function makeReport({ store, keyLog }: GateConfig, { start, ...facts }: GatewayFacts): GatewayReport {
  const log = keyLog ? { url: keyLog.log.url, quorum: keyLog.log.quorum } : null;
  return { ...start, ...facts, store: describeStore(store), keyLog: log };
}

/** The report for people: one block, the address last. */
export function formatReport(report: GatewayReport): string {
  const { policy, store, keyLog, keys, publicPaths, metrics, testIssuer } = report;
  const rows = [
    ['site', report.origin],
    ['issuer', `${report.issuer} · ${keys > 0 ? count(keys, 'key') : 'not read yet: the door stays shut until then'}`],
    [
      'log',
      keyLog ? `${keyLog.url} · ${count(keyLog.quorum, 'witness')}` : 'none: the issuer is believed; see key_log',
    ],
    ['wallet', report.wallet],
    ['age', String(report.threshold)],
    ['policy', `${policy.name} · ${secondsOf(report)}`],
    ['secrets', report.secrets === 1 ? '1' : `${report.secrets}, the first signs`],
    ['store', `${store.address} · ${store.durability}`],
    ['public', publicPaths.length === 0 ? 'nothing' : `${publicPaths.join(' ')} · opened by the server in front`],
    ...(metrics === undefined ? [] : [['metrics', `${metrics}/metrics · for you alone`]]),
    ['listen', report.listen ?? 'not with --check'],
  ];
  const block = rows.map(([name = '', value]) => `  ${name.padEnd(8)}${value}\n`).join('');
  return `${testIssuer === null ? '' : warning(testIssuer)}Bauta gateway ${report.version}\n${block}`;
}

/** Not to be overlooked: with such a gateway there is no door. */
function warning(outcome: string): string {
  const line = '='.repeat(78);
  return `${line}
TEST ISSUER "${outcome}": NO AGE IS CHECKED, AND EVERYONE CAN COME IN.
For development on this machine alone. Take test_issuer out of the configuration
before anyone else can reach this site.
${line}
`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : what.endsWith('s') ? 'es' : 's'}`;
}

function secondsOf({ policy }: StartReport): string {
  const { leaseSeconds, leaveSeconds, idleSeconds, idleSecondsWithoutScripts } = policy;
  return `lease ${leaseSeconds} s, leave ${leaveSeconds} s, idle ${idleSeconds} s, without scripts ${idleSecondsWithoutScripts} s`;
}
