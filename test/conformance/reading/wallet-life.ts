import type { Exchange, Untested } from '../evidence/observation.ts';
import type { EvidenceView, ProbeView } from '../evidence/view.ts';
import type { Text } from '../text.ts';
import { leftOfWeek } from './week.ts';

const HOUR = 3600;

/** Fact `way` of probe `wallet-life`. */
export interface WayThrough {
  readonly phase: string;
  readonly site: string;
  readonly posted: number;
  readonly asserted: number;
  /** ms */
  readonly patience: number;
  readonly arrived: boolean;
}

/** Fact `mint`, of `wallet-life` and `split-view`: a body of blinded tokens. */
export interface MintSeen {
  readonly phase: string;
  readonly url: string;
  readonly bytes: number;
  readonly status: number;
}

/** Fact `stored`. */
export interface StoredSeen {
  readonly phase: string;
  readonly stores: Readonly<Record<string, number>>;
  readonly values: number;
  readonly bytes: number;
  readonly inClear: Readonly<Record<string, number>>;
}

/** Fact `hosts`. */
export interface HostsSeen {
  /** Host names of the auditor's sites. */
  readonly sites: Readonly<Record<string, string>>;
  /** Hosts with their ports. */
  readonly wallet: string;
  readonly issuer: string;
  readonly attesters: readonly string[];
  readonly log?: string;
}

/** Everything that was seen of the wallet that was enrolled and shown. */
export interface WalletLife {
  readonly probe: ProbeView;
  readonly hosts: HostsSeen;
  readonly mints: readonly MintSeen[];
  readonly stored: readonly StoredSeen[];
  way(phase: string): WayThrough | undefined;
  /** Ids of the facts of that label whose phase is this one. */
  idsOf(label: string, phase: string): readonly string[];
  /** Requests of a phase that left the browser. */
  left(phase: string): readonly Exchange[];
  /** Requests of a phase that the browser answered itself. */
  kept(phase: string): readonly Exchange[];
}

/** @returns why there is nothing to judge, where the wallet never lived. */
export function readWalletLife(view: EvidenceView): WalletLife | Untested {
  const probe = view.probe('wallet-life');
  const hosts = probe.fact('hosts') as unknown as HostsSeen | undefined;
  if (probe.state === 'untested' || hosts === undefined) return probe.reason ?? 'nothing-to-try';
  const values = <T>(label: string): readonly T[] => probe.facts(label).map(({ value }) => value as unknown as T);
  const kept = new Set((probe.fact('kept') as { ids?: readonly string[] } | undefined)?.ids ?? []);
  return {
    probe,
    hosts,
    mints: values<MintSeen>('mint'),
    stored: values<StoredSeen>('stored'),
    way: (phase) => values<WayThrough>('way').find((way) => way.phase === phase),
    idsOf: (label, phase) =>
      probe
        .facts(label)
        .filter(({ value }) => (value as { phase?: string }).phase === phase)
        .map(({ id }) => id),
    left: (phase) => probe.exchanges(phase).filter(({ id }) => !kept.has(id)),
    kept: (phase) => probe.exchanges(phase).filter(({ id }) => kept.has(id)),
  };
}

/** `issuer`, `attester`, `log`: whom a host belongs to; undefined for anybody else. */
export function partyOf(
  host: string,
  { issuer, attesters, log }: HostsSeen,
): 'issuer' | 'attester' | 'log' | undefined {
  if (host === issuer) return 'issuer';
  if (attesters.includes(host)) return 'attester';
  return host === log ? 'log' : undefined;
}

/** Proofs of a week are not handed out in its last hour (protocol.md §3), so that a wallet made then can show none before Monday. */
export function noteLastHour({ circumstances }: EvidenceView): readonly Text[] {
  const left = leftOfWeek(Math.floor(Date.parse(circumstances.began) / 1000));
  if (left > HOUR) return [];
  return [
    {
      en: 'The wallet was enrolled in the last hour of a week, when it is given proofs of the next week alone. Run it again after Monday, 00:00 UTC.',
      fr: 'Le portefeuille a été ouvert dans la dernière heure d’une semaine, où il ne reçoit que des preuves de la semaine suivante. Recommencez après lundi, 00:00 UTC.',
    },
  ];
}
